"""The finished file as it was measured: what the rules on the finished file read.

Seconds count from the start of the video, boxes are in pixels from its upper left corner. None means that a thing was
not measured: the rules that need it then ask for a person, and never pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from omnigen.compliance.ad import MAX_SUPER_CHARACTERS, MAX_SUPERS, PlannedAd, Role, SuperKind
from omnigen.domain.approvals import ApprovalEntry
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.brief_texts import Line
from omnigen.domain.strict_model import StrictModel

Seconds = Annotated[float, Field(ge=0, le=600)]
Pixels = Annotated[float, Field(ge=-10_000, le=10_000)]
Text = Annotated[str, Field(max_length=MAX_SUPER_CHARACTERS)]

SAME_PASSAGE_SECONDS = 0.5
"""Segments of risk that are less than this apart are one passage: its super may stand through the pause."""


class PixelBox(StrictModel):
    """A rectangle of the picture."""

    left: Pixels
    top: Pixels
    right: Pixels
    bottom: Pixels

    def overlaps(self, other: PixelBox) -> bool:
        """Whether the two have any area in common."""
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.bottom, other.bottom) > max(self.top, other.top)
        )  # fmt: skip


class TimeSpan(NamedTuple):
    """A stretch of the video."""

    start_seconds: float
    end_seconds: float

    @property
    def length(self) -> float:
        """In seconds, never negative."""
        return max(0.0, self.end_seconds - self.start_seconds)

    def shared(self, other: TimeSpan) -> float:
        """Seconds that both cover."""
        return TimeSpan(
            max(self.start_seconds, other.start_seconds), min(self.end_seconds, other.end_seconds)
        ).length  # fmt: skip


class TimedPart(StrictModel):
    """A part of the video: from when until when."""

    start_seconds: Seconds
    end_seconds: Seconds

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end_seconds <= self.start_seconds:
            raise PydanticCustomError(
                "times", "end_seconds must be after start_seconds, {start}", {"start": self.start_seconds}
            )
        return self

    @property
    def span(self) -> TimeSpan:
        """When it is seen or heard."""
        return TimeSpan(self.start_seconds, self.end_seconds)


class SpokenSegment(TimedPart):
    """A segment as it is heard: when, how loud the voice and the music under it are, and what a recogniser understood.

    Loudness is in LUFS; without music under it `music_lufs` is None and `has_music` false.
    """

    segment_id: Annotated[str, Field(max_length=80)]
    voice_lufs: float | None = None
    has_music: bool | None = None
    music_lufs: float | None = None
    has_lyrics: bool | None = None
    has_effects: bool | None = None
    heard: Text | None = None


class ShownName(StrictModel):
    """A brand or generic name within a super: its size, weight (100 to 900), contrast ratio and place."""

    name: Line
    font_px: Annotated[float, Field(gt=0, le=10_000)]
    weight: Annotated[int, Field(ge=1, le=1000)]
    contrast: Annotated[float, Field(ge=1, le=21)]
    box: PixelBox


class ShownSuper(TimedPart):
    """A super as it is seen.

    `contrast` is the 5th percentile of the contrast ratio of its letters to what is behind them, in the worst sampled
    frame. `read_text` is what a recogniser read in the final frame. `lines` are the lines as they were drawn.
    """

    kind: SuperKind
    text: Text
    box: PixelBox
    cap_height_px: Annotated[float, Field(gt=0, le=10_000)]
    contrast: Annotated[float, Field(ge=1, le=21)] | None = None
    drawn_by_program: bool = True
    read_text: Text | None = None
    lines: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    names: Annotated[tuple[ShownName, ...], Field(max_length=20)] = ()


class MotionSample(StrictModel):
    """Mean absolute difference between two frames, at a second of the video."""

    at_seconds: Seconds
    energy: Annotated[float, Field(ge=0)]


class PictureJudgement(StrictModel):
    """What a named person says about pictures and claims agreeing."""

    person: Line
    agrees: bool
    reason: Line


class MeasuredVideo(StrictModel):
    """All that the rules on the finished file read.

    `covered` are the parts of the picture that the platform covers. `moving_logos` are pairs of seconds.
    `digital_source_types` are those of the signed provenance, IPTC names. `packet` names what the review packet holds.
    """

    width: Annotated[int, Field(ge=16, le=8192)]
    height: Annotated[int, Field(ge=16, le=8192)]
    frame_rate: Annotated[float, Field(gt=0, le=240)]
    duration_seconds: Annotated[float, Field(gt=0, le=600)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    segments: Annotated[tuple[SpokenSegment, ...], Field(max_length=4 * MAX_SCENES)] = ()
    supers: Annotated[tuple[ShownSuper, ...], Field(max_length=MAX_SUPERS)] = ()
    covered: Annotated[tuple[PixelBox, ...], Field(max_length=20)] = ()
    cuts: Annotated[tuple[Seconds, ...], Field(max_length=10_000)] | None = None
    motion: Annotated[tuple[MotionSample, ...], Field(max_length=100_000)] | None = None
    music_changes: Annotated[tuple[Seconds, ...], Field(max_length=1_000)] | None = None
    moving_logos: Annotated[tuple[tuple[Seconds, Seconds], ...], Field(max_length=1_000)] | None = None
    pictures: PictureJudgement | None = None
    provenance_actions: Annotated[tuple[Line, ...], Field(max_length=100)] | None = None
    digital_source_types: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    approvals: Annotated[tuple[ApprovalEntry, ...], Field(max_length=200)] | None = None
    packet: Annotated[tuple[Line, ...], Field(max_length=100)] | None = None

    def spoken(self, ad: PlannedAd, *roles: Role) -> list[tuple[SpokenSegment, str, Role]]:
        """The segments of these roles as they are heard, with the planned text and role, in order of time."""
        planned = {segment.id: segment for segment in ad.said(*roles)}
        found = [(one, planned[one.segment_id]) for one in self.segments if one.segment_id in planned]
        return [(one, plan.text, plan.role) for one, plan in sorted(found, key=lambda pair: pair[0].start_seconds)]

    def shown(self, *kinds: SuperKind) -> list[tuple[int, ShownSuper]]:
        """The supers of these kinds with their numbers, in order of time."""
        found = [(number, one) for number, one in enumerate(self.supers) if one.kind in kinds]
        return sorted(found, key=lambda pair: pair[1].start_seconds)


class MeasuredAd(StrictModel):
    """A finished file with the ad that was planned: all that is needed to check it, now or by later rules."""

    ad: PlannedAd
    video: MeasuredVideo


def passages(segments: Sequence[SpokenSegment]) -> list[TimeSpan]:
    """The stretches in which these segments are heard without a pause of half a second."""
    found: list[TimeSpan] = []
    for one in sorted(segments, key=lambda segment: segment.start_seconds):
        if found and one.start_seconds - found[-1].end_seconds <= SAME_PASSAGE_SECONDS:
            found[-1] = TimeSpan(found[-1].start_seconds, max(found[-1].end_seconds, one.end_seconds))
        else:
            found.append(one.span)
    return found
