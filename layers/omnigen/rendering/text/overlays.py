"""Everything drawn on the picture: captions, title, product name, end card and logos, laid out for its shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from omnigen.domain.area import Area
from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.placement import CoveredZone
from omnigen.domain.supers import SuperKind
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.domain.wording import plain
from omnigen.rendering.text.ass import AssEvent
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.captions import CaptionDrawing
from omnigen.rendering.text.disclosure import below_disclosure, disclosure_marks
from omnigen.rendering.text.end_card import CardPlan
from omnigen.rendering.text.end_card_parts import CardMotion, EndCard, Swatch
from omnigen.rendering.text.layout import Design, design
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.text.pack_shot import PackShot
from omnigen.rendering.text.plates import plate_of
from omnigen.rendering.text.supers import super_marks
from omnigen.rendering.text.watermark import watermark_plate, watermarks


@dataclass(frozen=True, kw_only=True)
class OverlayStyle:
    """How text looks in one video: the brand, its language, the zones to keep clear of.

    `cutout` is the product that its end card shows.
    """

    brand: BrandLook = field(default_factory=BrandLook)
    language: str = "en"
    covered: Sequence[CoveredZone] = ()
    captions: CaptionStyle | None = CaptionStyle.PLATE
    """None where captions are not drawn."""

    cutout: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Everything that is drawn in a cut: text in the order in which it is drawn, logos, and the end card's picture."""

    marks: list[AssEvent]
    logos: tuple[PlacedLogo, ...] = ()
    pack_shot: PackShot | None = None
    motion: CardMotion | None = None
    swatches: tuple[Swatch, ...] = ()


def lay_out(cut: Timeline, style: OverlayStyle, folder: Path | None = None) -> Drawing:
    """Lay out what is drawn in a cut. Logos and the pack shot are written into the folder, if there is one."""
    look = design(cut.canvas, style.covered)
    marks = [mark for one in cut.overlays for mark in _plate(one, cut, look, style)]
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
                covered=style.covered,
                folder=folder,
                cutout=style.cutout if not _shows_supers(cut, one) else None,
                captions_height=lambda area: _captions_height(cut, look, style, area),
                subject_top=_subject_top(cut),
            ).card()
            marks += card.marks
            logos += [card.logo] if card.logo else []
    return Drawing(
        marks=marks + _captions(cut, look, style, card),
        logos=tuple(logos),
        pack_shot=card.pack_shot if card else None,
        motion=card.motion if card else None,
        swatches=card.swatches if card else (),
    )


def _plate(overlay: Overlay, cut: Timeline, look: Design, style: OverlayStyle) -> list[AssEvent]:
    """The events of a text that stands on a plate of its own."""
    if overlay.kind == "disclosure":
        return disclosure_marks(overlay, look, style.language)
    plate = plate_of(overlay, cut, look, style.brand, style.language)
    return plate.marks if plate else []


def _shows_supers(cut: Timeline, card: Overlay) -> bool:
    """Whether the law wants words in the picture while the end card stands; a product would be in their way."""
    return any(one.end > card.start and one.start < card.end for one in cut.supers)


def _subject_top(cut: Timeline) -> float | None:
    """Where the subject of the last shot begins, in pixels from the top; None where that is not known."""
    box = cut.shots[-1].subject_box
    return float(box[1]) * cut.canvas.height if box else None


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
    usual = _usual_captions(look, style, style.captions)
    cues = [(number, cue) for number, cue in enumerate(cut.cues) if not _shown_already(cue, cut)]
    begins = card.motion.start if card else cut.frames
    marks = [
        replace(mark, end=min(mark.end, begins))
        for number, cue in cues
        for mark in usual.marks(number, cue)
        if mark.start < begins
    ]
    if card:
        beside = replace(usual, look=replace(look, area=card.captions))
        marks += [
            replace(mark, start=max(mark.start, begins), owner=f"{mark.owner} beside the end card")
            for number, cue in _beside_card(cut, begins)
            for mark in beside.marks(number, cue)
            if mark.end > begins
        ]
    return marks


def _usual_captions(look: Design, style: OverlayStyle, captions: CaptionStyle) -> CaptionDrawing:
    """How captions are drawn while no end card stands."""
    brand = style.brand
    return CaptionDrawing(look=look, style=captions, accent=brand.spoken_word, language=brand.running(style.language))


def _beside_card(cut: Timeline, begins: int) -> list[tuple[int, Cue]]:
    """The captions, with their numbers, that stand beside an end card from a frame on: not those that repeat it."""
    return [
        (number, cue)
        for number, cue in enumerate(cut.cues)
        if cue.end > begins and not _shown_already(cue, cut) and not _says_the_same(cue, cut)
    ]


def _captions_height(cut: Timeline, look: Design, style: OverlayStyle, area: Area) -> float:
    """How high the captions are, in an area, that stand while the end card does; 0 where none is drawn."""
    cues = _beside_card(cut, card_start(cut) or 0)
    if style.captions is None or not cues:
        return 0
    drawing = replace(_usual_captions(look, style, style.captions), look=replace(look, area=area))
    return area.bottom - min(drawing.top(cue) for _, cue in cues)


def _says_the_same(cue: Cue, cut: Timeline) -> bool:
    """Whether the end card says the words of a caption."""
    said = plain(" ".join(cue.lines))
    shown = [plain(text) for one in cut.overlays if one.kind == "end_card" for text in one.texts]
    return any(f" {said} " in f" {text} " for text in shown)
