"""Everything written on the picture: captions, title, product name and end card, laid out for the picture's shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.line_breaking import LINES_PER_CUE
from omnigen.domain.placement import CoveredZone
from omnigen.domain.supers import SuperKind
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.rendering.text.ass import EM_PER_SIZE, AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.captions import CaptionDrawing, caption_pad
from omnigen.rendering.text.contrast import INK, WHITE
from omnigen.rendering.text.disclosure import below_disclosure, disclosure_marks
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, design, is_right_to_left, text_height
from omnigen.rendering.text.shaping import text_width
from omnigen.rendering.text.supers import super_marks

FADE = (250, 250)
CARD_FADE = (350, 0)


@dataclass(frozen=True, kw_only=True)
class OverlayStyle:
    """How text looks in one video: the colour of bars and buttons, its language, the zones to keep clear of."""

    accent: str
    language: str = "en"
    covered: Sequence[CoveredZone] = ()
    captions: CaptionStyle | None = CaptionStyle.PLATE
    """None where captions are not drawn."""


def overlay_marks(cut: Timeline, style: OverlayStyle) -> list[AssEvent]:
    """Everything that is written in a cut, in the order in which it is drawn."""
    look = design(cut.canvas, style.covered)
    draw = {"disclosure": _disclosure, "title": _title, "product_name": _product_name, "end_card": _end_card}
    draw["on_screen_text"] = _product_name
    marks = [
        mark
        for overlay in cut.overlays
        for mark in draw[overlay.kind](overlay, below_disclosure(overlay, cut, look, style.language), style)
    ]
    marks += super_marks(
        cut.supers, cut.canvas, lambda one: below_disclosure(one, cut, look, style.language), style.language
    )
    if style.captions is None:
        return marks
    drawing = CaptionDrawing(look=look, style=style.captions, accent=style.accent, language=style.language)
    cues = [(number, cue) for number, cue in enumerate(cut.cues) if not _shown_already(cue, cut)]
    return marks + [mark for number, cue in cues for mark in drawing.marks(number, cue)]


def _shown_already(cue: Cue, cut: Timeline) -> bool:
    """Whether a super shows what is said while this caption would stand."""
    return any(
        one.kind is not SuperKind.BRAND and max(one.start, cue.start) < min(one.end, cue.end) for one in cut.supers
    )


def dimmed_from(cut: Timeline) -> int | None:
    """The frame from which the picture is dimmed for the end card."""
    return next((overlay.start for overlay in cut.overlays if overlay.kind == "end_card"), None)


def _disclosure(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    return disclosure_marks(overlay, look, style.language)


def _title(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """Large, in the upper part of the picture, with a bar of the accent colour that grows out of its edge."""
    unit, area = look.unit, look.area
    indent = 0 if look.centred else 26 * unit
    text = fit_text(overlay.text, look.title_em, area.width - indent, 3, style.language, height=area.height / 2)
    height = text_height(overlay.text, len(text.lines), text.em, style.language)
    rtl = not look.centred and is_right_to_left(overlay.text)
    side = area.right - indent if rtl else area.left + indent
    x, anchor = (area.centre, 8) if look.centred else (side, 9 if rtl else 7)
    y = area.top
    body = literal(text.text, style.language)
    shadow = f"\\1a&HFF&\\3c&H000000&\\3a&H38&\\bord{7 * unit:.1f}\\blur{9 * unit:.1f}"
    place = f"\\an{anchor}\\pos({x:.1f},{y:.1f}){font_size(text.em)}\\b1"
    if look.centred:
        bar_width = 96 * unit
        bar = rounded_rectangle(x - bar_width / 2, y + height + 14 * unit, bar_width, 7 * unit, 4 * unit)
    else:
        bar_x = area.right - 8 * unit if rtl else area.left
        bar = rounded_rectangle(bar_x, y + 0.12 * text.em, 8 * unit, height - 0.24 * text.em, 4 * unit)
    return [
        replace(_mark(overlay, 1, f"{{{place}{shadow}}}{body}"), owner=""),
        _mark(overlay, 2, f"{{{colour(style.accent)}{bar}"),
        _mark(overlay, 3, f"{{{place}{colour(WHITE)}\\bord0\\shad0}}{body}", text),
    ]


def _product_name(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """A plate above the captions: the accent colour at its edge, the name beside it."""
    area = look.area
    pad = 20 * look.unit
    edge = 8 * look.unit
    text = fit_text(overlay.text, look.name_em, area.width - 2 * pad - edge, 2, style.language)
    width = max(text_width(line, text.em, style.language) for line in text.lines) + 2 * pad + edge
    height = text_height(overlay.text, len(text.lines), text.em, style.language) + pad
    top = _above_captions(look) - height
    left = area.centre - width / 2 if look.centred else area.left
    place = f"\\an5\\pos({left + (width + edge) / 2:.1f},{top + height / 2:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
    return [
        _mark(overlay, 1, f"{{{colour(INK, 0.82)}{rounded_rectangle(left, top, width, height, 6 * look.unit)}"),
        _mark(overlay, 2, f"{{{colour(style.accent)}{rounded_rectangle(left, top, edge, height, 3 * look.unit)}"),
        _mark(overlay, 3, f"{{{place}}}{literal(text.text, style.language)}", text),
    ]


def _end_card(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """On the dimmed picture: the name in the middle, the call to action on a button of the accent colour below it.

    Both stand above the captions, where captions are drawn.
    """
    area, unit = look.area, look.unit
    floor = _above_captions(look) if style.captions else area.bottom
    button = _Button.of(overlay, look, style) if overlay.detail else None
    below = 34 * unit + button.height if button else 21 * unit
    text = fit_text(overlay.text, look.card_em, area.width, 3, style.language, height=floor - area.top - below)
    height = text_height(overlay.text, len(text.lines), text.em, style.language)
    middle = look.middle
    bottom = min(max(middle, area.top + height), floor - below)
    name = f"\\an2\\pos({area.centre:.1f},{bottom:.1f}){font_size(text.em)}\\b1{colour(WHITE)}"
    marks = [_mark(overlay, 3, f"{{{name}}}{literal(text.text, style.language)}", text)]
    if button:
        return [*marks, *button.marks(overlay, bottom + 34 * unit)]
    rule_width = min(120 * unit, height)
    rule = rounded_rectangle(area.centre - rule_width / 2, bottom + 14 * unit, rule_width, 7 * unit, 4 * unit)
    return [*marks, _mark(overlay, 2, f"{{{colour(style.accent)}{rule}")]


def _above_captions(look: Design) -> float:
    """The lowest place of what stands above captions of two lines, in pixels from the top."""
    caption_height = LINES_PER_CUE * look.caption_em * EM_PER_SIZE + caption_pad(look)
    return look.area.bottom - caption_height - 22 * look.unit


@dataclass(frozen=True, kw_only=True)
class _Button:
    """The call to action, set in two lines at most."""

    text: FittedText
    width: float
    height: float
    look: Design
    style: OverlayStyle

    @classmethod
    def of(cls, overlay: Overlay, look: Design, style: OverlayStyle) -> _Button:
        pad = 30 * look.unit
        text = fit_text(overlay.detail, look.caption_em * 1.05, look.area.width - 2 * pad, 2, style.language)
        width = max(text_width(line, text.em, style.language) for line in text.lines) + 2 * pad
        height = text_height(overlay.detail, len(text.lines), text.em, style.language) + pad
        return cls(text=text, width=width, height=height, look=look, style=style)

    def marks(self, overlay: Overlay, top: float) -> list[AssEvent]:
        centre = self.look.area.centre
        place = f"\\an5\\pos({centre:.1f},{top + self.height / 2:.1f}){font_size(self.text.em)}\\b1{colour(INK)}"
        box = rounded_rectangle(centre - self.width / 2, top, self.width, self.height, 16 * self.look.unit)
        return [
            _mark(overlay, 2, f"{{{colour(self.style.accent)}{box}"),
            _mark(overlay, 3, f"{{{place}}}{literal(self.text.text, self.style.language)}", self.text),
        ]


def _mark(overlay: Overlay, layer: int, body: str, text: FittedText | None = None) -> AssEvent:
    return AssEvent(
        start=overlay.start,
        end=overlay.end,
        layer=layer,
        body=body,
        fade=CARD_FADE if overlay.kind == "end_card" else FADE,
        owner=overlay.kind.replace("_", " "),
        shortened=bool(text and text.shortened),
    )
