"""Where a subject stands and how high it is, clear of what will be written over the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.area import Area, free_areas

PICTURE = Area(left=0.03, top=0.03, right=0.97, bottom=0.96)
"""What a subject that is moved may take of the picture."""

GAP_ACROSS, GAP_DOWN = 0.02, 0.026
"""Between a subject and a text, as shares of the picture: a clip's camera comes nearer, and the subject moves."""

SMALLEST = 0.1
"""A subject is at least so high, as a share of the picture's height."""

_AWAY_COST = 0.6
"""Of the subject's usual height, what it may lose to stand a whole picture nearer to its usual place."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A subject's middle and foot as shares of the picture, and its height as a share of the picture's."""

    x: float
    ground: float
    high: float

    def box(self, breadth: float) -> Area:
        """What it takes of the picture; `breadth` is its width, in picture widths, by its height."""
        half = self.high * breadth / 2
        return Area(left=self.x - half, top=self.ground - self.high, right=self.x + half, bottom=self.ground)


def clear_of(texts: Sequence[Area], usual: Standing, breadth: float) -> Standing:
    """The largest standing that none of the texts covers, near the usual one.

    The usual one where no text covers it, or where the texts leave no room in which it could be seen.
    """
    taken = [text.grown(GAP_ACROSS, GAP_DOWN) for text in texts]
    if not any(one.overlaps(usual.box(breadth)) for one in taken):
        return usual
    places = [_in(room, usual, breadth) for room in free_areas(PICTURE, taken)]
    best = max(places, key=lambda place: _worth(place, usual), default=usual)
    return best if best.high >= min(SMALLEST, usual.high) else usual


def widest_room(texts: Sequence[Area], within: Area) -> Area:
    """The largest part of an area that no text covers; the area itself where texts cover all of it."""
    taken = [text.grown(GAP_ACROSS, GAP_DOWN) for text in texts]
    return max(free_areas(within, taken), key=lambda room: room.width * room.height, default=within)


def _in(room: Area, usual: Standing, breadth: float) -> Standing:
    high = min(usual.high, room.height, room.width / breadth)
    half = high * breadth / 2
    return Standing(
        x=min(max(usual.x, room.left + half), room.right - half),
        ground=min(max(usual.ground, room.top + high), room.bottom),
        high=high,
    )


def _worth(place: Standing, usual: Standing) -> float:
    away = abs(place.x - usual.x) + abs(place.ground - usual.ground)
    return place.high / usual.high - _AWAY_COST * away
