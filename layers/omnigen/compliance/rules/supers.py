"""Rules about how supers look: size, place, contrast, time to read, and that they are ours."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from omnigen.compliance.ad import PlannedAd, SuperKind
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, person
from omnigen.compliance.measured import MeasuredVideo, PixelBox, ShownSuper
from omnigen.compliance.rule import Rule, above, below
from omnigen.compliance.rule_sets import RuleSet

MUST_BE_READ = (SuperKind.RISK, SuperKind.PROVISION, SuperKind.DISCLOSURE)


def _large_and_free(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    least = rules.limits.cap_height(ad.aspect_ratio)
    safe = _safe(video, rules.limits.title_safe)
    for number, one in video.shown(*MUST_BE_READ):
        height = one.cap_height_px / video.height
        if below(height, least):
            yield failed(
                "The letters are too small",
                f"{height:.2%} of the height ({one.cap_height_px:g} px)",
                f"{least:.1%} ({least * video.height:.0f} px)",
                _place(number, one),
            )
        box = one.box
        inside = safe.left <= box.left and safe.top <= box.top and box.right <= safe.right and box.bottom <= safe.bottom
        if not inside:
            yield failed(
                "The text reaches out of the title-safe area", _written(box), _written(safe), _place(number, one)
            )
        for zone in video.covered:
            if box.overlaps(zone):
                yield failed(
                    "The platform covers a part of the text", _written(box), _written(zone), _place(number, one)
                )


def _safe(video: MeasuredVideo, share: float) -> PixelBox:
    side, edge = (1 - share) / 2 * video.width, (1 - share) / 2 * video.height
    return PixelBox(left=side, top=edge, right=video.width - side, bottom=video.height - edge)


def _written(box: PixelBox) -> str:
    return f"{box.left:.0f},{box.top:.0f} to {box.right:.0f},{box.bottom:.0f} px"


def _contrast(_ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    for number, one in video.shown(*MUST_BE_READ):
        if one.contrast is None:
            yield person("The contrast of the text was not measured", _place(number, one))
        elif below(one.contrast, rules.limits.min_contrast):
            yield failed(
                "The text stands out too little", f"{one.contrast:.1f}:1", f"{rules.limits.min_contrast:g}:1",
                _place(number, one),
            )  # fmt: skip


def _time_to_read(_ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limits = rules.limits
    for number, one in video.shown(*MUST_BE_READ):
        checks = (
            ("words a second", _written_words(one.text) / max(one.span.length, 0.01), limits.max_words_per_second),
            ("characters on a line", max(map(len, one.lines), default=0), limits.max_line_characters),
            ("lines", len(one.lines), limits.max_lines),
        )
        for what, found, limit in checks:
            if above(found, limit):
                yield failed(f"The text has {found:.3g} {what}", f"{found:.3g}", f"{limit:g}", _place(number, one))


def _written_words(text: str) -> int:
    """Words as they are read: a telephone number is one."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _drawn_and_read(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    planned = {_bare(one.text) for one in ad.supers}
    for number, one in enumerate(video.supers):
        if _bare(one.text) not in planned:
            yield failed(f'"{one.text}" was not planned: no rule has read it', place=_place(number, one))
        if not one.drawn_by_program:
            yield failed("A model drew this text; text is drawn by the program", place=_place(number, one))
            continue
        if one.read_text is None:
            yield person("No recogniser read this text in the final frame", _place(number, one))
            continue
        same = SequenceMatcher(a=_bare(one.text), b=_bare(one.read_text), autojunk=False).ratio()
        if below(same, rules.limits.min_read_similarity):
            yield failed(
                f'What is read in the final frame is not the text: "{one.read_text}"',
                f"{same:.3f}",
                rules.limits.min_read_similarity,
                _place(number, one),
            )


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _place(number: int, one: ShownSuper) -> AdPlace:
    return AdPlace(super_index=number, start_seconds=one.start_seconds, end_seconds=one.end_seconds)


RULES = (
    Rule(
        id="PH-030",
        words="Supers that must be read (risks, provision, disclosures) are large enough, within the title-safe area "
        "and nowhere covered by the platform.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="capital letters at least {min_cap_height} of the picture's height, {min_cap_height_tall} in 9:16; "
        "within {title_safe} of width and height; the numbers are ours",
        finished=_large_and_free,
    ),
    Rule(
        id="PH-031",
        words="Supers that must be read stand out from what is behind them, box or picture.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="contrast ratio at least {min_contrast}:1 at the 5th percentile of the worst frame; the number is "
        "ours, from WCAG",
        finished=_contrast,
    ),
    Rule(
        id="PH-032",
        words="There is time to read the supers.",
        basis=Basis.HOUSE,
        severity=Severity.WARNING,
        threshold="at most {max_words_per_second} words a second, {max_line_characters} characters a line, {max_lines} "
        "lines",
        finished=_time_to_read,
    ),
    Rule(
        id="PH-033",
        words="Text was planned, is drawn by the program, never by a model, and a recogniser reads it in the final "
        "frame.",
        basis=Basis.HOUSE,
        severity=Severity.BLOCKING,
        threshold="similarity at least {min_read_similarity}",
        finished=_drawn_and_read,
    ),
)
