"""Cases of the rules that read measurements of the finished file."""

from __future__ import annotations

from omnigen.compliance.ad import SuperKind
from omnigen.compliance.measured import MotionSample, PictureJudgement, PixelBox
from omnigen.compliance.rules.records import PACKET_PARTS
from omnigen.domain.brief_options import AspectRatio

from tests.unit.compliance.ads import MAJOR_STATEMENT, approvals
from tests.unit.compliance.example import Example
from tests.unit.compliance.rule_case import RuleCase


def _tall(ad: Example) -> Example:
    """9:16 with letters of 2.3 % of the height, which would be too small in 16:9."""
    box = PixelBox(left=100, top=1200, right=980, bottom=1500)
    risk = ad.measured(width=1080, height=1920)
    for kind in (SuperKind.RISK, SuperKind.PROVISION):
        risk = risk.shown(kind, cap_height_px=44, box=box)
    return risk.plan(aspect_ratio=AspectRatio.TALL)


def _disclosed(ad: Example, end: float) -> Example:
    return ad.plan(synthetic_performer=True).with_super(SuperKind.DISCLOSURE, "Actor made by a computer", 64, end)


def _forged(ad: Example) -> Example:
    first, second = approvals()
    return ad.measured(approvals=(first.model_copy(update={"person": "Mallory"}), second))


def _lively(ad: Example) -> Example:
    return ad.measured(
        motion=tuple(MotionSample(at_seconds=second, energy=4 + (25 <= second <= 42)) for second in range(75))
    )


def _misheard(ad: Example) -> Example:
    for name in ("brand", "benefit"):
        heard = next(one.heard for one in ad.video.segments if one.segment_id == name) or ""
        ad = ad.spoken(name, heard=heard.replace("samplezumab", "sample zoom ab"))
    return ad


