"""The end card: a panel of the brand's colour beside or below the picture, which moves over and stays in full light."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from omnigen.domain.brand import EndCardLayout
from omnigen.domain.timeline import Canvas, Overlay
from omnigen.rendering.text.ass import AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.end_card_items import CardContent, CardItem
from omnigen.rendering.text.layout import Area, Design, is_right_to_left
from omnigen.rendering.text.logos import CLEAR_SPACE, FittedLogo, PlacedLogo

PANEL_FRAMES = 10
"""Within which the panel comes in and the picture makes room for it."""

TEXT_FADE = (250, 0)
PANEL_WIDTH = 0.44
SQUARE_PANEL_WIDTH = 0.48
MIN_PANEL_HEIGHT = 0.36
USUAL_PANEL_HEIGHT = 0.42
MAX_PANEL_HEIGHT = 0.56
"""Shares of the picture that a panel takes: of its width beside it, of its height below it."""

USUAL_SCALE = 0.76
LOWEST = 0.94
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)


@dataclass(frozen=True, kw_only=True)
class CardMotion:
    """How the picture makes room: from frame `start` on it moves left by `dx` and up by `dy` pixels."""

    start: int
    dx: int = 0
    dy: int = 0


@dataclass(frozen=True, kw_only=True)
class EndCard:
    """The end card laid out: what is written, the logo, the picture's move, and the area that is left of it."""

    marks: tuple[AssEvent, ...]
    logo: PlacedLogo | None
    motion: CardMotion
    picture: Area


