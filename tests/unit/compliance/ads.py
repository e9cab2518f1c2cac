"""An ad of 75 seconds for a medicine that does not exist, its plan and made-up measurements; it passes every rule."""

from __future__ import annotations

from datetime import date

from omnigen.compliance.ad import AdSegment, AdSuper, PlannedAd, Role, SuperKind
from omnigen.compliance.measured import MeasuredVideo, MotionSample, PictureJudgement, ShownSuper, SpokenSegment
from omnigen.compliance.rule_sets import rule_set_for
from omnigen.compliance.rules.records import PACKET_PARTS
from omnigen.domain.approvals import ApprovalEntry, approval_after
from omnigen.domain.product_label import AdequateProvision, AdType, LabelClaim, ProductLabel

from tests.unit.compliance.example import Example, a_super

DAY = date(2026, 11, 27)
NOON = 1_795_780_800
FILE_HASH = "a" * 64
RISK_TEXTS = (
    "Veloria can cause serious liver injury. Do not take Veloria if you have active tuberculosis.",
    "Serious infections can happen. The most common side effects are headache and nausea.",
)
MAJOR_STATEMENT = " ".join(RISK_TEXTS)
USE = "Veloria (samplezumab) treats adults with plaque psoriasis."
RESULT = "In a study, 70 out of 100 people had clearer skin, compared with 20 out of 100 on placebo."
PROVISION = "Ask your doctor. Call 1-800-555-0123, visit veloria.example, or see our ad in Health Monthly."
LABEL = ProductLabel(
    market="US",
    ad_type=AdType.PRODUCT_CLAIM,
    brand="Veloria",
    generic="samplezumab",
    boxed_warning="Veloria can cause serious liver injury.",
    indications=("Veloria is indicated for adults with moderate plaque psoriasis.",),
    contraindications=("active tuberculosis",),
    warnings=("Serious infections can happen.",),
    adverse_reactions=("The most common side effects are headache and nausea.",),
    key_risk_terms=("serious liver injury", "active tuberculosis", "serious infections", "headache", "nausea"),
    major_statement=MAJOR_STATEMENT,
    provision=AdequateProvision(
        phone="1-800-555-0123",
        url="https://veloria.example",
        print_reference="our ad in Health Monthly",
        ask_your_doctor="ask your doctor",
    ),
    approval_reference="NDA000000",
    version="3",
    claims=(
        LabelClaim(id="use", text=USE, evidence=("label-1",), section="1 Indications and usage"),
        LabelClaim(id="result", text=RESULT, evidence=("study-7",), section="14 Clinical studies"),
    ),
    plain_words={"hepatotoxicity": "liver injury"},
)
REMINDER = ProductLabel(market="US", ad_type=AdType.REMINDER, brand="Veloria", generic="samplezumab", version="3")
HELP_SEEKING = ProductLabel(market="US", ad_type=AdType.HELP_SEEKING, indications=("plaque psoriasis",), version="1")
TIMES = {"brand": (1.0, 4.0), "benefit": (5.0, 20.0), "risk": (25.0, 42.0), "provision": (50.0, 62.0)}


def an_ad() -> Example:
    """The product claim ad."""
    texts = {"brand": "Veloria (samplezumab).", "benefit": f"{USE} {RESULT}", "risk": MAJOR_STATEMENT}
    segments = tuple(
        AdSegment(id=name, role=Role(name), text=text) for name, text in {**texts, "provision": PROVISION}.items()
    )
    supers = (
        (SuperKind.BRAND, "Veloria (samplezumab)", TIMES["brand"]),
        (SuperKind.RISK, RISK_TEXTS[0], (25.0, 34.0)),
        (SuperKind.RISK, RISK_TEXTS[1], (34.0, 42.0)),
        (SuperKind.PROVISION, PROVISION, TIMES["provision"]),
    )
    rules = rule_set_for(LABEL, DAY)
    ad = PlannedAd(
        label=LABEL,
        duration_seconds=75,
        segments=segments,
        supers=tuple(AdSuper(kind=kind, text=text) for kind, text, _ in supers),
        synthetic_performer=False,
        rule_set=rules.version,
    )
    return Example(ad=ad, video=a_video(ad, [a_super(kind, text, *times) for kind, text, times in supers]), rules=rules)


def a_reminder() -> Example:
    """A reminder ad: the names and nothing else."""
    return _short(REMINDER, "Veloria. Samplezumab.", SuperKind.BRAND, "Veloria (samplezumab)")


def a_help_seeking_ad() -> Example:
    """An ad about a disease that names no drug."""
    return _short(HELP_SEEKING, "Plaque psoriasis is more than dry skin. Talk to a doctor.", SuperKind.OTHER, "Talk")


def _short(label: ProductLabel, said: str, kind: SuperKind, shown: str) -> Example:
    rules = rule_set_for(label, DAY)
    ad = PlannedAd(
        label=label,
        duration_seconds=15,
        segments=(AdSegment(id="brand", role=Role.BRAND, text=said),),
        supers=(AdSuper(kind=kind, text=shown),),
        synthetic_performer=False,
        rule_set=rules.version,
    )
    return Example(ad=ad, video=a_video(ad, [a_super(kind, shown, 1, 4)]), rules=rules)


def a_video(ad: PlannedAd, supers: list[ShownSuper]) -> MeasuredVideo:
    """Measurements of a file that is what was planned."""
    return MeasuredVideo(
        width=1920,
        height=1080,
        frame_rate=30,
        duration_seconds=75,
        sha256=FILE_HASH,
        segments=tuple(a_spoken_segment(one.id, one.text) for one in ad.segments),
        supers=tuple(supers),
        cuts=(4.0, 12.0, 20.0, 33.0, 45.0, 62.0),
        motion=tuple(MotionSample(at_seconds=second, energy=2 if 25 <= second <= 42 else 4) for second in range(75)),
        music_changes=(63.0,),
        moving_logos=(),
        pictures=PictureJudgement(person="Ada", agrees=True, reason="Adults with clear arms, as in the study"),
        provenance_actions=("c2pa.created",),
        digital_source_types=("compositeWithTrainedAlgorithmicMedia",),
        approvals=approvals(),
        packet=PACKET_PARTS,
    )


def a_spoken_segment(name: str, text: str) -> SpokenSegment:
    """A segment that is heard as it should be."""
    return SpokenSegment(
        segment_id=name,
        start_seconds=TIMES[name][0],
        end_seconds=TIMES[name][1],
        voice_lufs=-18,
        has_music=True,
        music_lufs=-32,
        has_lyrics=False,
        has_effects=False,
        heard=text,
    )


def approvals() -> tuple[ApprovalEntry, ...]:
    """Two approvals in a chain, of the script and of the file."""
    found: list[ApprovalEntry] = []
    for role, person, artifact in (("medical", "Grace", "b" * 64), ("legal", "Ada", FILE_HASH)):
        found.append(approval_after(found, role=role, person=person, artifact_sha256=artifact, at=NOON))
    return tuple(found)
