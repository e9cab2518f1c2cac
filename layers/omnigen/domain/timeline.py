"""The cut: shots, voices, captions and text overlays in whole frames and samples, which sum exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from omnigen.domain.caption_words import CaptionWord, written_words
from omnigen.domain.captions import Cue
from omnigen.domain.cue_cutting import CaptionRules, cut_cues, without_flicker
from omnigen.domain.line_breaking import characters
from omnigen.domain.storyboard import Transition
from omnigen.domain.supers import Super
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE, to_samples, to_seconds
from omnigen.domain.word_alignment import align

Box = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom as shares of a picture."""

TITLE_FRAMES = 66
END_CARD_FRAMES = 72
NAME_FRAMES = 84
MIN_OVERLAY_FRAMES = 24
"""On-screen text that cannot stand for a second is left out."""


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

    def __post_init__(self) -> None:
        if not self.shots:
            raise ValueError("A cut needs at least one shot")
        for number, shot in enumerate(self.shots):
            self._check_shot(number, shot)
        if any(voice.start_sample < 0 or voice.end_sample > self.samples for voice in self.voices):
            raise ValueError("A voice is heard outside the cut; give it a start and a length within it")
        if any(not 0 <= cue.start < cue.end <= self.frames for cue in self.cues):
            raise ValueError("A caption stands outside the cut")
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

    @property
    def frames(self) -> int:
        """Frames in the cut: the sum of its shots, whatever the transitions."""
        return sum(shot.frames for shot in self.shots)

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

    def outgoing(self, number: int) -> int:
        """Frames for which a shot runs on under the next one."""
        return self.shots[number + 1].transition_frames if number + 1 < len(self.shots) else 0

    def source_frames(self, number: int) -> int:
        """Frames of its own clip that a shot needs."""
        return self.shots[number].frames + self.outgoing(number)


def plan_timeline(  # noqa: PLR0913 - everything that is seen and heard
    canvas: Canvas,
    shots: Sequence[TimelineShot],
    voices: Sequence[Voice] = (),
    *,
    title: str = "",
    product_name: str = "",
    call_to_action: str = "",
    small_print: SmallPrint = SmallPrint(),
    disclosure: Overlay | None = None,
    captions: CaptionRules | None = None,
) -> Timeline:
    """The cut of these shots and voices, with captions for what is said and text overlays where they have room.

    By default lines of captions are measured in characters. `disclosure` comes before other overlays.
    """
    rules = captions or CaptionRules(fits=characters(_usual_line(canvas)))
    bare = Timeline(canvas=canvas, shots=tuple(shots))
    ends = {shot.scene_id: start + shot.frames for shot, start in zip(bare.shots, bare.starts, strict=True)}
    return Timeline(
        canvas=canvas,
        shots=tuple(shots),
        voices=tuple(voices),
        cues=_cues(bare, voices, ends, rules),
        overlays=(
            *((disclosure,) if disclosure else ()),
            *_overlays(bare, title, product_name, call_to_action, small_print),
        ),
    )


def _usual_line(canvas: Canvas) -> int:
    """Characters on a line: 42 is the broadcast rule for wide pictures; narrower ones hold fewer at a readable size."""
    shape = Fraction(canvas.width, canvas.height)
    return 42 if shape > Fraction(4, 3) else 30 if shape > Fraction(3, 4) else 24


def _cues(cut: Timeline, voices: Sequence[Voice], ends: Mapping[str, int], rules: CaptionRules) -> tuple[Cue, ...]:
    cues: list[Cue] = []
    ordered = sorted(voices, key=lambda voice: voice.start_sample)
    for number, voice in enumerate(ordered):
        following = _frame(ordered[number + 1].start_sample, cut.canvas) if number + 1 < len(ordered) else cut.frames
        spoken_out = _frame(voice.end_sample, cut.canvas) + 1
        ceiling = min(following, cut.frames, max(ends.get(voice.scene_id, cut.frames), spoken_out))
        words = timed_words(voice, cut.canvas, rules.language)
        cues += cut_cues(words, rules, ceiling, cut.canvas.rate)
    return tuple(without_flicker(cues))


def timed_words(voice: Voice, canvas: Canvas, language: str) -> list[CaptionWord]:
    """The words of a voice in frames of the cut, spelled as in its text where it has one."""
    start, end = _frame(voice.start_sample, canvas), _frame(voice.end_sample, canvas)
    shift = Fraction(voice.start_sample - voice.skip_samples, SAMPLE_RATE)
    heard = []
    floor = start
    for word in voice.words:
        floor = max(round((Fraction(word.start_seconds) + shift) * canvas.rate), floor)
        until = max(round((Fraction(word.end_seconds) + shift) * canvas.rate), floor + 1)
        heard.append(CaptionWord(text=word.text, start=floor, end=until))
    return align(written_words(voice.text, language), heard, start, end, language) if voice.text else heard


def _frame(sample: int, canvas: Canvas) -> int:
    """The frame nearest to a sample."""
    return round(Fraction(sample, SAMPLE_RATE) * canvas.rate)


def _overlays(
    cut: Timeline, title: str, product_name: str, call_to_action: str, small_print: SmallPrint
) -> tuple[Overlay, ...]:
    """Title, product name and end card, in this order; each only where it can stand long enough to be read."""
    gap = 6
    card = min(END_CARD_FRAMES, cut.frames // 3) if call_to_action or product_name or small_print else 0
    free = cut.frames - card
    overlays: list[Overlay] = []
    if title:
        overlays.append(Overlay(kind="title", start=gap, end=min(gap + TITLE_FRAMES, free // 2), text=title))
    overlays += _plates(cut, product_name, overlays[-1].end + gap if overlays else gap, free - gap)
    if card:
        overlays.append(
            Overlay(
                kind="end_card",
                start=free,
                end=cut.frames,
                text=product_name,
                detail=call_to_action,
                small_print=small_print,
            )
        )
    return tuple(overlay for overlay in overlays if overlay.end - overlay.start >= MIN_OVERLAY_FRAMES)


def _plates(cut: Timeline, product_name: str, earliest: int, latest: int) -> Iterator[Overlay]:
    """The name over the first later shot that shows the product, and facts over the shots that they belong to."""
    gap, named = 6, False
    for number, (shot, begins) in enumerate(zip(cut.shots, cut.starts, strict=True)):
        start = begins + shot.transition_frames + gap
        end = min(start + NAME_FRAMES, begins + shot.frames - gap, latest)
        if shot.on_screen_text:
            if end - start >= MIN_OVERLAY_FRAMES:
                yield Overlay(kind="on_screen_text", start=start, end=end, text=shot.on_screen_text)
        elif number and product_name and shot.may_be_named and not shot.shows_product and not named:
            start = max(start, earliest)
            named = end - start >= MIN_OVERLAY_FRAMES
            if named:
                yield Overlay(kind="product_name", start=start, end=end, text=product_name)
