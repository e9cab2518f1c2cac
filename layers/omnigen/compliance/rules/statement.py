"""Rules about the major statement: that the risks are said, and shown word for word while they are said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from omnigen.compliance.ad import PlannedAd, Role, SuperKind
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, person
from omnigen.compliance.measured import MeasuredVideo, TimeSpan, passages
from omnigen.compliance.rule import Rule, above, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, missing, sentence_list, words_of


def _risk_is_said(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    if not ad.said(Role.RISK):
        yield failed("No segment says the risks; add a segment with the role risk", "0 segments", "1 segment")
        return
    if unsaid := missing(ad.text_of(Role.RISK), ad.label.key_risk_terms):
        total = len(ad.label.key_risk_terms)
        yield failed(
            f"The risk part does not say {', '.join(map(repr, unsaid))}", f"{total - len(unsaid)} of {total}", total
        )
    elif words_of(ad.text_of(Role.RISK)) != words_of(ad.label.major_statement or ""):
        changed = person("The risk part is not the label's major statement word for word; a person confirms the change")
        yield changed.model_copy(update={"severity": Severity.WARNING})


def _risk_is_heard(ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    heard = {one.segment_id for one, _, _ in video.spoken(ad, Role.RISK)}
    for segment in ad.said(Role.RISK):
        if segment.id not in heard:
            yield failed("This risk segment is not heard in the video", place=AdPlace(segment_id=segment.id))


def _risk_passages(ad: PlannedAd, video: MeasuredVideo) -> list[TimeSpan]:
    return passages([one for one, _, _ in video.spoken(ad, Role.RISK)])


def _supers_of(passage: TimeSpan, video: MeasuredVideo) -> list[TimeSpan]:
    return [one.span for _, one in video.shown(SuperKind.RISK) if one.span.shared(passage) > 0]


def _shown_while_said(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    for passage in _risk_passages(ad, video):
        shown = _covered(passage, _supers_of(passage, video)) / passage.length if passage.length else 1.0
        if below(shown, rules.limits.min_coverage):
            yield failed(
                f"Text of the risks stands for {shown:.0%} of the time in which they are said",
                f"{shown:.3f}",
                rules.limits.min_coverage,
                _place(passage),
            )


def _covered(passage: TimeSpan, spans: Sequence[TimeSpan]) -> float:
    """Seconds of the passage in which at least one of the spans is seen."""
    seen, until = 0.0, passage.start_seconds
    for span in sorted(spans):
        start, end = max(span.start_seconds, until), min(span.end_seconds, passage.end_seconds)
        seen, until = seen + max(0.0, end - start), max(until, end)
    return seen


def _begins_and_ends_with_it(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limits = rules.limits
    for passage in _risk_passages(ad, video):
        supers = _supers_of(passage, video)
        if not supers:
            yield failed("No text is shown with these risks", place=_place(passage))
            continue
        start = abs(min(one.start_seconds for one in supers) - passage.start_seconds)
        end = abs(max(one.end_seconds for one in supers) - passage.end_seconds)
        for word, found, limit in (
            ("begins", start, limits.max_start_difference_seconds),
            ("ends", end, limits.max_end_difference_seconds),
        ):
            if above(found, limit):
                yield failed(
                    f"The text of the risks {word} {found:.2f} s apart from the voice",
                    f"{found:.2f} s",
                    f"{limit:g} s",
                    _place(passage),
                )


def _word_for_word(said: str, texts: Sequence[str], terms: Sequence[str]) -> Iterator[Observed]:
    """Together the texts are the transcript, or each is a stretch of what is said and all key terms are in them."""
    spoken = words_of(said)
    if [word for text in texts for word in words_of(text)] == list(spoken):
        return
    if not texts and spoken:
        yield failed("The risks are said and not shown", "no text", "the words that are said")
        return
    for text in texts:
        if not contains(said, text):
            yield failed(f'"{text}" is not said in these words', text, "the words that are said")
    if unseen := [term for term in terms if not any(contains(text, term) for text in texts)]:
        yield failed(f"The text of the risks does not show {', '.join(map(repr, unseen))}", limit="all key terms")


def _planned_word_for_word(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    texts = [one.text for one in ad.shown(SuperKind.RISK)]
    yield from _word_for_word(ad.text_of(Role.RISK), texts, ad.label.key_risk_terms)


def _shown_word_for_word(ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    texts = [one.text for _, one in video.shown(SuperKind.RISK)]
    said = " ".join(text for _, text, _ in video.spoken(ad, Role.RISK))
    yield from _word_for_word(said, texts, ad.label.key_risk_terms)


def _nothing_only_shown(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    shown = " ".join(one.text for one in ad.supers)
    label = ad.label
    items = (*label.contraindications, *label.warnings, *label.adverse_reactions)
    risks = [*label.key_risk_terms, *(sentence for text in items for sentence in sentence_list(text))]
    risks += [sentence for one in ad.shown(SuperKind.RISK) for sentence in sentence_list(one.text)]
    said = ad.text_of(Role.RISK)
    for risk in dict.fromkeys(risks):
        if contains(shown, risk) and not contains(said, risk):
            yield failed(f'"{risk}" is shown and not said', risk, "said as well")


def _place(span: TimeSpan) -> AdPlace:
    return AdPlace(start_seconds=span.start_seconds, end_seconds=span.end_seconds)


RULES = (
    Rule(
        id="PH-010",
        words="The risks are spoken, with every key risk term of the label. Words other than those of its major "
        "statement are shown to a person.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        before=_risk_is_said,
        finished=_risk_is_heard,
    ),
    Rule(
        id="PH-011",
        words="While the risks are said, their text is on screen.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="text for a share of at least {min_coverage} of the time; the number is ours",
        finished=_shown_while_said,
    ),
    Rule(
        id="PH-012",
        words="The text of the risks begins when the voice does and ends at about the same time.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="start within {max_start_difference_seconds} s, end within {max_end_difference_seconds} s; the "
        "numbers are ours",
        finished=_begins_and_ends_with_it,
    ),
    Rule(
        id="PH-013",
        words="The text of the risks is the transcript of what is said, or stretches of it with every key risk term.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="the same words; case and punctuation do not count",
        before=_planned_word_for_word,
        finished=_shown_word_for_word,
    ),
    Rule(
        id="PH-014",
        words="No risk is only shown and not said.",
        basis=Basis.ENFORCEMENT,
        severity=Severity.BLOCKING,
        before=_nothing_only_shown,
    ),
)
