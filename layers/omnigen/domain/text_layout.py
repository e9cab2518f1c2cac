"""Where text may stand in a picture, and its usual sizes: by the picture's shape and by what a platform covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.area import Area
from omnigen.domain.placement import CoveredZone

GAP = 0.01
"""Distance from a covered zone, as a share of the picture's shorter side."""

TITLE_EM, NAME_EM, CARD_EM = 66, 36, 76
"""Sizes of letters in pixels of a picture whose shorter side has 720."""

SMALLEST_SHARE = 0.6
"""Letters are never drawn smaller than this share of their usual size; words are hyphenated before that."""

CAPTION_PAD = 0.42
"""Between a caption's text and the edge of its plate, in sizes of its letters."""

TITLE_PAD, NAME_PAD, PLATE_EDGE = 24, 20, 8
"""Around title and name on their plates, and the coloured edge of these, in pixels of a picture 720 wide."""

CAPTION_GAP = 22
"""Between captions and what stands above them, in pixels of a picture 720 wide."""

CARD_WIDTH, SQUARE_CARD_WIDTH = 0.44, 0.48
"""Shares of the width that the panel of an end card takes beside a wide and a square picture, which moves aside."""

COMPACT_TITLE_SHARE = 0.25
"""Of the height of the area for text, what a title may take that leaves room for what is seen below it."""


@dataclass(frozen=True, kw_only=True)
class TextLayout:
    """The area for text and the size of captions in pixels; a `unit` is a pixel of a picture 720 wide."""

    area: Area
    caption_em: float
    unit: float
    centred: bool


def text_layout(width: int, height: int, covered: Sequence[CoveredZone] = ()) -> TextLayout:
    """The layout for a picture of this size: its usual margins, and clear of what a platform covers."""
    unit, shape = min(width, height) / 720, Fraction(width, height)
    if shape > Fraction(4, 3):
        usual, em = Area(left=0.06, top=0.13, right=0.94, bottom=0.925), 33
    elif shape > Fraction(3, 4):
        usual, em = Area(left=0.07, top=0.11, right=0.93, bottom=0.925), 34
    else:
        usual, em = Area(left=0.085, top=0.15, right=0.915, bottom=0.78), 40
    clear = clear_area(usual, covered, GAP * min(width, height) / width, GAP * min(width, height) / height)
    area = Area(
        left=clear.left * width, top=clear.top * height, right=clear.right * width, bottom=clear.bottom * height
    )
    return TextLayout(area=area, caption_em=em * unit, unit=unit, centred=shape <= Fraction(4, 3))


def clear_area(area: Area, covered: Sequence[CoveredZone], gap_x: float = 0, gap_y: float = 0) -> Area:
    """The area less what is covered: of each zone the side is cut off that leaves most."""
    for zone in sorted(covered, key=_extent, reverse=True):
        taken = zone_area(zone).grown(gap_x, gap_y)
        if not taken.overlaps(area):
            continue
        rest = (
            Area(left=area.left, top=taken.bottom, right=area.right, bottom=area.bottom),
            Area(left=area.left, top=area.top, right=area.right, bottom=taken.top),
            Area(left=taken.right, top=area.top, right=area.right, bottom=area.bottom),
            Area(left=area.left, top=area.top, right=taken.left, bottom=area.bottom),
        )
        area = max(rest, key=lambda one: max(one.width, 0) * max(one.height, 0))
    return area


def zone_area(zone: CoveredZone) -> Area:
    """A covered zone as an area, in shares of the picture."""
    return Area(left=float(zone.left), top=float(zone.top), right=float(zone.right), bottom=float(zone.bottom))


def _extent(zone: CoveredZone) -> float:
    return float((zone.right - zone.left) * (zone.bottom - zone.top))
