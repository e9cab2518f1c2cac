"""Everything written on the picture: captions, title, product name and end card, laid out for the picture's shape."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.captions import Cue, Fits, split_words, wrap
from omnigen.domain.timeline import Canvas, Overlay, Timeline
from omnigen.media.ass import EM_PER_SIZE, Mark, colour, literal, plate
from omnigen.media.fonts import BOLD, face_of, outline

WHITE = "#FFFFFF"
INK = "#101418"


@dataclass(frozen=True, kw_only=True)
class Design:
    """Sizes and safe areas of one picture shape, in pixels of its canvas."""

    left: float
    right: float
    title_top: float
    caption_bottom: float
    caption_em: float
    title_em: float
    name_em: float
    card_em: float
    unit: float
    centred: bool

    @property
    def room(self) -> float:
        """Width that text may take."""
        return self.right - self.left


def design(canvas: Canvas) -> Design:
    """The design for a canvas: 16:9 keeps the 90 % safe area of television, 9:16 stays clear of the buttons that
    players of tall video lay over its edges, 1:1 lies between."""
    width, height = canvas.width, canvas.height
    unit = min(width, height) / 720
    shape = Fraction(width, height)
    if shape > Fraction(4, 3):
        sides, top, bottom, em = 0.06, 0.13, 0.925, 33
    elif shape > Fraction(3, 4):
        sides, top, bottom, em = 0.07, 0.11, 0.925, 34
    else:
        sides, top, bottom, em = 0.085, 0.15, 0.78, 40
    return Design(
        left=width * sides,
        right=width * (1 - sides),
        title_top=height * top,
        caption_bottom=height * bottom,
        caption_em=em * unit,
        title_em=66 * unit,
        name_em=36 * unit,
        card_em=76 * unit,
        unit=unit,
        centred=shape <= Fraction(4, 3),
    )


def caption_fits(canvas: Canvas) -> Fits:
    """Whether a text fits on one caption line of this canvas, by measured width."""
    look = design(canvas)
    room = min(look.room - 2 * _caption_pad(look), 22 * look.caption_em)
    return lambda text: text_width(text, look.caption_em) <= room


def text_width(text: str, em: float) -> float:
    """Width of bold text in pixels."""
    return outline(BOLD).width(text) * em


def overlay_marks(cut: Timeline, *, accent: str, language: str, captions: bool) -> list[Mark]:
    """Everything that is written in a cut, in the order in which it is drawn."""
    look = design(cut.canvas)
    draw: dict[str, Callable[[Overlay], list[Mark]]] = {
        "title": lambda overlay: _title(overlay, look, accent, language),
        "product_name": lambda overlay: _product_name(overlay, look, accent, language),
        "end_card": lambda overlay: _end_card(overlay, look, cut.canvas, accent, language),
    }
    marks = [mark for overlay in cut.overlays for mark in draw[overlay.kind](overlay)]
    return marks + [mark for cue in cut.cues if captions for mark in _caption(cue, look, language)]


def dimmed_from(cut: Timeline) -> int | None:
    """The frame from which the picture is dimmed for the end card."""
    return next((overlay.start for overlay in cut.overlays if overlay.kind == "end_card"), None)


def _caption(cue: Cue, look: Design, language: str) -> list[Mark]:
    """White on a dark plate with round corners: readable on any picture."""
    em = min([look.caption_em, *(look.room * 0.94 / outline(BOLD).width(line) for line in cue.lines if line)])
    pad = _caption_pad(look)
    width = max(text_width(line, em) for line in cue.lines) + 2.2 * pad
    height = _height(cue.text, len(cue.lines), em, language) + pad
    centre = (look.left + look.right) / 2
    top = look.caption_bottom - height
    box = plate(centre - width / 2, top, width, height, 0.32 * em)
    text = literal(cue.text, language)
    return [
        Mark(start=cue.start, end=cue.end, layer=4, body=f"{{{colour(INK, 0.72)}{box}"),
        Mark(
            start=cue.start,
            end=cue.end,
            layer=5,
            body=f"{{\\an5\\pos({centre:.1f},{top + height / 2:.1f}){_size(em)}\\b1{colour(WHITE)}}}{text}",
        ),
    ]


def _title(overlay: Overlay, look: Design, accent: str, language: str) -> list[Mark]:
    """Large, in the upper part of the picture, with a bar of the accent colour that grows out of its edge."""
    indent = 0 if look.centred else 26 * look.unit
    lines, em = _fit(overlay.text, look.title_em, look.room - indent, most_lines=3)
    height = _height(overlay.text, len(lines), em, language)
    rtl = not look.centred and is_right_to_left(overlay.text)
    side = look.right - indent if rtl else look.left + indent
    x, anchor = ((look.left + look.right) / 2, 8) if look.centred else (side, 9 if rtl else 7)
    y = look.title_top
    body = literal("\n".join(lines), language)
    shadow = f"\\1a&HFF&\\3c&H000000&\\3a&H38&\\bord{7 * look.unit:.1f}\\blur{9 * look.unit:.1f}"
    place = f"\\an{anchor}\\pos({x:.1f},{y:.1f}){_size(em)}\\b1\\fad(250,250)"
    if look.centred:
        bar_width = 96 * look.unit
        bar = plate(x - bar_width / 2, y + height + 14 * look.unit, bar_width, 7 * look.unit, 4 * look.unit)
    else:
        bar_x = look.right - 8 * look.unit if rtl else look.left
        bar = plate(bar_x, y + 0.12 * em, 8 * look.unit, height - 0.24 * em, 4 * look.unit)
    return [
        _mark(overlay, 1, f"{{{place}{shadow}}}{body}"),
        _mark(overlay, 2, f"{{\\fad(250,250){colour(accent)}{bar}"),
        _mark(overlay, 3, f"{{{place}{colour(WHITE)}\\bord0\\shad0}}{body}"),
    ]


def _product_name(overlay: Overlay, look: Design, accent: str, language: str) -> list[Mark]:
    """A plate above the captions: the accent colour at its edge, the name beside it."""
    pad = 20 * look.unit
    edge = 8 * look.unit
    lines, em = _fit(overlay.text, look.name_em, look.room - 2 * pad - edge, most_lines=2)
    width = max(text_width(line, em) for line in lines) + 2 * pad + edge
    height = _height(overlay.text, len(lines), em, language) + pad
    caption_height = 2 * look.caption_em * EM_PER_SIZE + _caption_pad(look)
    top = look.caption_bottom - caption_height - 22 * look.unit - height
    left = (look.left + look.right - width) / 2 if look.centred else look.left
    middle = top + height / 2
    fade = "\\fad(250,250)"
    text = f"\\an5\\pos({left + (width + edge) / 2:.1f},{middle:.1f}){_size(em)}\\b1{colour(WHITE)}{fade}"
    return [
        _mark(overlay, 1, f"{{{fade}{colour(INK, 0.82)}{plate(left, top, width, height, 6 * look.unit)}"),
        _mark(overlay, 2, f"{{{fade}{colour(accent)}{plate(left, top, edge, height, 3 * look.unit)}"),
        _mark(overlay, 3, f"{{{text}}}{literal(chr(10).join(lines), language)}"),
    ]


def _end_card(overlay: Overlay, look: Design, canvas: Canvas, accent: str, language: str) -> list[Mark]:
    """On the dimmed picture: the name in the middle, the call to action on a button of the accent colour."""
    lines, em = _fit(overlay.text, look.card_em, look.room, most_lines=3)
    height = _height(overlay.text, len(lines), em, language)
    centre = canvas.width / 2
    bottom = canvas.height * 0.5
    name = f"\\an2\\pos({centre:.1f},{bottom:.1f}){_size(em)}\\b1\\fad(350,0){colour(WHITE)}"
    marks = [
        _mark(overlay, 3, f"{{{name}}}{literal(chr(10).join(lines), language)}"),
    ]
    rule_width = min(120 * look.unit, height)
    if overlay.detail:
        marks += _button(overlay, look, bottom + 34 * look.unit, accent, language)
    else:
        rule = plate(centre - rule_width / 2, bottom + 14 * look.unit, rule_width, 7 * look.unit, 4 * look.unit)
        marks.append(_mark(overlay, 2, f"{{\\fad(350,0){colour(accent)}{rule}"))
    return marks


def _button(overlay: Overlay, look: Design, top: float, accent: str, language: str) -> list[Mark]:
    centre = (look.left + look.right) / 2
    pad = 30 * look.unit
    lines, em = _fit(overlay.detail, look.caption_em * 1.05, look.room - 2 * pad, most_lines=2)
    width = max(text_width(line, em) for line in lines) + 2 * pad
    height = _height(overlay.detail, len(lines), em, language) + pad
    text = f"\\an5\\pos({centre:.1f},{top + height / 2:.1f}){_size(em)}\\b1\\fad(350,0){colour(INK)}"
    box = plate(centre - width / 2, top, width, height, 16 * look.unit)
    return [
        _mark(overlay, 2, f"{{\\fad(350,0){colour(accent)}{box}"),
        _mark(overlay, 3, f"{{{text}}}{literal(chr(10).join(lines), language)}"),
    ]


def _fit(text: str, em: float, room: float, most_lines: int) -> tuple[list[str], float]:
    """Lines and a size, at most `em`, at which the text takes at most `most_lines` lines within `room`."""
    words = split_words(text)
    size = em
    while True:
        lines = wrap(words, _within(size, room))
        widest = max(text_width(line, size) for line in lines)
        if len(lines) <= most_lines and widest <= room:
            return lines, size
        size *= 0.94


def _within(em: float, room: float) -> Fits:
    return lambda line: text_width(line, em) <= room


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def _height(text: str, lines: int, em: float, language: str) -> float:
    """Height of lines as libass sets them: each as high as the highest font in it, ascender to descender."""
    faces = {face for character in text if (face := face_of(character, language))}
    return lines * em * max((outline(face).height for face in faces), default=EM_PER_SIZE)


def _size(em: float) -> str:
    return f"\\fs{em * EM_PER_SIZE:.2f}"


def _caption_pad(look: Design) -> float:
    return 0.42 * look.caption_em


def _mark(overlay: Overlay, layer: int, body: str) -> Mark:
    return Mark(start=overlay.start, end=overlay.end, layer=layer, body=body)
