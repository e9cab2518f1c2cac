"""Everything written on the picture: captions, title, product name and end card, laid out for the picture's shape."""

from __future__ import annotations

from collections.abc import Callable

from omnigen.domain.captions import Cue
from omnigen.domain.line_breaking import FitsLine
from omnigen.domain.timeline import Canvas, Overlay, Timeline
from omnigen.rendering.text.ass import EM_PER_SIZE, AssEvent, colour, literal, rounded_rectangle
from omnigen.rendering.text.fonts import BOLD, outline
from omnigen.rendering.text.layout import Design, design, fit_text, is_right_to_left, text_height, text_width

WHITE = "#FFFFFF"
INK = "#101418"


def caption_fits(canvas: Canvas) -> FitsLine:
    """Whether a text fits on one caption line of this canvas, by measured width."""
    look = design(canvas)
    room = min(look.room - 2 * _caption_pad(look), 22 * look.caption_em)
    return lambda text: text_width(text, look.caption_em) <= room


def overlay_marks(cut: Timeline, *, accent: str, language: str, captions: bool) -> list[AssEvent]:
    """Everything that is written in a cut, in the order in which it is drawn."""
    look = design(cut.canvas)
    draw: dict[str, Callable[[Overlay], list[AssEvent]]] = {
        "title": lambda overlay: _title(overlay, look, accent, language),
        "product_name": lambda overlay: _product_name(overlay, look, accent, language),
        "end_card": lambda overlay: _end_card(overlay, look, cut.canvas, accent, language),
    }
    marks = [mark for overlay in cut.overlays for mark in draw[overlay.kind](overlay)]
    return marks + [mark for cue in cut.cues if captions for mark in _caption(cue, look, language)]


def dimmed_from(cut: Timeline) -> int | None:
    """The frame from which the picture is dimmed for the end card."""
    return next((overlay.start for overlay in cut.overlays if overlay.kind == "end_card"), None)


def _caption(cue: Cue, look: Design, language: str) -> list[AssEvent]:
    """White on a dark plate with round corners: readable on any picture."""
    em = min([look.caption_em, *(look.room * 0.94 / outline(BOLD).width(line) for line in cue.lines if line)])
    pad = _caption_pad(look)
    width = max(text_width(line, em) for line in cue.lines) + 2.2 * pad
    height = text_height(cue.text, len(cue.lines), em, language) + pad
    centre = (look.left + look.right) / 2
    top = look.caption_bottom - height
    box = rounded_rectangle(centre - width / 2, top, width, height, 0.32 * em)
    text = literal(cue.text, language)
    return [
        AssEvent(start=cue.start, end=cue.end, layer=4, body=f"{{{colour(INK, 0.72)}{box}"),
        AssEvent(
            start=cue.start,
            end=cue.end,
            layer=5,
            body=f"{{\\an5\\pos({centre:.1f},{top + height / 2:.1f}){_size(em)}\\b1{colour(WHITE)}}}{text}",
        ),
    ]


def _title(overlay: Overlay, look: Design, accent: str, language: str) -> list[AssEvent]:
    """Large, in the upper part of the picture, with a bar of the accent colour that grows out of its edge."""
    indent = 0 if look.centred else 26 * look.unit
    lines, em = fit_text(overlay.text, look.title_em, look.room - indent, max_lines=3)
    height = text_height(overlay.text, len(lines), em, language)
    rtl = not look.centred and is_right_to_left(overlay.text)
    side = look.right - indent if rtl else look.left + indent
    x, anchor = ((look.left + look.right) / 2, 8) if look.centred else (side, 9 if rtl else 7)
    y = look.title_top
    body = literal("\n".join(lines), language)
    shadow = f"\\1a&HFF&\\3c&H000000&\\3a&H38&\\bord{7 * look.unit:.1f}\\blur{9 * look.unit:.1f}"
    place = f"\\an{anchor}\\pos({x:.1f},{y:.1f}){_size(em)}\\b1\\fad(250,250)"
    if look.centred:
        bar_width = 96 * look.unit
        bar = rounded_rectangle(x - bar_width / 2, y + height + 14 * look.unit, bar_width, 7 * look.unit, 4 * look.unit)
    else:
        bar_x = look.right - 8 * look.unit if rtl else look.left
        bar = rounded_rectangle(bar_x, y + 0.12 * em, 8 * look.unit, height - 0.24 * em, 4 * look.unit)
    return [
        _mark(overlay, 1, f"{{{place}{shadow}}}{body}"),
        _mark(overlay, 2, f"{{\\fad(250,250){colour(accent)}{bar}"),
        _mark(overlay, 3, f"{{{place}{colour(WHITE)}\\bord0\\shad0}}{body}"),
    ]


