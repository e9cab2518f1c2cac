"""Splits the cut into segments: views of one shot alone, and overlaps of two neighbours in a transition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from omnigen.domain.punch_in import PunchIn, punch_in_at
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Timeline


@dataclass(frozen=True, kw_only=True)
class FrameRange:
    """Frames `[start, end)` of a shot's own picture, counted from its beginning, seen whole or closer."""

    shot: int
    start: int
    end: int
    punch_in: PunchIn | None = None


@dataclass(frozen=True, kw_only=True)
class CutSegment:
    """A stretch of the cut from `start` on: one shot alone, or `over` blending in over `under`."""

    start: int
    over: FrameRange
    under: FrameRange | None = None
    transition: Transition = Transition.CUT

    @property
    def frames(self) -> int:
        """Its length."""
        return self.over.end - self.over.start

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.frames

    @property
    def spans(self) -> tuple[FrameRange, ...]:
        """The frame ranges that it needs of its shots, in order."""
        return (self.under, self.over) if self.under else (self.over,)


def cut_segments(cut: Timeline) -> list[CutSegment]:
    """All segments in order; their frames sum to the cut's."""
    parts: list[CutSegment] = []
    for number, (shot, start) in enumerate(zip(cut.shots, cut.starts, strict=True)):
        incoming = shot.transition_frames
        if incoming:
            before = cut.shots[number - 1].frames
            parts.append(
                CutSegment(
                    start=start,
                    over=_range(cut, number, 0, incoming),
                    under=_range(cut, number - 1, before, before + incoming),
                    transition=shot.transition,
                )
            )
        for first, end in pairwise([incoming, *shot.picture_changes, shot.frames]):
            parts.append(CutSegment(start=start + first, over=_range(cut, number, first, end)))
    return parts


def _range(cut: Timeline, shot: int, start: int, end: int) -> FrameRange:
    return FrameRange(shot=shot, start=start, end=end, punch_in=punch_in_at(cut.shots[shot].punch_ins, start))
