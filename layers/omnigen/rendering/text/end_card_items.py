"""What stands on an end card, from top to bottom: logo, name, tagline, call to action, address, legal line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omnigen.domain.timeline import Overlay
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.fonts import Lettering
from omnigen.rendering.text.layout import text_height
from omnigen.rendering.text.logos import CLEAR_SPACE, FittedLogo, fit_logo
from omnigen.rendering.text.shaping import text_width

BUTTON_PAD = 28
PLATE_PAD = 0.7
"""Of the size of its letters, around a text that needs a plate."""

LEGAL_EM = 19
MIN_LEGAL_EM = 15
"""The legal line stays readable on a telephone, however much else the card says. In pixels of a picture 720 wide."""


@dataclass(frozen=True, kw_only=True)
class CardItem:
    """One thing on the card: its height, the space above it, and either a text or the logo.

    `plate` is the colour of a button or a plate behind the text, `width` its width.
    """

    name: str
    height: float
    gap: float
    text: FittedText | None = None
    lettering: Lettering | None = None
    colour: str = ""
    plate: str = ""
    width: float = 0
    logo: FittedLogo | None = None


@dataclass(frozen=True, kw_only=True)
class CardContent:
    """What a card says, and the width it has for that in pixels. `unit` is a pixel of a picture 720 wide."""

    overlay: Overlay
    brand: BrandLook
    language: str
    room: float
    unit: float
    beside: bool
    folder: Path | None

    def items(self, scale: float) -> Iterator[CardItem]:
        """What the card shows, in order, at a scale of its letters."""
        brand, unit, one = self.brand, self.unit * scale, self.overlay
        heading, running = brand.headings(self.language), brand.running(self.language)
        if logo := self._logo(unit):
            yield CardItem(name="logo", height=logo.height * (1 + 2 * CLEAR_SPACE), gap=0, logo=logo)
        yield from self._line("end card", one.text, (64 if self.beside else 58) * unit, 3, heading, 10 * unit)
        yield from self._line("tagline", one.small_print.tagline, 27 * unit, 2, running, 14 * unit)
        if one.detail:
            yield self._button(one.detail, heading, unit)
        yield from self._line("web address", one.small_print.url, 29 * unit, 1, heading, 22 * unit)
        legal_em = max(LEGAL_EM * unit, MIN_LEGAL_EM * self.unit)
        yield from self._line("legal line", one.small_print.legal, legal_em, 6, running, 22 * unit)

    def _line(
        self, name: str, text: str, em: float, lines: int, lettering: Lettering, gap: float
    ) -> Iterator[CardItem]:
        if text:
            panel = self.brand.palette.primary
            plate = self.brand.plate_on(panel)
            pad = PLATE_PAD * em if plate else 0
            fitted = fit_text(text, em, self.room - pad, lines, lettering)
            yield CardItem(
                name=name,
                height=text_height(text, len(fitted.lines), fitted.em, lettering) + pad / 2,
                gap=gap,
                text=fitted,
                lettering=lettering,
                colour=self.brand.text_on(plate or panel),
                plate=plate,
                width=max(text_width(line, fitted.em, lettering) for line in fitted.lines) + pad,
            )

    def _button(self, words: str, lettering: Lettering, unit: float) -> CardItem:
        pad = 2 * BUTTON_PAD * unit
        text = fit_text(words, 33 * unit, self.room - pad, 2, lettering)
        return CardItem(
            name="call to action",
            height=text_height(words, len(text.lines), text.em, lettering) + pad / 2,
            gap=26 * unit,
            text=text,
            lettering=lettering,
            colour=self.brand.text_on(self.brand.button),
            plate=self.brand.button,
            width=max(text_width(line, text.em, lettering) for line in text.lines) + pad,
        )

    def _logo(self, unit: float) -> FittedLogo | None:
        if self.folder is None or not self.brand.logo.any:
            return None
        room = (min(300 * unit, self.room), (110 if self.beside else 84) * unit)
        return fit_logo(self.brand.logo, self.brand.palette.primary, room, self.folder)
