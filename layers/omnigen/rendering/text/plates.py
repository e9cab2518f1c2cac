"""Titles, product names and on-screen facts: a text on its plate, with the accent colour at an edge."""

from __future__ import annotations

from omnigen.domain.line_breaking import LINES_PER_CUE
from omnigen.domain.timeline import Overlay
from omnigen.rendering.text.ass import EM_PER_SIZE, AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.captions import caption_pad
from omnigen.rendering.text.contrast import INK, TITLE_OPACITY, WHITE
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, is_right_to_left, text_height
from omnigen.rendering.text.shaping import text_width

FADE = (250, 250)
CAPTION_GAP = 22
"""Between captions and what stands above them, in pixels of a picture 720 wide."""


def title_marks(overlay: Overlay, look: Design, brand: BrandLook, language: str) -> list[AssEvent]:
    """Large, in the upper part of the picture, on a plate with an edge of the accent colour."""
    unit, area, accent = look.unit, look.area, brand.palette.accent
    lettering = brand.headings(language)
    pad, edge = 24 * unit, 8 * unit
    room = area.width - 2 * pad - (0 if look.centred else edge)
    text = fit_text(overlay.text, look.title_em, room, 3, lettering, height=area.height / 2)
    width = max(text_width(line, text.em, lettering) for line in text.lines) + 2 * pad
    height = text_height(overlay.text, len(text.lines), text.em, lettering) + pad
    rtl = not look.centred and is_right_to_left(overlay.text)
    left = area.centre - width / 2 if look.centred else (area.right - edge - width if rtl else area.left + edge)
    if look.centred:
        bar = rounded_rectangle(left, area.top + height, width, edge, edge / 2)
    else:
        bar = rounded_rectangle(left + width if rtl else left - edge, area.top, edge, height, edge / 2)
    x = left + width / 2 if look.centred else (left + width - pad if rtl else left + pad)
    anchor = 5 if look.centred else (6 if rtl else 4)
    place = f"\\an{anchor}\\pos({x:.1f},{area.top + height / 2:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
    return [
        _mark(overlay, 1, f"{{{colour(INK, TITLE_OPACITY)}{rounded_rectangle(left, area.top, width, height, 0)}"),
        _mark(overlay, 2, f"{{{colour(accent)}{bar}"),
        _mark(overlay, 3, f"{{{place}}}{literal(text.text, lettering)}", text),
    ]


def name_marks(overlay: Overlay, look: Design, brand: BrandLook, language: str) -> list[AssEvent]:
    """A plate above the captions: the accent colour at its edge, the name beside it."""
    area, accent = look.area, brand.palette.accent
    pad = 20 * look.unit
    lettering = brand.headings(language)
    edge = 8 * look.unit
    text = fit_text(overlay.text, look.name_em, area.width - 2 * pad - edge, 2, lettering)
    width = max(text_width(line, text.em, lettering) for line in text.lines) + 2 * pad + edge
    height = text_height(overlay.text, len(text.lines), text.em, lettering) + pad
    top = _above_captions(look) - height
    left = area.centre - width / 2 if look.centred else area.left
    place = f"\\an5\\pos({left + (width + edge) / 2:.1f},{top + height / 2:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
    return [
        _mark(overlay, 1, f"{{{colour(INK, 0.82)}{rounded_rectangle(left, top, width, height, 6 * look.unit)}"),
        _mark(overlay, 2, f"{{{colour(accent)}{rounded_rectangle(left, top, edge, height, 3 * look.unit)}"),
        _mark(overlay, 3, f"{{{place}}}{literal(text.text, lettering)}", text),
    ]


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
