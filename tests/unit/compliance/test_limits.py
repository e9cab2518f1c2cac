"""Every limit is exact: what is at it passes, what is just beyond it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from omnigen.compliance import RuleStatus, SuperKind
from omnigen.compliance.measured import MotionSample, PixelBox
from omnigen.domain.brief_options import AspectRatio

from tests.unit.compliance.ads import an_ad
from tests.unit.compliance.example import Example, a_super
from tests.unit.compliance.rule_case import open_findings


def box(left: float, right: float = 1700) -> PixelBox:
    return PixelBox(left=left, top=800, right=right, bottom=1000)


def tall(cap_height: float) -> Example:
    wide = an_ad().measured(width=1080, height=1920).plan(aspect_ratio=AspectRatio.TALL)
    wide = wide.shown(SuperKind.PROVISION, box=box(100, 900), cap_height_px=60)
    return wide.shown(SuperKind.RISK, box=box(100, 900), cap_height_px=cap_height)


def risks(text: str, seconds: float) -> Example:
    """The risks are these words, spoken in so many seconds; the benefits are fast."""
    said = an_ad().label(key_risk_terms=()).segment("risk", text=text)
    return said.spoken("risk", end_seconds=25 + seconds).spoken("benefit", end_seconds=7)


def paces(seconds: float) -> Example:
    """The same words as benefit in 10.5 s and as risk in so many."""
    same = an_ad().segment("benefit", text="liver " * 10).segment("risk", text="liver " * 10)
    return same.spoken("benefit", end_seconds=15.5).spoken("risk", end_seconds=25 + seconds)


def heard(text: str) -> Example:
    said = an_ad().label(key_risk_terms=()).segment("risk", text="one two three four five six seven eight nine ten")
    return said.spoken("risk", heard=text)


def last_super_ends(seconds: float) -> Example:
    supers = an_ad().video.supers
    changed = (one.model_copy(update={"end_seconds": seconds} if one.end_seconds == 42 else {}) for one in supers)
    return an_ad().measured(supers=tuple(changed))


def read(text: str) -> Example:
    shown = a_super(SuperKind.OTHER, "x" * 98 + "yy", 70, 74).model_copy(update={"read_text": text})
    added = an_ad().with_super(SuperKind.OTHER, "x" * 98 + "yy", 70, 74)
    return added.measured(supers=(*added.video.supers[:-1], shown))


def cuts(inside: int) -> Example:
    outside = tuple(45 + number / 2 for number in range(50))
    return an_ad().measured(cuts=tuple(26.0 + 2 * number for number in range(inside)) + outside)


def motion(energy: float) -> Example:
    samples = (MotionSample(at_seconds=s, energy=energy if 25 <= s <= 42 else 4) for s in range(75))
    return an_ad().measured(motion=tuple(samples))


def generic(left: float) -> Example:
    return an_ad().names("samplezumab", box=PixelBox(left=left, top=830, right=900, bottom=880))


def provision(seconds: float) -> Example:
    return an_ad().shown(SuperKind.PROVISION, end_seconds=50 + seconds).spoken("provision", end_seconds=50 + seconds)


def disclosure(seconds: float) -> Example:
    made_up = an_ad().plan(synthetic_performer=True)
    return made_up.with_super(SuperKind.DISCLOSURE, "Actor made by a computer", 64, 64 + seconds)


def shown(**changes: object) -> Example:
    return an_ad().shown(SuperKind.RISK, **changes)


LIMITS: Mapping[str, tuple[str, Callable[[], Example], Callable[[], Example]]] = {
    "coverage": ("PH-011", lambda: last_super_ends(41.83), lambda: last_super_ends(41.82)),
    "start": ("PH-012", lambda: shown(start_seconds=25.25), lambda: shown(start_seconds=25.26)),
    "end": ("PH-012", lambda: last_super_ends(42.75), lambda: last_super_ends(42.76)),
    "syllables": ("PH-020", lambda: risks("tuberculosis " * 9, 10), lambda: risks("tuberculosis " * 9, 9.9)),
    "words": ("PH-020", lambda: risks("risk " * 32, 12), lambda: risks("risk " * 32, 11.9)),
    "pace": ("PH-020", lambda: paces(10), lambda: paces(9.9)),
    "voice": (
        "PH-021",
        lambda: an_ad().spoken("risk", voice_lufs=-19.0),
        lambda: an_ad().spoken("risk", voice_lufs=-19.1),
    ),
    "music": (
        "PH-021",
        lambda: an_ad().spoken("risk", music_lufs=-30.0),
        lambda: an_ad().spoken("risk", music_lufs=-29.9),
    ),
    "errors": (
        "PH-022",
        lambda: heard("one two three four five six seven eight nine Ben"),
        lambda: heard("one two three four five six seven eight wine Ben"),
    ),
    "sentence": (
        "PH-023",
        lambda: an_ad().segment("risk", text="risk " * 19 + "risk."),
        lambda: an_ad().segment("risk", text="risk " * 20 + "risk."),
    ),
    "letters": ("PH-030", lambda: shown(cap_height_px=30.24), lambda: shown(cap_height_px=30.2)),
    "letters in 9:16": ("PH-030", lambda: tall(42.24), lambda: tall(42.2)),
    "title-safe area": ("PH-030", lambda: shown(box=box(96)), lambda: shown(box=box(95))),
    "contrast": ("PH-031", lambda: shown(contrast=4.5), lambda: shown(contrast=4.49)),
    "reading": (
        "PH-032",
        lambda: shown(text="word " * 15, start_seconds=30, end_seconds=35),
        lambda: shown(text="word " * 15, start_seconds=30, end_seconds=34.9),
    ),
    "line": ("PH-032", lambda: shown(lines=("x" * 42,)), lambda: shown(lines=("x" * 43,))),
    "lines": ("PH-032", lambda: shown(lines=("x",) * 3), lambda: shown(lines=("x",) * 4)),
    "similarity": ("PH-033", lambda: read("x" * 98 + "zz"), lambda: read("x" * 97 + "zzz")),
    "cuts": ("PH-040", lambda: cuts(3), lambda: cuts(4)),
    "motion": ("PH-041", lambda: motion(4), lambda: motion(4.1)),
    "last part": (
        "PH-050",
        lambda: an_ad().spoken("risk", start_seconds=56.2, end_seconds=73),
        lambda: an_ad().spoken("risk", start_seconds=56.25, end_seconds=73),
    ),
    "gap": ("PH-060", lambda: generic(634), lambda: generic(635)),
    "generic": (
        "PH-061",
        lambda: an_ad().names("samplezumab", font_px=40),
        lambda: an_ad().names("samplezumab", font_px=39.9),
    ),
    "provision": ("PH-070", lambda: provision(3), lambda: provision(2.9)),
    "disclosure": ("PH-090", lambda: disclosure(3), lambda: disclosure(2.9)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_at_its_limit_a_rule_passes_and_just_beyond_it_fails(name: str) -> None:
    rule_id, at, beyond = LIMITS[name]
    assert [one.message for one in open_findings(at(), rule_id) if one.status is RuleStatus.FAILED] == []
    assert [one.status for one in open_findings(beyond(), rule_id)][:1] == [RuleStatus.FAILED]
