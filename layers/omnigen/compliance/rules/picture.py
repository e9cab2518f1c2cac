"""Rules about what happens while the risks run: cuts, motion, other text, other sounds, and the balance of the ad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, median

from omnigen.compliance.ad import PlannedAd, Role, SuperKind
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, passed, person, warned
from omnigen.compliance.measured import MeasuredVideo, TimeSpan, passages
from omnigen.compliance.rule import Rule, above, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import words_of


def _risk_spans(ad: PlannedAd, video: MeasuredVideo) -> list[TimeSpan]:
    return passages([one for one, _, _ in video.spoken(ad, Role.RISK)])


def _within(second: float, spans: Sequence[TimeSpan]) -> bool:
    """Whether it lies between two ends; a cut with which the risks begin or end is none of theirs."""
    return any(above(second, span.start_seconds) and below(second, span.end_seconds) for span in spans)


def _cuts(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    spans = _risk_spans(ad, video)
    seconds = sum(span.length for span in spans)
    if not seconds:
        return
    if video.cuts is None:
        yield person("The cuts were not measured")
        return
    inside = sum(_within(cut, spans) for cut in video.cuts)
    rate = 10 * inside / max(seconds, 10.0)
    rest = video.duration_seconds - seconds
    outside = 10 * (len(video.cuts) - inside) / rest if rest >= 1 else rate
    limit = min(rules.limits.max_cuts_per_10_seconds, outside)
    if above(rate, limit):
        yield failed(
            "There are more cuts while the risks run than may be", f"{rate:.1f} in 10 s", f"{limit:.1f} in 10 s",
            _place(spans[0]),
        )  # fmt: skip


def _motion(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    spans = _risk_spans(ad, video)
    if not spans:
        return
    if video.motion is None:
        yield person("The motion of the picture was not measured")
        return
    inside = [sample.energy for sample in video.motion if _within(sample.at_seconds, spans)]
    outside = [sample.energy for sample in video.motion if not _within(sample.at_seconds, spans)]
    if not inside or not outside:
        yield person("The motion was measured on one side only: while the risks run, or in the rest")
        return
    limit = rules.limits.max_motion_ratio * median(outside)
    if above(fmean(inside), limit):
        yield failed(
            "The picture moves more while the risks run", f"{fmean(inside):.2f}", f"{limit:.2f}", _place(spans[0])
        )


def _nothing_beside(ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    spans = _risk_spans(ad, video)
    for number, one in enumerate(video.supers):
        shared = max((span.shared(one.span) for span in spans), default=0.0)
        if one.kind is not SuperKind.RISK and above(shared, 0):
            place = AdPlace(super_index=number, start_seconds=one.start_seconds, end_seconds=one.end_seconds)
            yield failed(f'"{one.text}" is shown while the risks run', f"{shared:.2f} s", "0 s", place)
    yield from _no_other_sounds(ad, video)
    if video.music_changes is None or video.moving_logos is None:
        yield _unknown("Changes of the music or moving logos were not measured")
    for second in video.music_changes or ():
        if _within(second, spans):
            yield warned("The music changes while the risks run", place=AdPlace(start_seconds=second))
    for start, end in video.moving_logos or ():
        if any(above(span.shared(TimeSpan(start, end)), 0) for span in spans):
            yield warned("A logo moves while the risks run", place=AdPlace(start_seconds=start, end_seconds=end))


def _no_other_sounds(ad: PlannedAd, video: MeasuredVideo) -> Iterator[Observed]:
    for heard, _, _ in video.spoken(ad, Role.RISK):
        place = AdPlace(segment_id=heard.segment_id, start_seconds=heard.start_seconds, end_seconds=heard.end_seconds)
        for what, found in (("Lyrics", heard.has_lyrics), ("Sound effects", heard.has_effects)):
            if found is None:
                yield _unknown(f"{what} under the risks were not looked for", place)
            elif found:
                yield warned(f"{what} are heard while the risks run", "some", "none", place)


def _unknown(message: str, place: AdPlace | None = None) -> Observed:
    return person(message, place).model_copy(update={"severity": Severity.WARNING})


def _no_benefit_over_risk_text(ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    for one, _, _ in video.spoken(ad, Role.BENEFIT):
        shared = sum(shown.span.shared(one.span) for _, shown in video.shown(SuperKind.RISK))
        if above(shared, 0):
            place = AdPlace(segment_id=one.segment_id, start_seconds=one.start_seconds, end_seconds=one.end_seconds)
            yield failed("Benefits are spoken while the text of the risks is shown", f"{shared:.2f} s", "0 s", place)


def _balance(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    risk, benefit = video.spoken(ad, Role.RISK), video.spoken(ad, Role.BENEFIT)
    if not risk or not benefit:
        yield person("Without both risks and benefits in the video there is no balance to measure")
        return
    seconds = [sum(one.span.length for one, _, _ in part) for part in (risk, benefit)]
    words = [sum(len(words_of(text)) for _, text, _ in part) for part in (risk, benefit)]
    first = risk[0][0].start_seconds / video.duration_seconds
    last_benefit = benefit[-1][0].end_seconds / video.duration_seconds
    figures = (
        f"risks {seconds[0]:.1f} s and {words[0]} words, benefits {seconds[1]:.1f} s and {words[1]} words, first risk "
        f"after {first:.0%} of the video"
    )
    if not below(first, rules.limits.last_part) and not above(last_benefit, rules.limits.last_part):
        yield failed("The risks come only at the end, after all benefits", figures, f"{rules.limits.last_part:.0%}")
    else:
        yield passed("The balance of the ad, for whoever judges its net impression", figures)


def _place(span: TimeSpan) -> AdPlace:
    return AdPlace(start_seconds=span.start_seconds, end_seconds=span.end_seconds)


RULES = (
    Rule(
        id="PH-040",
        words="There are few cuts while the risks run, and no more than in the rest of the ad.",
        basis=Basis.LAW,
        severity=Severity.WARNING,
        threshold="at most {max_cuts_per_10_seconds} in 10 s, and at most as many as outside; the number is ours",
        finished=_cuts,
    ),
    Rule(
        id="PH-041",
        words="The picture moves no more while the risks run than in the rest of the ad.",
        basis=Basis.LAW,
        severity=Severity.WARNING,
        threshold="mean motion at most {max_motion_ratio} times the median outside; the number is ours",
        finished=_motion,
    ),
    Rule(
        id="PH-042",
        words="While the risks run there is no other text, moving logo, song, sound effect or change of the music.",
        basis=Basis.ENFORCEMENT,
        severity=Severity.BLOCKING,
        threshold="none; text blocks, the rest are warnings",
        finished=_nothing_beside,
    ),
    Rule(
        id="PH-043",
        words="No benefit is spoken while the text of the risks is shown.",
        basis=Basis.ENFORCEMENT,
        severity=Severity.BLOCKING,
        threshold="0 s",
        finished=_no_benefit_over_risk_text,
    ),
    Rule(
        id="PH-050",
        words="Risks and benefits are in balance: the figures are reported, and risks that come only at the end are "
        "shown to a person.",
        basis=Basis.LAW,
        severity=Severity.WARNING,
        threshold="not all risks after {last_part} of the video with all benefits before it; the number is ours",
        finished=_balance,
    ),
)
