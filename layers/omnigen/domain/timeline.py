"""The cut: shots, voices, captions and text overlays in whole frames and samples, which sum exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from omnigen.domain.captions import Cue
from omnigen.domain.punch_in import PunchIn, punch_in_complaint
from omnigen.domain.storyboard import Transition
from omnigen.domain.supers import Super
from omnigen.domain.timebase import FRAME_RATE, to_samples, to_seconds

Box = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom as shares of a picture."""


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """The picture that is made: even sizes in pixels, frames per second."""

    width: int
    height: int
    rate: Fraction = FRAME_RATE

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2 or min(self.width, self.height) < 16:
            raise ValueError(f"A canvas has even sides of at least 16 pixels, not {self.width}x{self.height}")


@dataclass(frozen=True, kw_only=True)
class TimelineShot:
    """One scene as it stands in the cut.

    It is on screen for `frames`; the first `transition_frames` of them are shared with the shot before, whose picture
    runs on underneath.
    """

    scene_id: str
    frames: int
    transition: Transition = Transition.CUT
    transition_frames: int = 0
    kind: Literal["clip", "still"] = "clip"
    subject_box: Box | None = None
    nearness: Literal["far", "usual", "near"] = "usual"
    """How near a product is seen that is laid over a still."""

    shows_product: bool = False
    """A product is laid over its still; its label says its name."""

    seed: int = 0
    continues: bool = False
    """Whether it goes on from the last frame of the shot before."""

    may_be_named: bool = True
    """Whether the name of the product may stand over it, since the product is in the picture."""

    on_screen_text: str = ""
    """A fact that is read while the shot is seen."""

    available_frames: int | None = None
    """How many frames its picture has, those under the next transition included; None where there is no end to it."""

    may_punch_in: bool = False
    """Whether it may be cut to a closer view of itself: a bought clip in which nothing must stay whole."""

    punch_ins: tuple[PunchIn, ...] = ()

    @property
    def picture_changes(self) -> tuple[int, ...]:
        """Frames after its first at which another view of the same clip begins."""
        ends = {frame for one in self.punch_ins for frame in (one.start, one.end)}
        return tuple(sorted(frame for frame in ends if 0 < frame < self.frames))


@dataclass(frozen=True, kw_only=True)
class WordTiming:
    """When a word is heard, in seconds from the start of its recording."""

    text: str
    start_seconds: Decimal
    end_seconds: Decimal


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A recording and where it is heard: `samples` of it from `skip_samples` on, at `start_sample` of the cut.

    All samples are 48 kHz. `skip_samples` leaves out the silence a recording begins with. `aligned` tells that the
    times of its words were not given by the voice but found in the recording.
    """

    scene_id: str
    start_sample: int
    samples: int
    skip_samples: int = 0
    text: str = ""
    words: tuple[WordTiming, ...] = ()
    aligned: bool = False

    @property
    def end_sample(self) -> int:
        """The first sample after it."""
        return self.start_sample + self.samples


@dataclass(frozen=True, kw_only=True)
class SmallPrint:
    """What an end card says besides name and call to action: a tagline, a web address, a legal line."""

    tagline: str = ""
    url: str = ""
    legal: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.tagline or self.url or self.legal)


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """Text that stands on screen in the frames `[start, end)`.

    An end card has its call to action as `detail`, and what else it says as `small_print`.
    """

    kind: Literal["disclosure", "title", "product_name", "on_screen_text", "end_card"]
    start: int
    end: int
    text: str
    detail: str = ""
    small_print: SmallPrint = SmallPrint()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that it says."""
        parts = (self.text, self.detail, self.small_print.tagline, self.small_print.url, self.small_print.legal)
        return tuple(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The whole cut. `plan_timeline` builds one that keeps the rules; building it checks them."""

    canvas: Canvas
    shots: tuple[TimelineShot, ...]
    voices: tuple[Voice, ...] = ()
    cues: tuple[Cue, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    supers: tuple[Super, ...] = ()
    """Of an ad for a medicine, which has no other overlays."""

    intro_frames: int = 0
    outro_frames: int = 0
    """The first and the last shot are the user's own intro and outro, of so many frames; 0 where there are none."""

    def __post_init__(self) -> None:
        if not self.shots:
            raise ValueError("A cut needs at least one shot")
        for number, shot in enumerate(self.shots):
            self._check_shot(number, shot)
        if any(voice.start_sample < 0 or voice.end_sample > self.samples for voice in self.voices):
            raise ValueError("A voice is heard outside the cut; give it a start and a length within it")
        if any(not 0 <= cue.start < cue.end <= self.frames for cue in self.cues):
            raise ValueError("A caption stands outside the cut")
        if any(cue.start < self.story_start or cue.end > self.story_end for cue in self.cues):
            raise ValueError("A caption stands in the intro or the outro")
        if any(not 0 <= one.start < one.end <= self.frames for one in self.supers):
            raise ValueError("A super stands outside the cut")

    def _check_shot(self, number: int, shot: TimelineShot) -> None:
        if shot.frames < 1 or (number == 0 and shot.transition_frames):
            raise ValueError(f"Shot {shot.scene_id!r}: at least one frame, and nothing comes before the first shot")
        before = self.shots[number - 1]
        if number and not 0 <= shot.transition_frames <= min(shot.frames, before.frames) // 2:
            raise ValueError(f"The transition into {shot.scene_id!r} may take at most half of either shot")
        if (shot.transition is Transition.CUT) != (shot.transition_frames == 0):
            raise ValueError(f"Shot {shot.scene_id!r}: a cut takes no frames, every other transition takes some")
        if complaint := punch_in_complaint(shot.punch_ins, shot.transition_frames, shot.frames, self.outgoing(number)):
            raise ValueError(f"Shot {shot.scene_id!r}: {complaint}")
        if shot.punch_ins and shot.kind != "clip":
            raise ValueError(f"Shot {shot.scene_id!r}: only a clip is cut to a closer view, a still has its own move")

    @property
    def frames(self) -> int:
        """Frames in the cut: the sum of its shots, whatever the transitions."""
        return sum(shot.frames for shot in self.shots)

    @property
    def story_start(self) -> int:
        """The first frame after the intro."""
        return self.intro_frames

    @property
    def story_end(self) -> int:
        """The first frame of the outro; where there is none, that after the last."""
        return self.frames - self.outro_frames

    def in_bookends(self, frame: int) -> bool:
        """Whether a frame is one of the intro or the outro."""
        return not self.story_start <= frame < self.story_end

    @property
    def samples(self) -> int:
        """Audio samples in the cut."""
        return to_samples(self.frames, self.canvas.rate)

    @property
    def seconds(self) -> Fraction:
        """Length of the cut."""
        return to_seconds(self.frames, self.canvas.rate)

    @property
    def starts(self) -> tuple[int, ...]:
        """The frame at which each shot starts to come in."""
        return tuple(accumulate((shot.frames for shot in self.shots[:-1]), initial=0))

    @property
    def picture_starts(self) -> tuple[int, ...]:
        """The frame at which each shot and each view of one starts."""
        return tuple(
            start + change
            for start, shot in zip(self.starts, self.shots, strict=True)
            for change in (0, *shot.picture_changes)
        )

    def outgoing(self, number: int) -> int:
        """Frames for which a shot runs on under the next one."""
        return self.shots[number + 1].transition_frames if number + 1 < len(self.shots) else 0

    def source_frames(self, number: int) -> int:
        """Frames of its own clip that a shot needs."""
        return self.shots[number].frames + self.outgoing(number)
