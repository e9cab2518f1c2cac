"""The design of everything written on the picture: sizes, and the area that no platform covers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.placement import CoveredZone
from omnigen.domain.timeline import Canvas
from omnigen.rendering.area import Area
from omnigen.rendering.text.ass import EM_PER_SIZE
from omnigen.rendering.text.fonts import face_of, outline

GAP = 0.01
"""Distance from a covered zone, as a share of the picture's shorter side."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """Sizes for one aspect ratio, and the area that text may use, in pixels of the canvas."""

    area: Area
    middle: float
    """Half of the picture's height."""

    caption_em: float
    title_em: float
    name_em: float
    card_em: float
    unit: float
    centred: bool


def design(canvas: Canvas, covered: Sequence[CoveredZone] = ()) -> Design:
    """The design for a canvas: its usual margins, and clear of what a platform covers."""
    width, height = canvas.width, canvas.height
    unit = min(width, height) / 720
    shape = Fraction(width, height)
    if shape > Fraction(4, 3):
        usual, em = Area(left=0.06, top=0.13, right=0.94, bottom=0.925), 33
    elif shape > Fraction(3, 4):
        usual, em = Area(left=0.07, top=0.11, right=0.93, bottom=0.925), 34
    else:
        usual, em = Area(left=0.085, top=0.15, right=0.915, bottom=0.78), 40
    clear = clear_area(usual, covered, GAP * min(width, height) / width, GAP * min(width, height) / height)
    return Design(
        area=Area(
            left=clear.left * width, top=clear.top * height, right=clear.right * width, bottom=clear.bottom * height
        ),
        middle=height / 2,
        caption_em=em * unit,
        title_em=66 * unit,
        name_em=36 * unit,
        card_em=76 * unit,
        unit=unit,
        centred=shape <= Fraction(4, 3),
    )


def clear_area(area: Area, covered: Sequence[CoveredZone], gap_x: float = 0, gap_y: float = 0) -> Area:
    """The area less what is covered: of each zone the side is cut off that leaves most."""
    for zone in sorted(covered, key=_extent, reverse=True):
        left, top = float(zone.left) - gap_x, float(zone.top) - gap_y
        right, bottom = float(zone.right) + gap_x, float(zone.bottom) + gap_y
        if right <= area.left or left >= area.right or bottom <= area.top or top >= area.bottom:
            continue
        rest = (
            Area(left=area.left, top=bottom, right=area.right, bottom=area.bottom),
            Area(left=area.left, top=area.top, right=area.right, bottom=top),
            Area(left=right, top=area.top, right=area.right, bottom=area.bottom),
            Area(left=area.left, top=area.top, right=left, bottom=area.bottom),
        )
        area = max(rest, key=lambda one: max(one.width, 0) * max(one.height, 0))
    return area


def text_height(text: str, lines: int, em: float, language: str) -> float:
    """Height of lines as libass sets them: each as high as the highest font in it, ascender to descender."""
    faces = {face for character in text if (face := face_of(character, language))}
    return lines * em * max((outline(face).height for face in faces), default=EM_PER_SIZE)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def _extent(zone: CoveredZone) -> float:
    return float((zone.right - zone.left) * (zone.bottom - zone.top))
