"""Plans closer views inside clips that are longer than a shot of an ad lasts, at pauses of the voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from omnigen.domain.punch_in import PunchIn
from omnigen.domain.timeline import Timeline

MAX_SHOT_FRAMES = 96
"""Four seconds: a picture that is seen longer is cut to another view."""

MIN_SHOT_FRAMES = 48
"""Two seconds: no view is seen shorter."""

USUAL_ZOOM = Decimal("1.5")

_SPOKEN_COST = 1.0
_WORD_COST = 0.4
"""A cut between two words that belong together; in a pause it costs nothing."""

_JOIN_GAIN = 0.5
"""A cut where one clip goes on into the next is better than one inside a clip."""


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """Neighbouring shots `[first, last]` that are one picture for the viewer, seen in the frames `[start, end)`."""

    first: int
    last: int
    start: int
    end: int


def with_punch_ins(cut: Timeline) -> Timeline:
    """The cut with a closer view in every picture that would stay longer than `MAX_SHOT_FRAMES`, around its middle.

    Views change between words; the length of the cut, its shots and its texts stay. The last picture before an end card
    is seen whole. Shots that may not be cut to a closer view stay as they are.
    """
    views: dict[int, list[PunchIn]] = {}
    words = _frame_costs(cut)
    for stretch in _stretches(cut):
        borders = _borders(cut, stretch, words)
        parts = len(borders) - 1
        is_last = stretch.last == len(cut.shots) - 1
        starts_near = parts % 2 == 0 if is_last else cut.shots[stretch.first].nearness == "near"
        for number, (start, end) in enumerate(pairwise(borders)):
            if parts > 1 and (number % 2 == 0) == starts_near:
                for shot, view in _views(cut, stretch, start, end):
                    views.setdefault(shot, []).append(view)
    shots = [replace(shot, punch_ins=tuple(views.get(number, ()))) for number, shot in enumerate(cut.shots)]
    return replace(cut, shots=tuple(shots))


def _stretches(cut: Timeline) -> Iterator[_Stretch]:
    """Runs of shots that go on from one another, as far as all of them may be cut to a closer view."""
    card = next((one.start for one in cut.overlays if one.kind == "end_card"), cut.frames)
    number = 0
    while number < len(cut.shots):
        last = number
        while last + 1 < len(cut.shots) and cut.shots[last + 1].continues:
            last += 1
        if all(shot.may_punch_in for shot in cut.shots[number : last + 1]):
            start, end = cut.starts[number], min(cut.starts[last] + cut.shots[last].frames, card)
            yield _Stretch(first=number, last=last, start=start, end=end)
        number = last + 1


def _frame_costs(cut: Timeline) -> Mapping[int, float]:
    """How little a cut suits each frame in which somebody speaks."""
    costs: dict[int, float] = {}
    for cue in cut.cues:
        for word, following in zip(cue.words, [*cue.words[1:], None], strict=True):
            costs.update(dict.fromkeys(range(word.start + 1, word.end), _SPOKEN_COST))
            if following and following.start - word.end < 2 and not word.ends:
                costs[following.start] = _WORD_COST
    return costs


def _borders(cut: Timeline, stretch: _Stretch, words: Mapping[int, float]) -> list[int]:
    """The frames at which a stretch begins, its views change, and it ends; only these two where it needs no change."""
    length = stretch.end - stretch.start
    parts = -(-length // MAX_SHOT_FRAMES)
    if parts < 2 or length < parts * MIN_SHOT_FRAMES:
        return [stretch.start, stretch.end]
    joins = {cut.starts[number] for number in range(stretch.first + 1, stretch.last + 1)}
    closed = _closed(cut, stretch)
    ideal = length / parts
    best: list[dict[int, tuple[float, int]]] = [{stretch.start: (0.0, -1)}]
    for _ in range(parts):
        reached: dict[int, tuple[float, int]] = {}
        for start, (known, _) in best[-1].items():
            for frame in range(start + MIN_SHOT_FRAMES, min(start + MAX_SHOT_FRAMES, stretch.end) + 1):
                if frame in closed:
                    continue
                away = (frame - start - ideal) / MIN_SHOT_FRAMES
                cost = known + away * away + words.get(frame, 0.0) - (_JOIN_GAIN if frame in joins else 0.0)
                if cost < reached.get(frame, (float("inf"), 0))[0]:
                    reached[frame] = (cost, start)
        best.append(reached)
    if stretch.end not in best[-1]:
        return [stretch.start, stretch.end]
    borders = [stretch.end]
    for reached in reversed(best[1:]):
        borders.append(reached[borders[-1]][1])
    return borders[::-1]


def _closed(cut: Timeline, stretch: _Stretch) -> set[int]:
    """Frames in the middle of a transition."""
    return {
        frame
        for number in range(stretch.first, stretch.last + 1)
        for frame in range(cut.starts[number] + 1, cut.starts[number] + cut.shots[number].transition_frames)
    }


def _views(cut: Timeline, stretch: _Stretch, start: int, end: int) -> Iterator[tuple[int, PunchIn]]:
    """A closer view of the frames `[start, end)` of the cut, for each shot that it is seen in."""
    for number in range(stretch.first, stretch.last + 1):
        shot, begins = cut.shots[number], cut.starts[number]
        first, last = max(start - begins, 0), min(end - begins, shot.frames)
        if first < last:
            until = cut.source_frames(number) if last == shot.frames else last
            yield number, PunchIn(start=first, end=until, zoom=USUAL_ZOOM)
