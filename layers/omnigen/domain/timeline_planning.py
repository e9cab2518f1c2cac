"""Plans the cut: when captions and texts stand, for the shots and voices that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from omnigen.domain.caption_words import CaptionWord, written_words
from omnigen.domain.captions import Cue
from omnigen.domain.cue_cutting import CaptionRules, cut_cues, without_flicker
from omnigen.domain.line_breaking import characters
from omnigen.domain.shot_borders import card_frames
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Overlay, SmallPrint, Timeline, TimelineShot, Voice
from omnigen.domain.word_alignment import align

NO_SMALL_PRINT = SmallPrint()
TITLE_FRAMES = 66
MIN_TITLE_FRAMES = 48
"""A title that leaves with the first picture stands for two seconds at least."""

END_CARD_FRAMES = 72
NAME_FRAMES = 84
LINGER_FRAMES = 12
"""So long the last caption of a voice may stay, if it could not be read by then: into the next picture, too."""

MIN_OVERLAY_FRAMES = 24
"""On-screen text that cannot stand for a second is left out."""


def plan_timeline(  # noqa: PLR0913 - everything that is seen and heard
    canvas: Canvas,
    shots: Sequence[TimelineShot],
    voices: Sequence[Voice] = (),
    *,
    title: str = "",
    product_name: str = "",
    call_to_action: str = "",
    small_print: SmallPrint = NO_SMALL_PRINT,
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
        spoken_out = _frame(voice.end_sample, cut.canvas) + LINGER_FRAMES
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
    card = card_frames(cut.shots, END_CARD_FRAMES) if call_to_action or product_name or small_print else 0
    free = cut.frames - card
    overlays: list[Overlay] = []
    if title:
        overlays.append(Overlay(kind="title", start=gap, end=min(_title_end(cut, gap), free // 2), text=title))
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


def _title_end(cut: Timeline, start: int) -> int:
    """The title goes with the picture over which it came, if it was read by then."""
    first = cut.shots[0].frames
    return first if MIN_TITLE_FRAMES <= first - start < TITLE_FRAMES else start + TITLE_FRAMES


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
