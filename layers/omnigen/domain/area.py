"""A rectangle in a picture, and the free ones between others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, kw_only=True)
class Area:
    """A part of the picture, in any unit."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Its horizontal middle."""
        return (self.left + self.right) / 2

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    def overlaps(self, other: Area) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def contains(self, other: Area) -> bool:
        """Whether the other one lies within it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def grown(self, across: float, down: float) -> Area:
        """The area with so much more at the left and right, and above and below."""
        return Area(left=self.left - across, top=self.top - down, right=self.right + across, bottom=self.bottom + down)

    def scaled(self, across: float, down: float) -> Area:
        """The same area in other units, of which each of its own has so many."""
        return Area(left=self.left * across, top=self.top * down, right=self.right * across, bottom=self.bottom * down)


def free_areas(whole: Area, taken: Sequence[Area]) -> Iterator[Area]:
    """The rectangles of the whole that overlap none of the taken ones; each reaches to an edge or one of them."""
    inside = [one for one in taken if one.overlaps(whole)]
    lefts = sorted({whole.left, *(one.right for one in inside if one.right < whole.right)})
    rights = sorted({whole.right, *(one.left for one in inside if one.left > whole.left)})
    tops = sorted({whole.top, *(one.bottom for one in inside if one.bottom < whole.bottom)})
    bottoms = sorted({whole.bottom, *(one.top for one in inside if one.top > whole.top)})
    for left, right, top, bottom in product(lefts, rights, tops, bottoms):
        area = Area(left=left, top=top, right=right, bottom=bottom)
        if left < right and top < bottom and not any(area.overlaps(one) for one in inside):
            yield area


def room_around(box: Area, taken: Sequence[Area]) -> Area | None:
    """The largest rectangle of a picture, all in its shares, that contains the box and overlaps none of the taken ones.

    None where one of them overlaps the box.
    """
    rooms = [room for room in free_areas(Area(left=0, top=0, right=1, bottom=1), taken) if room.contains(box)]
    return max(rooms, key=lambda room: room.width * room.height, default=None)
