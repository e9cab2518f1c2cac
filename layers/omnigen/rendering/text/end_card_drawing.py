"""Draws what stands on an end card: the panel that moves in, and text, buttons and logo on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from omnigen.domain.area import Area
from omnigen.domain.timeline import Overlay
from omnigen.rendering.text.ass import AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.card_places import CardPlaces, even
from omnigen.rendering.text.end_card_items import CardItem
from omnigen.rendering.text.end_card_parts import PANEL_FRAMES
from omnigen.rendering.text.logos import CLEAR_SPACE, FittedLogo, PlacedLogo

TEXT_FADE = (250, 0)


@dataclass(frozen=True, kw_only=True)
class CardDrawing:
    """How one card is drawn: `ground` is the colour of its panel."""

    overlay: Overlay
    places: CardPlaces
    ground: str
    language: str

    def drawn(self, items: Sequence[CardItem], top: float) -> tuple[list[AssEvent], PlacedLogo | None]:
        """The items from `top` down, in pixels, and the logo."""
        centre, marks, logo = sum(self.places.column) / 2, list[AssEvent](), None
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
            box = rounded_rectangle(centre - item.width / 2, top, item.width, item.height, 14 * self.places.look.unit)
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
            left=even(centre - fitted.width / 2),
            top=even(top),
            width=fitted.width,
            height=fitted.height,
            start=self.overlay.start + PANEL_FRAMES,
            end=self.overlay.end,
            ground=fitted.plate or self.ground,
        )

    def _logo_plate(self, fitted: FittedLogo, logo: PlacedLogo) -> Iterator[AssEvent]:
        if fitted.plate:
            pad = CLEAR_SPACE * logo.height
            width, height = logo.width + 2 * pad, logo.height + 2 * pad
            box = rounded_rectangle(logo.left - pad, logo.top - pad, width, height, pad / 2)
            yield self._mark("", 2, f"{{{colour(fitted.plate)}{box}")

    def panel(self, panel: Area) -> AssEvent:
        """The panel, which moves in from its edge. It belongs to no text, so that it may reach into covered zones."""
        from_x, from_y = self.places.panel_from(panel)
        milliseconds = round(1000 * PANEL_FRAMES / self.places.canvas.rate)
        move = f"\\move({from_x:.0f},{from_y:.0f},{panel.left:.0f},{panel.top:.0f},0,{milliseconds})"
        path = f"m 0 0 l {panel.width:.0f} 0 {panel.width:.0f} {panel.height:.0f} 0 {panel.height:.0f}"
        body = f"{{{colour(self.ground)}\\an7{move}\\bord0\\shad0\\p1}}{path}"
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
