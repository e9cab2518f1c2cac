"""Punch-ins: cuts from a clip to a closer view of the same clip, so that one bought clip gives several shots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class PunchIn:
    """Frames `[start, end)` of a shot's own picture that are seen closer.

    The view has the shape of the whole picture, is `zoom` times nearer, and has its centre at `x`, `y` (shares of the
    picture from the left and from the top); it lies within the picture.
    """

    start: int
    end: int
    zoom: Decimal
    x: Decimal = Decimal("0.5")
    y: Decimal = Decimal("0.5")

    @property
    def facts(self) -> list[str]:
        """What decides how its frames look."""
        return [str(self.zoom.normalize()), str(self.x.normalize()), str(self.y.normalize())]


def punch_in_at(punch_ins: Sequence[PunchIn], frame: int) -> PunchIn | None:
    """The one in which a frame of the shot lies; None where the whole picture is seen."""
    return next((one for one in punch_ins if one.start <= frame < one.end), None)


def punch_in_complaint(punch_ins: Sequence[PunchIn], incoming: int, frames: int, outgoing: int) -> str:
    """Why a shot cannot have them; empty when it can.

    The shot comes in over `incoming` frames, lasts `frames`, and runs on for `outgoing` under the next one: no view may
    change while two shots are seen at once.
    """
    for one in punch_ins:
        if not 0 <= one.start < one.end <= frames + outgoing:
            return f"a closer view lies within the shot, not in the frames {one.start} to {one.end}"
        if 0 < one.start < incoming or one.start >= frames or frames < one.end < frames + outgoing:
            return "the view changes in the middle of a transition"
        half = Decimal("0.5") / one.zoom if one.zoom > 1 else Decimal(1)
        if not all(half <= centre <= 1 - half for centre in (one.x, one.y)):
            return f"a view {one.zoom} times as near around {one.x}, {one.y} does not lie within the picture"
    if any(later.start < earlier.end for earlier, later in pairwise(punch_ins)):
        return "two closer views are seen at once"
    return ""
