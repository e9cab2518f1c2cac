"""Splits the cut into segments: parts of one shot alone, and overlaps of two neighbours in a transition."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Timeline


@dataclass(frozen=True, kw_only=True)
class FrameRange:
    """Frames `[start, end)` of a shot's own picture, counted from its beginning."""

    shot: int
    start: int
    end: int


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
                    over=FrameRange(shot=number, start=0, end=incoming),
                    under=FrameRange(shot=number - 1, start=before, end=before + incoming),
                    transition=shot.transition,
                )
            )
        body = FrameRange(shot=number, start=incoming, end=shot.frames)
        parts.append(CutSegment(start=start + incoming, over=body))
    return parts
