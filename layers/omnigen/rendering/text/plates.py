"""Titles, product names and on-screen facts: a text on its plate, with the accent colour at an edge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from omnigen.domain.area import Area
from omnigen.domain.line_breaking import LINES_PER_CUE
from omnigen.domain.text_layout import CAPTION_GAP, COMPACT_TITLE_SHARE, NAME_PAD, PLATE_EDGE, TITLE_PAD
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.rendering.text.ass import EM_PER_SIZE, AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.captions import caption_pad
from omnigen.rendering.text.contrast import INK, TITLE_OPACITY, WHITE
from omnigen.rendering.text.disclosure import below_disclosure
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, is_right_to_left, text_height
from omnigen.rendering.text.shaping import text_width

FADE = (250, 250)


@dataclass(frozen=True, kw_only=True)
class TitlePlate:
    """A title, large in the upper part of the picture, on a plate with an edge of the accent colour.

    Where what is seen stands below it, in tall and square pictures and `over_product`, it takes one line if it can.
    """

    overlay: Overlay
    look: Design
    brand: BrandLook
    language: str
    over_product: bool = False

    @property
    def area(self) -> Area:
        """What the plate takes of the picture, its edge included."""
        look, (left, width, height) = self.look, self._plate
        top = look.area.top
        if look.centred:
            return Area(left=left, top=top, right=left + width, bottom=top + height + self._edge)
        return Area(left=left - self._edge, top=top, right=left + width + self._edge, bottom=top + height)

    @property
    def marks(self) -> list[AssEvent]:
        """The plate, its edge, and the text."""
        look, overlay, edge, pad, text = self.look, self.overlay, self._edge, self._pad, self._text
        area, rtl = look.area, self._rtl
        left, width, height = self._plate
        if look.centred:
            bar = rounded_rectangle(left, area.top + height, width, edge, edge / 2)
        else:
            bar = rounded_rectangle(left + width if rtl else left - edge, area.top, edge, height, edge / 2)
        x = left + width / 2 if look.centred else (left + width - pad if rtl else left + pad)
        anchor = 5 if look.centred else (6 if rtl else 4)
        place = f"\\an{anchor}\\pos({x:.1f},{area.top + height / 2:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
        accent, lettering = self.brand.palette.accent, self.brand.headings(self.language)
        return [
            _mark(overlay, 1, f"{{{colour(INK, TITLE_OPACITY)}{rounded_rectangle(left, area.top, width, height, 0)}"),
            _mark(overlay, 2, f"{{{colour(accent)}{bar}"),
            _mark(overlay, 3, f"{{{place}}}{literal(text.text, lettering)}", text),
        ]

    @property
    def _pad(self) -> float:
        return TITLE_PAD * self.look.unit

    @property
    def _edge(self) -> float:
        return PLATE_EDGE * self.look.unit

    @property
    def _rtl(self) -> bool:
        return not self.look.centred and is_right_to_left(self.overlay.text)

    @cached_property
    def _text(self) -> FittedText:
        look, area = self.look, self.look.area
        room = area.width - 2 * self._pad - (0 if look.centred else self._edge)
        words, em, lettering = self.overlay.text, look.title_em, self.brand.headings(self.language)
        if not (self.over_product or look.centred):
            return fit_text(words, em, room, 3, lettering, height=area.height / 2)
        on_one_line = fit_text(words, em, room, 1, lettering)
        if len(on_one_line.lines) == 1 and not on_one_line.shortened:
            return on_one_line
        return fit_text(words, em, room, 3, lettering, height=area.height * COMPACT_TITLE_SHARE)

    @property
    def _plate(self) -> tuple[float, float, float]:
        """Left, width and height, without the edge."""
        area, text, lettering = self.look.area, self._text, self.brand.headings(self.language)
        width = max(text_width(line, text.em, lettering) for line in text.lines) + 2 * self._pad
        height = text_height(self.overlay.text, len(text.lines), text.em, lettering) + self._pad
        if self.look.centred:
            return area.centre - width / 2, width, height
        return area.right - self._edge - width if self._rtl else area.left + self._edge, width, height


@dataclass(frozen=True, kw_only=True)
class NamePlate:
    """A product's name or a fact: a plate above the captions, the accent colour at its edge, the text beside it.

    `over_product`: a product stands where it would be, so that it stands in the upper part of the picture.
    """

    overlay: Overlay
    look: Design
    brand: BrandLook
    language: str
    over_product: bool = False

    @property
    def area(self) -> Area:
        """What the plate takes of the picture."""
        area, text, lettering = self.look.area, self._text, self.brand.headings(self.language)
        width = max(text_width(line, text.em, lettering) for line in text.lines) + 2 * self._pad + self._edge
        height = text_height(self.overlay.text, len(text.lines), text.em, lettering) + self._pad
        top = area.top if self.over_product else _above_captions(self.look) - height
        left = area.centre - width / 2 if self.look.centred else area.left
        return Area(left=left, top=top, right=left + width, bottom=top + height)

    @property
    def marks(self) -> list[AssEvent]:
        """The plate, its edge, and the text."""
        overlay, unit, edge, text, plate = self.overlay, self.look.unit, self._edge, self._text, self.area
        middle = f"{plate.left + (plate.width + edge) / 2:.1f},{plate.top + plate.height / 2:.1f}"
        place = f"\\an5\\pos({middle}){font_size(text.em)}\\b1{colour(WHITE)}"
        box = rounded_rectangle(plate.left, plate.top, plate.width, plate.height, 6 * unit)
        bar = rounded_rectangle(plate.left, plate.top, edge, plate.height, 3 * unit)
        return [
            _mark(overlay, 1, f"{{{colour(INK, 0.82)}{box}"),
            _mark(overlay, 2, f"{{{colour(self.brand.palette.accent)}{bar}"),
            _mark(overlay, 3, f"{{{place}}}{literal(text.text, self.brand.headings(self.language))}", text),
        ]

    @property
    def _pad(self) -> float:
        return NAME_PAD * self.look.unit

    @property
    def _edge(self) -> float:
        return PLATE_EDGE * self.look.unit

    @cached_property
    def _text(self) -> FittedText:
        room = self.look.area.width - 2 * self._pad - self._edge
        return fit_text(self.overlay.text, self.look.name_em, room, 2, self.brand.headings(self.language))


def plate_of(
    overlay: Overlay, cut: Timeline, look: Design, brand: BrandLook, language: str
) -> TitlePlate | NamePlate | None:
    """The plate of a title, name or fact; None for other texts."""
    if overlay.kind in {"disclosure", "end_card"}:
        return None
    return (TitlePlate if overlay.kind == "title" else NamePlate)(
        overlay=overlay,
        look=below_disclosure(overlay, cut, look, language),
        brand=brand,
        language=language,
        over_product=_stands_over_product(overlay, cut),
    )


def _stands_over_product(overlay: Overlay, cut: Timeline) -> bool:
    """Whether a shot in which a product is laid into the picture is seen while the text stands."""
    framed = zip(cut.shots, cut.starts, strict=True)
    return any(
        shot.shows_product and start < overlay.end and overlay.start < start + shot.frames for shot, start in framed
    )


def _above_captions(look: Design) -> float:
    """The lowest place of what stands above captions of two lines, in pixels from the top."""
    caption_height = LINES_PER_CUE * look.caption_em * EM_PER_SIZE + caption_pad(look)
    return look.area.bottom - caption_height - CAPTION_GAP * look.unit


def _mark(overlay: Overlay, layer: int, body: str, text: FittedText | None = None) -> AssEvent:
    return AssEvent(
        start=overlay.start,
        end=overlay.end,
        layer=layer,
        body=body,
        fade=FADE,
        owner=overlay.kind.replace("_", " "),
        shortened=bool(text and text.shortened),
    )
