"""Where a product may stand in a picture that is written on: as large as the free part lets it be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.area import Area, free_areas
from omnigen.domain.timeline import Canvas

TEXT_GAP = 0.012
"""Between the product and what is written above or below it, as a share of the picture's height."""

ASIDE = {"wide": 0.08, "square": 0.08, "tall": 0.17}
"""A product that moves aside stays so far from the left and the right edge, as a share of the picture's width.

Platforms lay icons over an edge of tall pictures.
"""

AWAY_COST = 1.0
"""Of its usual height, what a product may lose to stand a whole picture nearer to its usual place."""

CAMERA_ROOM = 1.07
"""By how much the camera may come nearer to a product between texts; it needs some of it to be seen to move."""


@dataclass(frozen=True, kw_only=True)
class FreePlace:
    """How a product comes into a free part of the picture: its scale, and by how many pixels of the canvas it moves."""

    room: Area
    """The free part, in shares of the picture."""

    scale: float
    lower: float
    aside: float
    worth: float


def free_place(usual: Area, texts: Sequence[Area], canvas: Canvas) -> FreePlace | None:
    """The best place for a product that usually takes this part of the canvas, in pixels; None where there is none."""
    gap, margin = TEXT_GAP * canvas.height, ASIDE[shape_of(canvas)]
    whole = Area(
        left=min(margin * canvas.width, usual.left),
        top=0,
        right=max((1 - margin) * canvas.width, usual.right),
        bottom=usual.bottom + (CAMERA_ROOM - 1) / 2 * usual.height,
    )
    rooms = free_areas(whole, [one.grown(gap, gap) for one in texts])
    return max((_moved_into(room, usual, canvas) for room in rooms), key=lambda place: place.worth, default=None)


def _moved_into(room: Area, usual: Area, canvas: Canvas) -> FreePlace:
    """The product as large as the room lets it be while the camera comes nearer, and as near to its usual place."""
    scale = min(room.width / CAMERA_ROOM / usual.width, room.height / CAMERA_ROOM / usual.height, 1)
    half, high = usual.width * scale / 2, usual.height * scale
    free = (CAMERA_ROOM - 1) / 2 * high
    centre = min(max(usual.centre, room.left + half), room.right - half)
    bottom = min(max(usual.bottom, room.top + high + free), room.bottom - free)
    away = abs(centre - usual.centre) / canvas.width + abs(bottom - usual.bottom) / canvas.height
    return FreePlace(
        room=room.scaled(1 / canvas.width, 1 / canvas.height),
        scale=scale,
        lower=bottom - usual.bottom,
        aside=centre - usual.centre,
        worth=scale - AWAY_COST * away,
    )


def shape_of(canvas: Canvas) -> str:
    """`wide`, `square` or `tall`."""
    ratio = canvas.width / canvas.height
    return "wide" if ratio > 1.2 else "tall" if ratio < 0.8 else "square"