def _product_name(overlay: Overlay, look: Design, accent: str, language: str) -> list[AssEvent]:
    """A plate above the captions: the accent colour at its edge, the name beside it."""
    pad = 20 * look.unit
    edge = 8 * look.unit
    lines, em = fit_text(overlay.text, look.name_em, look.room - 2 * pad - edge, max_lines=2)
    width = max(text_width(line, em) for line in lines) + 2 * pad + edge
    height = text_height(overlay.text, len(lines), em, language) + pad
    caption_height = 2 * look.caption_em * EM_PER_SIZE + _caption_pad(look)
    top = look.caption_bottom - caption_height - 22 * look.unit - height
    left = (look.left + look.right - width) / 2 if look.centred else look.left
    middle = top + height / 2
    fade = "\\fad(250,250)"
    text = f"\\an5\\pos({left + (width + edge) / 2:.1f},{middle:.1f}){_size(em)}\\b1{colour(WHITE)}{fade}"
    return [
        _mark(overlay, 1, f"{{{fade}{colour(INK, 0.82)}{rounded_rectangle(left, top, width, height, 6 * look.unit)}"),
        _mark(overlay, 2, f"{{{fade}{colour(accent)}{rounded_rectangle(left, top, edge, height, 3 * look.unit)}"),
        _mark(overlay, 3, f"{{{text}}}{literal(chr(10).join(lines), language)}"),
    ]


def _end_card(overlay: Overlay, look: Design, canvas: Canvas, accent: str, language: str) -> list[AssEvent]:
    """On the dimmed picture: the name in the middle, the call to action on a button of the accent colour."""
    lines, em = fit_text(overlay.text, look.card_em, look.room, max_lines=3)
    height = text_height(overlay.text, len(lines), em, language)
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
        rule = rounded_rectangle(
            centre - rule_width / 2, bottom + 14 * look.unit, rule_width, 7 * look.unit, 4 * look.unit
        )
        marks.append(_mark(overlay, 2, f"{{\\fad(350,0){colour(accent)}{rule}"))
    return marks


def _button(overlay: Overlay, look: Design, top: float, accent: str, language: str) -> list[AssEvent]:
    centre = (look.left + look.right) / 2
    pad = 30 * look.unit
    lines, em = fit_text(overlay.detail, look.caption_em * 1.05, look.room - 2 * pad, max_lines=2)
    width = max(text_width(line, em) for line in lines) + 2 * pad
    height = text_height(overlay.detail, len(lines), em, language) + pad
    text = f"\\an5\\pos({centre:.1f},{top + height / 2:.1f}){_size(em)}\\b1\\fad(350,0){colour(INK)}"
    box = rounded_rectangle(centre - width / 2, top, width, height, 16 * look.unit)
    return [
        _mark(overlay, 2, f"{{\\fad(350,0){colour(accent)}{box}"),
        _mark(overlay, 3, f"{{{text}}}{literal(chr(10).join(lines), language)}"),
    ]


def _size(em: float) -> str:
    return f"\\fs{em * EM_PER_SIZE:.2f}"


def _caption_pad(look: Design) -> float:
    return 0.42 * look.caption_em


def _mark(overlay: Overlay, layer: int, body: str) -> AssEvent:
    return AssEvent(start=overlay.start, end=overlay.end, layer=layer, body=body)