@dataclass(frozen=True, kw_only=True)
class CardPlan:
    """What an end card is laid out from. `covered`: a platform covers parts of the picture.

    Logos are written into the folder; without one the card has none.
    """

    overlay: Overlay
    canvas: Canvas
    look: Design
    brand: BrandLook
    language: str
    covered: bool = False
    folder: Path | None = None

    def card(self) -> EndCard:
        """The card with the largest letters that fit."""
        content = CardContent(
            overlay=self.overlay,
            brand=self.brand,
            language=self.language,
            room=self._column[1] - self._column[0],
            unit=self.look.unit,
            beside=self.beside,
            folder=self.folder,
        )
        for scale in _SCALES:
            items = list(content.items(scale))
            needed = sum(item.height for item in items) + sum(item.gap for item in items[1:])
            if needed <= self._height(scale):
                break
        panel, picture = self._parts(needed)
        written = Area(left=panel.left, top=max(panel.top, self.look.area.top), right=panel.right, bottom=self._bottom)
        top = max(written.top, (written.top + written.bottom - needed) / 2)
        marks, logo = self._drawn(items, top)
        return EndCard(marks=(self._panel(panel), *marks), logo=logo, motion=self._motion(panel), picture=picture)

    @property
    def beside(self) -> bool:
        """Whether the panel stands beside the picture, not below it."""
        if self.brand.end_card is EndCardLayout.AUTO:
            return self.canvas.width >= self.canvas.height
        return self.brand.end_card is EndCardLayout.BESIDE

    @property
    def mirrored(self) -> bool:
        """Whether it stands at the left, where reading from right to left ends."""
        return self.beside and is_right_to_left(self.overlay.text or self.overlay.detail)

    @property
    def _panel_width(self) -> int:
        square = self.canvas.width <= self.canvas.height * Fraction(4, 3)
        return _even(self.canvas.width * (SQUARE_PANEL_WIDTH if square else PANEL_WIDTH))

    @property
    def _pad(self) -> float:
        return (34 if self.canvas.width != self.canvas.height else 24) * self.look.unit

    @property
    def _bottom(self) -> float:
        """Where writing ends: lower than that of captions where no platform covers the picture."""
        if self.beside:
            return self.look.area.bottom
        free = LOWEST * self.canvas.height
        return (self.look.area.bottom if self.covered else max(free, self.look.area.bottom)) - 0.5 * self._pad

    @property
    def _column(self) -> tuple[float, float]:
        """Left and right of what is written."""
        area, width = self.look.area, self.canvas.width
        if not self.beside:
            return area.left, area.right
        edge = self._panel_width
        if self.mirrored:
            return max(area.left, self._pad), edge - self._pad
        return width - edge + self._pad, min(area.right, width - self._pad)

    def _height(self, scale: float) -> float:
        """How high what is written may be. Letters become a little smaller before a panel takes half of the picture."""
        if self.beside:
            return self.look.area.height
        share = USUAL_PANEL_HEIGHT if scale >= USUAL_SCALE else MAX_PANEL_HEIGHT
        return self._bottom - self._pad - self.canvas.height * (1 - share)

    def _parts(self, needed: float) -> tuple[Area, Area]:
        """The panel, and what is left for the picture."""
        width, height = self.canvas.width, self.canvas.height
        if not self.beside:
            edge = _even(min(self._bottom - needed - self._pad, height * (1 - MIN_PANEL_HEIGHT)))
            picture = Area(left=0, top=0, right=width, bottom=edge)
            return Area(left=0, top=edge, right=width, bottom=height), picture
        taken = self._panel_width
        if self.mirrored:
            picture = Area(left=taken, top=0, right=width, bottom=height)
            return Area(left=0, top=0, right=taken, bottom=height), picture
        picture = Area(left=0, top=0, right=width - taken, bottom=height)
        return Area(left=width - taken, top=0, right=width, bottom=height), picture

    def _motion(self, panel: Area) -> CardMotion:
        """The middle of the picture comes to stand in the middle of what is left for it."""
        if not self.beside:
            return CardMotion(start=self.overlay.start, dy=_even(panel.height / 2))
        return CardMotion(start=self.overlay.start, dx=_even(panel.width / 2) * (-1 if self.mirrored else 1))

    def _drawn(self, items: Sequence[CardItem], top: float) -> tuple[list[AssEvent], PlacedLogo | None]:
        centre, marks, logo = sum(self._column) / 2, list[AssEvent](), None
        for item in items:
            top += item.gap if item is not items[0] else 0
            if item.logo:
                logo = self._logo(item.logo, centre, top + CLEAR_SPACE * item.logo.height)
                marks += self._logo_plate(item.logo, logo)
            marks += self._text(item, centre, top)
            top += item.height
        return marks, logo

    def _text(self, item: CardItem, centre: float, top: float) -> Iterator[AssEvent]:
        if item.text is None:
            return
        if item.plate:
            box = rounded_rectangle(centre - item.width / 2, top, item.width, item.height, 14 * self.look.unit)
            yield self._mark(item.name, 2, f"{{{colour(item.plate)}{box}")
        place = (
            f"\\an5\\pos({centre:.1f},{top + item.height / 2:.1f}){font_size(item.text.em)}\\b1{colour(item.colour)}"
        )
        words = literal(item.text.text, item.lettering or self.language)
        yield self._mark(item.name, 3, f"{{{place}}}{words}", shortened=item.text.shortened)

    def _logo(self, fitted: FittedLogo, centre: float, top: float) -> PlacedLogo:
        return PlacedLogo(
            owner="logo",
            file_name=fitted.file_name,
            sha256=fitted.sha256,
            left=_even(centre - fitted.width / 2),
            top=_even(top),
            width=fitted.width,
            height=fitted.height,
            start=self.overlay.start + PANEL_FRAMES,
            end=self.overlay.end,
            ground=fitted.plate or self.brand.palette.primary,
        )

    def _logo_plate(self, fitted: FittedLogo, logo: PlacedLogo) -> Iterator[AssEvent]:
        if fitted.plate:
            pad = CLEAR_SPACE * logo.height
            width, height = logo.width + 2 * pad, logo.height + 2 * pad
            box = rounded_rectangle(logo.left - pad, logo.top - pad, width, height, pad / 2)
            yield self._mark("", 2, f"{{{colour(fitted.plate)}{box}")

    def _panel(self, panel: Area) -> AssEvent:
        """The panel, which moves in from its edge. It belongs to no text, so that it may reach into covered zones."""
        from_x = panel.left if not self.beside else (-panel.width if self.mirrored else self.canvas.width)
        from_y = panel.top if self.beside else self.canvas.height
        milliseconds = round(1000 * PANEL_FRAMES / self.canvas.rate)
        move = f"\\move({from_x:.0f},{from_y:.0f},{panel.left:.0f},{panel.top:.0f},0,{milliseconds})"
        path = f"m 0 0 l {panel.width:.0f} 0 {panel.width:.0f} {panel.height:.0f} 0 {panel.height:.0f}"
        body = f"{{{colour(self.brand.palette.primary)}\\an7{move}\\bord0\\shad0\\p1}}{path}"
        return AssEvent(start=self.overlay.start, end=self.overlay.end, layer=1, body=body)

    def _mark(self, owner: str, layer: int, body: str, *, shortened: bool = False) -> AssEvent:
        """A part of the card, which appears when the panel has almost arrived."""
        return AssEvent(
            start=self.overlay.start + PANEL_FRAMES - 2,
            end=self.overlay.end,
            layer=layer,
            body=body,
            fade=TEXT_FADE,
            owner=owner,
            shortened=shortened,
        )


def _even(pixels: float) -> int:
    return round(pixels / 2) * 2
