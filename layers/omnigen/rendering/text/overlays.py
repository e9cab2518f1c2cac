"""Everything drawn on the picture: captions, title, product name, end card and logos, laid out for its shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.line_breaking import LINES_PER_CUE
from omnigen.domain.placement import CoveredZone
from omnigen.domain.supers import SuperKind
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.domain.wording import plain
from omnigen.rendering.text.ass import EM_PER_SIZE, AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.captions import CaptionDrawing, caption_pad
from omnigen.rendering.text.contrast import INK, TITLE_OPACITY, WHITE
from omnigen.rendering.text.disclosure import below_disclosure, disclosure_marks
from omnigen.rendering.text.end_card import CardMotion, CardPlan, EndCard
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Area, Design, design, is_right_to_left, text_height
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.text.shaping import text_width
from omnigen.rendering.text.supers import super_marks
from omnigen.rendering.text.watermark import watermark_plate, watermarks

FADE = (250, 250)


@dataclass(frozen=True, kw_only=True)
class OverlayStyle:
    """How text looks in one video: the brand, its language, the zones to keep clear of."""

    brand: BrandLook = field(default_factory=BrandLook)
    language: str = "en"
    covered: Sequence[CoveredZone] = ()
    captions: CaptionStyle | None = CaptionStyle.PLATE
    """None where captions are not drawn."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Everything that is drawn in a cut: text in the order in which it is drawn, logos, and the end card's move."""

    marks: list[AssEvent]
    logos: tuple[PlacedLogo, ...] = ()
    motion: CardMotion | None = None


def lay_out(cut: Timeline, style: OverlayStyle, folder: Path | None = None) -> Drawing:
    """Lay out what is drawn in a cut. Logos are written into the folder; without one there are none."""
    look = design(cut.canvas, style.covered)
    draw = {"disclosure": _disclosure, "title": _title, "product_name": _product_name}
    draw["on_screen_text"] = _product_name
    marks = [
        mark
        for one in cut.overlays
        if one.kind in draw
        for mark in draw[one.kind](one, below_disclosure(one, cut, look, style.language), style)
    ]
    marks += super_marks(
        cut.supers, cut.canvas, lambda one: below_disclosure(one, cut, look, style.language), style.language
    )
    logos = watermarks(cut, look, style.brand, style.language, folder)
    marks += [watermark_plate(logo, look, style.brand) for logo in logos]
    card = None
    for one in cut.overlays:
        if one.kind == "end_card":
            card = CardPlan(
                overlay=one,
                canvas=cut.canvas,
                look=below_disclosure(one, cut, look, style.language),
                brand=style.brand,
                language=style.language,
                covered=bool(style.covered),
                folder=folder,
            ).card()
            marks += card.marks
            logos += [card.logo] if card.logo else []
    return Drawing(
        marks=marks + _captions(cut, look, style, card), logos=tuple(logos), motion=card.motion if card else None
    )


def _shown_already(cue: Cue, cut: Timeline) -> bool:
    """Whether a super shows what is said while this caption would stand."""
    return any(
        one.kind is not SuperKind.BRAND and max(one.start, cue.start) < min(one.end, cue.end) for one in cut.supers
    )


def card_start(cut: Timeline) -> int | None:
    """The frame from which the end card comes in, and the picture moves; None without one."""
    return next((overlay.start for overlay in cut.overlays if overlay.kind == "end_card"), None)


def _captions(cut: Timeline, look: Design, style: OverlayStyle, card: EndCard | None) -> list[AssEvent]:
    """Captions; from the end card on they stand on the picture beside it, and what it says is not drawn again."""
    if style.captions is None:
        return []
    accent, language = style.brand.spoken_word, style.brand.running(style.language)
    usual = CaptionDrawing(look=look, style=style.captions, accent=accent, language=language)
    cues = [(number, cue) for number, cue in enumerate(cut.cues) if not _shown_already(cue, cut)]
    begins = card.motion.start if card else cut.frames
    marks = [
        replace(mark, end=min(mark.end, begins))
        for number, cue in cues
        for mark in usual.marks(number, cue)
        if mark.start < begins
    ]
    if card:
        beside = replace(usual, look=replace(look, area=_beside(card, look)))
        marks += [
            replace(mark, start=max(mark.start, begins), owner=f"{mark.owner} beside the end card")
            for number, cue in cues
            if cue.end > begins and not _says_the_same(cue, cut)
            for mark in beside.marks(number, cue)
            if mark.end > begins
        ]
    return marks


def _says_the_same(cue: Cue, cut: Timeline) -> bool:
    """Whether the end card says the words of a caption."""
    said = plain(" ".join(cue.lines))
    shown = [plain(text) for one in cut.overlays if one.kind == "end_card" for text in one.texts]
    return any(f" {said} " in f" {text} " for text in shown)


def _beside(card: EndCard, look: Design) -> Area:
    """Where captions stand while the end card is there: within the picture that it leaves."""
    area, gap = look.area, 22 * look.unit
    return Area(
        left=max(area.left, card.picture.left + gap),
        top=area.top,
        right=min(area.right, card.picture.right - gap),
        bottom=min(area.bottom, card.picture.bottom - gap),
    )


def _disclosure(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    return disclosure_marks(overlay, look, style.language)


def _title(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """Large, in the upper part of the picture, on a plate with an edge of the accent colour."""
    unit, area, accent = look.unit, look.area, style.brand.palette.accent
    lettering = style.brand.headings(style.language)
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


def _product_name(overlay: Overlay, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """A plate above the captions: the accent colour at its edge, the name beside it."""
    area, accent = look.area, style.brand.palette.accent
    pad = 20 * look.unit
    lettering = style.brand.headings(style.language)
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
    return look.area.bottom - caption_height - 22 * look.unit


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
