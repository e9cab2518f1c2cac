"""Rules about how the risks are spoken: pace, loudness, articulation, plain words."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from omnigen.compliance.ad import PlannedAd, Role
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, passed, person, warned
from omnigen.compliance.measured import MeasuredVideo, SpokenSegment
from omnigen.compliance.rule import Rule, above, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, missing, sentence_list, syllables, word_errors, words_of


def _no_faster_setting(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    slowest = min((one.speed for one in ad.said(Role.BENEFIT)), default=1.0)
    for one in ad.said(Role.RISK):
        if above(one.speed, slowest):
            yield failed(
                f"The risks are set to be spoken at {one.speed:g} times the usual speed, the benefits at {slowest:g}",
                one.speed,
                slowest,
                AdPlace(segment_id=one.id),
            )


def _pace(segment: SpokenSegment, text: str) -> float:
    return syllables(text) / max(segment.span.length, 0.01)


def _no_faster_voice(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limits = rules.limits
    benefit = [_pace(one, text) for one, text, _ in video.spoken(ad, Role.BENEFIT)]
    for one, text, _ in video.spoken(ad, Role.RISK):
        pace, words = _pace(one, text), 60 * len(words_of(text)) / max(one.span.length, 0.01)
        checks = [
            ("syllables a second", pace, limits.max_syllables_per_second),
            ("words a minute", words, limits.max_words_per_minute),
        ]
        if benefit:
            ratio = pace / max(median(benefit), 0.01)
            checks.append(("times the pace of the benefits", ratio, limits.max_pace_ratio))
        for what, found, limit in checks:
            if above(found, limit):
                yield failed(f"The risks are spoken at {found:.2f} {what}", f"{found:.2f}", f"{limit:g}", _place(one))


def _loud_enough(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limits = rules.limits
    benefit = [one.voice_lufs for one, _, _ in video.spoken(ad, Role.BENEFIT)]
    measured = [level for level in benefit if level is not None]
    for one, _, _ in video.spoken(ad, Role.RISK):
        if one.voice_lufs is None or len(measured) < len(benefit) or one.has_music is None:
            yield person("The loudness of the voice or the music was not measured", _place(one))
            continue
        if measured and below(one.voice_lufs, median(measured) - limits.max_voice_below_benefit_lu):
            yield failed(
                "The voice is quieter in the risks than in the benefits",
                f"{one.voice_lufs:.1f} LUFS",
                f"{median(measured) - limits.max_voice_below_benefit_lu:.1f} LUFS",
                _place(one),
            )
        if one.has_music and one.music_lufs is None:
            yield person("The loudness of the music under the risks was not measured", _place(one))
        elif one.has_music and above(one.music_lufs or 0.0, one.voice_lufs - limits.min_music_below_voice_lu):
            yield warned(
                "The music is too loud under the risks",
                f"{one.voice_lufs - (one.music_lufs or 0.0):.1f} LU below the voice",
                f"{limits.min_music_below_voice_lu:g} LU",
                _place(one),
            )


def _understood(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    spoken = video.spoken(ad, Role.RISK)
    for one, text, _ in spoken:
        if one.heard is None:
            yield person("No recogniser listened to these risks", _place(one))
            continue
        errors = word_errors(text, one.heard)
        if above(errors, rules.limits.max_word_error_rate):
            yield failed(
                "A recogniser does not understand the risks in the finished sound",
                f"word error rate {errors:.2f}",
                rules.limits.max_word_error_rate,
                _place(one),
            )
    if spoken and all(one.heard is not None for one, _, _ in spoken):
        heard = " ".join(one.heard or "" for one, _, _ in spoken)
        if unheard := missing(heard, ad.label.key_risk_terms):
            yield failed(f"A recogniser does not hear {', '.join(map(repr, unheard))}", limit="every key term")


def _plain_words(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    limit = rules.limits.max_sentence_words
    for one in ad.said(Role.RISK):
        for term, gloss in ad.label.plain_words.items():
            if contains(one.text, term) and not contains(one.text, gloss):
                yield failed(f'"{term}" is said without "{gloss}"', term, gloss, AdPlace(segment_id=one.id))
        for sentence in sentence_list(one.text):
            count = len(words_of(sentence))
            if count > limit:
                yield failed(f'"{sentence}" has {count} words', count, limit, AdPlace(segment_id=one.id))
    text = ad.text_of(Role.RISK)
    if words := words_of(text):
        sentences = max(1, len(sentence_list(text)))
        grade = 0.39 * len(words) / sentences + 11.8 * syllables(text) / len(words) - 15.59
        yield passed("Readability (Flesch-Kincaid grade), for information", f"{grade:.1f}", "none")


def _place(one: SpokenSegment) -> AdPlace:
    return AdPlace(segment_id=one.segment_id, start_seconds=one.start_seconds, end_seconds=one.end_seconds)


RULES = (
    Rule(
        id="PH-020",
        words="The risks are never spoken faster than the benefits.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="speed of the risks at most that of the benefits; at most {max_pace_ratio} times the median pace of "
        "the benefits, {max_syllables_per_second} syllables a second, {max_words_per_minute} words a minute; the "
        "numbers are ours",
        before=_no_faster_setting,
        finished=_no_faster_voice,
    ),
    Rule(
        id="PH-021",
        words="The risks are as loud as the benefits, and the music stays well below the voice.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="voice at most {max_voice_below_benefit_lu} LU below that of the benefits; music at least "
        "{min_music_below_voice_lu} LU below the voice (a warning); the numbers are ours",
        finished=_loud_enough,
    ),
    Rule(
        id="PH-022",
        words="A recogniser understands the risks in the finished sound, with every key risk term.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="word error rate at most {max_word_error_rate}; method and number are ours",
        finished=_understood,
    ),
    Rule(
        id="PH-023",
        words="The risks are said in plain words and short sentences.",
        basis=Basis.LAW,
        severity=Severity.WARNING,
        threshold="no medical term of the label without its plain words; at most {max_sentence_words} words a "
        "sentence; readability is reported only; the number is ours",
        before=_plain_words,
    ),
)
