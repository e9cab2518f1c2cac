"""Supers of an ad for a medicine: opaque plates of large letters, the names with the generic one below the brand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from omnigen.domain.supers import Super, SuperKind
from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.ass import AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.contrast import INK, WHITE
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, text_height
from omnigen.rendering.text.shaping import text_width

CAP_HEIGHT = 0.693
"""Height of capital letters of FiraGO by its em (OS/2 table: 693 of 1000)."""

CAP_SHARE, CAP_SHARE_TALL = 0.03, 0.0235
"""Least height of capital letters as shares of the picture's height: a little above the limits of the rules."""

GENERIC_SIZE = 0.6
"""Size of the generic name by the brand's; the law asks for half."""

PLATE_OPACITY = 0.94


def owner_of(number: int) -> str:
    """The name by which the boxes of a super are found; the first has the number 0."""
    return f"super {number + 1}"


def detail_owner_of(number: int) -> str:
    """The name of its second, smaller text."""
    return f"super {number + 1} detail"


def super_em(canvas: Canvas, look: Design) -> float:
    """Size of the letters that must be read, in pixels."""
    tall = Fraction(canvas.width, canvas.height) < Fraction(3, 4)
    return max(look.caption_em, (CAP_SHARE_TALL if tall else CAP_SHARE) * canvas.height / CAP_HEIGHT)


def super_marks(
    supers: Sequence[Super], canvas: Canvas, look_for: Callable[[Super], Design], language: str
) -> list[AssEvent]:
    """The events of all supers. They appear and go at once, so that text and voice begin together.

    `look_for` is the design for each, which keeps clear of what else is seen with it.
    """
    marks: list[AssEvent] = []
    for number, one in enumerate(supers):
        draw = _names if one.kind is SuperKind.BRAND else _plate
        marks += draw(number, one, canvas, look_for(one), language)
    return marks


def set_lines(one: Super, canvas: Canvas, look: Design, language: str) -> FittedText:
    """The lines of a super as they were planned; smaller where one is too wide for the picture."""
    em = super_em(canvas, look)
    room = look.area.width - 2 * _pad(em)
    if all(text_width(line, em, language) <= room for line in one.lines):
        return FittedText(lines=one.lines, em=em)
    return fit_text(" ".join(one.lines), em, room, len(one.lines), language)


def brand_em(one: Super, look: Design, language: str) -> float:
    """Size of the brand's letters in pixels."""
    return fit_text(one.lines[0], look.title_em, look.area.width * 0.8, 1, language).em


def _plate(number: int, one: Super, canvas: Canvas, look: Design, language: str) -> list[AssEvent]:
    text = set_lines(one, canvas, look, language)
    pad = _pad(text.em)
    width = max(text_width(line, text.em, language) for line in text.lines) + 2 * pad
    height = text_height(text.text, len(text.lines), text.em, language) + pad
    centre, top = look.area.centre, look.area.bottom - height
    place = f"\\an5\\pos({centre:.1f},{top + height / 2:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
    return [
        _box(one, centre - width / 2, top, width, height),
        _text(one, owner_of(number), f"{{{place}}}{literal(text.text, language)}", shortened=text.shortened),
    ]


def _names(number: int, one: Super, _canvas: Canvas, look: Design, language: str) -> list[AssEvent]:
    """The brand in the upper part of the picture, the generic name right below it, both bold on one plate."""
    em = brand_em(one, look, language)
    small, pad = em * GENERIC_SIZE, _pad(em)
    width = max(text_width(one.lines[0], em, language), text_width(one.detail, small, language)) + 2 * pad
    first = text_height(one.lines[0], 1, em, language)
    second = text_height(one.detail, 1, small, language) if one.detail else 0
    left, top = (look.area.centre - width / 2 if look.centred else look.area.left), look.area.top
    place = f"\\an7\\pos({left + pad:.1f},{top + pad / 2:.1f}){font_size(em)}\\b1{colour(WHITE)}"
    below = f"\\an7\\pos({left + pad:.1f},{top + pad / 2 + first:.1f}){font_size(small)}\\b1{colour(WHITE)}"
    marks = [
        _box(one, left, top, width, first + second + pad),
        _text(one, owner_of(number), f"{{{place}}}{literal(one.lines[0], language)}"),
    ]
    if one.detail:
        marks.append(_text(one, detail_owner_of(number), f"{{{below}}}{literal(one.detail, language)}"))
    return marks


def _box(one: Super, left: float, top: float, width: float, height: float) -> AssEvent:
    body = f"{{{colour(INK, PLATE_OPACITY)}{rounded_rectangle(left, top, width, height, 10)}"
    return AssEvent(start=one.start, end=one.end, layer=6, body=body)


def _text(one: Super, owner: str, body: str, *, shortened: bool = False) -> AssEvent:
    return AssEvent(start=one.start, end=one.end, layer=7, owner=owner, body=body, shortened=shortened)


def _pad(em: float) -> float:
    return 0.5 * em
