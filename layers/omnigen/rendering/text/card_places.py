"""Where the parts of an end card stand: the panel, what is written on it, the picture, and a product in that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from omnigen.domain.area import Area
from omnigen.domain.placement import CoveredZone
from omnigen.domain.text_layout import CARD_WIDTH, GAP, SQUARE_CARD_WIDTH, clear_area
from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.layout import Design, design

TALL_PANEL_WIDTH = 0.56
"""Beside a product in a tall picture, whose right edge platforms cover."""

MIN_PANEL_HEIGHT = 0.36
MIN_PANEL_HEIGHT_ABOVE = 0.3
USUAL_PANEL_HEIGHT = 0.42
MAX_PANEL_HEIGHT = 0.56
"""Shares of the picture that a panel takes: of its width beside it, of its height below it."""

USUAL_SCALE = 0.76
LOWEST = 0.94
"""Where writing below the picture ends if no platform covers that: lower than captions."""

MIN_WRITTEN_SHARE = 0.75
"""A panel below the picture of which a platform covers more than the rest of this would be mostly empty."""

PRODUCT_MARGIN = 0.05
"""Around a product, as a share of the picture's sides."""


@dataclass(frozen=True, kw_only=True)
class CardPlaces:
    """The places of one card, in pixels of the canvas. `look` is the design at the time of the card.

    `beside`: whether the panel stands beside the picture, not below or above it; `mirrored`: at the left. `above` is
    for a tall picture whose lower part a platform covers: the panel takes its upper part. `captions` is the height that
    captions take of a tall card: they stand on its plain ground, below what is written.
    """

    canvas: Canvas
    look: Design
    covered: Sequence[CoveredZone]
    beside: bool
    mirrored: bool
    above: bool = False
    captions: float = 0

    @property
    def pad(self) -> float:
        """Between what is written and the edges of the panel."""
        return (34 if self.canvas.width != self.canvas.height else 24) * self.look.unit

    @property
    def bottom(self) -> float:
        """Where writing ends: above captions, and above what a platform covers or the lower edge of the picture."""
        if self.beside or self.above:
            return self.look.area.bottom - self.captions
        return self._below.bottom - 0.5 * self.pad - self.captions

    @property
    def is_mostly_covered_below(self) -> bool:
        """Whether a panel below the picture would be written on in its upper part only."""
        usual = self.canvas.height * USUAL_PANEL_HEIGHT
        return self._below.bottom < self.canvas.height - (1 - MIN_WRITTEN_SHARE) * usual - 0.5 * self.pad

    @property
    def column(self) -> tuple[float, float]:
        """Left and right of what is written."""
        area, width = self.look.area, self.canvas.width
        if not self.beside:
            return self._below.left, self._below.right
        edge = self._panel_width
        if self.mirrored:
            return max(area.left, self.pad), edge - self.pad
        return width - edge + self.pad, min(area.right, width - self.pad)

    def height(self, scale: float) -> float:
        """How high what is written may be. Letters become a little smaller before a panel takes half of the picture."""
        if self.beside:
            return self.bottom - self.look.area.top
        share = USUAL_PANEL_HEIGHT if scale >= USUAL_SCALE else MAX_PANEL_HEIGHT
        if self.above:
            highest = min(self.canvas.height * share, self.bottom)
            return highest - self.pad - self.look.area.top
        return self.bottom - self.pad - self.canvas.height * (1 - share)

    def parts(self, needed: float) -> tuple[Area, Area]:
        """The panel, and what is left for the picture, where what is written is `needed` pixels high."""
        width, height = self.canvas.width, self.canvas.height
        if self.above:
            written = self.look.area.top + needed + self.pad + self.captions
            edge = even(max(written, height * MIN_PANEL_HEIGHT_ABOVE))
            picture = Area(left=0, top=edge, right=width, bottom=height)
            return Area(left=0, top=0, right=width, bottom=edge), picture
        if not self.beside:
            edge = even(min(self.bottom - needed - self.pad, height * (1 - MIN_PANEL_HEIGHT)))
            picture = Area(left=0, top=0, right=width, bottom=edge)
            return Area(left=0, top=edge, right=width, bottom=height), picture
        taken = self._panel_width
        if self.mirrored:
            picture = Area(left=taken, top=0, right=width, bottom=height)
            return Area(left=0, top=0, right=taken, bottom=height), picture
        picture = Area(left=0, top=0, right=width - taken, bottom=height)
        return Area(left=width - taken, top=0, right=width, bottom=height), picture

    def captions_area(self, panel: Area, picture: Area) -> Area:
        """Where captions stand: in a tall card on its plain ground, in others within the picture."""
        area, gap = self.look.area, 22 * self.look.unit
        if self.canvas.width >= self.canvas.height:
            return Area(
                left=max(area.left, picture.left + gap),
                top=area.top,
                right=min(area.right, picture.right - gap),
                bottom=min(area.bottom, picture.bottom - gap),
            )
        if self.beside:
            return area
        return replace(area, bottom=panel.bottom - gap if self.above else self._below.bottom - 0.5 * self.pad)

    def product_room(self, picture: Area, captions_top: float | None) -> Area:
        """Where a product may stand in the picture: clear of what is covered, of captions, and of a disclosure.

        `captions_top` is where captions begin in a picture; None where none stands in it.
        """
        width, height = self.canvas.width, self.canvas.height
        margin = PRODUCT_MARGIN * min(width, height)
        room = Area(
            left=picture.left + margin,
            top=picture.top + margin,
            right=picture.right - margin,
            bottom=picture.bottom - margin,
        )
        room = self._clear(room)
        disclosed = self.look.area.top > design(self.canvas, self.covered).area.top
        top = max(room.top, self.look.area.top) if disclosed else room.top
        bottom = room.bottom if captions_top is None else min(room.bottom, captions_top)
        return Area(left=room.left, top=top, right=room.right, bottom=bottom)

    def room_made(self, panel: Area, subject_top: float | None) -> tuple[int, int]:
        """How far left and up the picture moves: its middle comes into the middle of what is left for it.

        Below a panel only that moves out of its way which it would hide of a subject that begins at `subject_top`.
        """
        if self.above:
            hidden = panel.bottom - self.look.area.top
            if subject_top is not None:
                hidden = min(max(panel.bottom + self.pad - subject_top, 0), panel.height)
            return 0, -even(hidden)
        if self.beside:
            return even(panel.width / 2) * (-1 if self.mirrored else 1), 0
        return 0, even(panel.height / 2)

    def panel_from(self, panel: Area) -> tuple[float, float]:
        """Left and top of the panel before it comes in from its edge of the picture."""
        if self.beside:
            return -panel.width if self.mirrored else self.canvas.width, panel.top
        return panel.left, -panel.height if self.above else self.canvas.height

    @property
    def _below(self) -> Area:
        """The lower part of the picture, less what is covered."""
        usual = design(self.canvas).area
        height = self.canvas.height
        lower = Area(left=usual.left, top=height * (1 - MAX_PANEL_HEIGHT), right=usual.right, bottom=height * LOWEST)
        return self._clear(lower)

    def _clear(self, area: Area) -> Area:
        width, height = self.canvas.width, self.canvas.height
        shares = Area(
            left=area.left / width, top=area.top / height, right=area.right / width, bottom=area.bottom / height
        )
        gap = GAP * min(width, height)
        clear = clear_area(shares, self.covered, gap / width, gap / height)
        return Area(
            left=clear.left * width, top=clear.top * height, right=clear.right * width, bottom=clear.bottom * height
        )

    @property
    def _panel_width(self) -> int:
        width, height = self.canvas.width, self.canvas.height
        square = SQUARE_CARD_WIDTH if width >= height else TALL_PANEL_WIDTH
        return even(width * (square if width <= height * Fraction(4, 3) else CARD_WIDTH))


def even(pixels: float) -> int:
    """The nearest even number: colours are kept for two by two pixels."""
    return round(pixels / 2) * 2