FILE_CASES = (
    RuleCase(
        rule_id="PH-011",
        passing="Two supers stand through the 17 s of risks, one after the other.",
        failing="The first super comes 2 s late.",
        fails=lambda ad: ad.shown(SuperKind.RISK, start_seconds=27.0),
    ),
    RuleCase(
        rule_id="PH-012",
        passing="The text begins 0.25 s after the voice and ends 0.75 s after it: both at the limit.",
        failing="It ends 0.8 s after the voice.",
        passes=lambda ad: ad.shown(SuperKind.RISK, start_seconds=25.25, end_seconds=42.75),
        fails=lambda ad: ad.shown(SuperKind.RISK, end_seconds=42.8),
    ),
    RuleCase(
        rule_id="PH-021",
        passing="Voice 1 LU quieter than in the benefits, music 12 LU below it: both at the limit.",
        failing="The voice is 3 LU quieter.",
        passes=lambda ad: ad.spoken("risk", voice_lufs=-19.0, music_lufs=-31.0),
        fails=lambda ad: ad.spoken("risk", voice_lufs=-21.0, music_lufs=-40.0),
    ),
    RuleCase(
        rule_id="PH-022",
        passing='A recogniser hears one wrong word in 28: "can" is "may".',
        failing='It hears "burn a lyricist" for "tuberculosis", a key term.',
        passes=lambda ad: ad.spoken("risk", heard=MAJOR_STATEMENT.replace("infections can", "infections may")),
        fails=lambda ad: ad.spoken("risk", heard=MAJOR_STATEMENT.replace("tuberculosis", "burn a lyricist")),
    ),
    RuleCase(
        rule_id="PH-030",
        passing="In 9:16, capital letters of 44 px (2.3 %) within the safe area.",
        failing="In 16:9 at 1080 lines, capital letters of 20 px.",
        passes=_tall,
        fails=lambda ad: ad.shown(SuperKind.RISK, cap_height_px=20),
    ),
    RuleCase(
        rule_id="PH-031",
        passing="4.5:1 at the 5th percentile: at the limit.",
        failing="3:1 over a bright shirt.",
        passes=lambda ad: ad.shown(SuperKind.RISK, contrast=4.5),
        fails=lambda ad: ad.shown(SuperKind.RISK, contrast=3),
    ),
    RuleCase(
        rule_id="PH-032",
        passing="15 words in 9 s on three lines.",
        failing="The same words in 4 s.",
        fails=lambda ad: ad.shown(SuperKind.RISK, end_seconds=29.0),
    ),
    RuleCase(
        rule_id="PH-033",
        passing="A recogniser reads the text in the final frame.",
        failing='It reads "Velora can cause scrious livcr".',
        fails=lambda ad: ad.shown(SuperKind.RISK, read_text="Velora can cause scrious livcr"),
    ),
    RuleCase(
        rule_id="PH-040",
        passing="One cut in the 17 s of risks, five in the other 58 s.",
        failing="Five cuts in the risks.",
        fails=lambda ad: ad.measured(cuts=(4.0, 26.0, 29.0, 32.0, 35.0, 38.0, 60.0)),
    ),
    RuleCase(
        rule_id="PH-041",
        passing="Half the motion of the rest while the risks run.",
        failing="A quarter more motion than in the rest.",
        fails=_lively,
    ),
    RuleCase(
        rule_id="PH-042",
        passing="While the risks run there is only their text.",
        failing='"Ask about savings" stands beside them for 3 s.',
        fails=lambda ad: ad.with_super(SuperKind.OFFER, "Ask about savings", 30, 33),
    ),
    RuleCase(
        rule_id="PH-043",
        passing="The benefits end 5 s before the text of the risks appears.",
        failing="They go on for 2 s under it.",
        fails=lambda ad: ad.spoken("benefit", start_seconds=12.0, end_seconds=27.0),
    ),
    RuleCase(
        rule_id="PH-050",
        passing="The risks begin after a third of the video.",
        failing="They begin after 80 % of it, and all benefits come before.",
        fails=lambda ad: ad.spoken("risk", start_seconds=60.0, end_seconds=75.0),
    ),
    RuleCase(
        rule_id="PH-060",
        passing="samplezumab stands 10 px right of Veloria.",
        failing="It stands above Veloria.",
        fails=lambda ad: ad.names("samplezumab", box=PixelBox(left=200, top=700, right=600, bottom=760)),
    ),
    RuleCase(
        rule_id="PH-061",
        passing="40 px beside 80 px, both bold: at the limit.",
        failing="36 px beside 80 px.",
        passes=lambda ad: ad.names("samplezumab", font_px=40),
        fails=lambda ad: ad.names("samplezumab", font_px=36),
    ),
    RuleCase(
        rule_id="PH-062",
        passing="A recogniser does not know samplezumab; the label has its pronunciation.",
        failing="The recogniser does not know it, nor has the label its pronunciation.",
        passes=lambda ad: _misheard(ad).label(pronunciations={"samplezumab": "sam PLEZ oo mab"}),
        fails=_misheard,
    ),
    RuleCase(
        rule_id="PH-083",
        passing="Ada says that the pictures agree with the label.",
        failing="She says that they show children, and the label is for adults.",
        fails=lambda ad: ad.measured(pictures=PictureJudgement(person="Ada", agrees=False, reason="Shows children")),
    ),
    RuleCase(
        rule_id="PH-090",
        passing="A synthetic actor, disclosed on screen for 4 s and in the signed provenance.",
        failing="The disclosure stands for 1 s.",
        passes=lambda ad: _disclosed(ad, 68),
        fails=lambda ad: _disclosed(ad, 65),
    ),
    RuleCase(
        rule_id="PH-100",
        passing="Two approvals in a chain, the second of this file.",
        failing="The name in the first was changed.",
        fails=_forged,
    ),
    RuleCase(
        rule_id="PH-101",
        passing="The packet has all parts.",
        failing="It has no transcript.",
        fails=lambda ad: ad.measured(packet=tuple(part for part in PACKET_PARTS if part != "transcript")),
    ),
)
