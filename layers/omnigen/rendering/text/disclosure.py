"""Draws what a market wants said in the picture: white on a dark plate at the upper edge, from the first frame on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from omnigen.domain.area import Area
from omnigen.domain.supers import Super
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.rendering.text.ass import AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.contrast import INK, WHITE
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, is_right_to_left, text_height
from omnigen.rendering.text.shaping import text_width

LETTERS = 0.8
"""Size of its letters, as a share of that of captions."""


@dataclass(frozen=True, kw_only=True)
class _Plate:
    """The text as it fits, and the plate around it in pixels."""

    text: FittedText
    width: float
    height: float

    @classmethod
    def of(cls, overlay: Overlay, look: Design, language: str) -> _Plate:
        pad = 14 * look.unit
        text = fit_text(overlay.text, LETTERS * look.caption_em, look.area.width - 2 * pad, 2, language)
        width = max(text_width(line, text.em, language) for line in text.lines) + 2 * pad
        height = text_height(overlay.text, len(text.lines), text.em, language) + pad
        return cls(text=text, width=width, height=height)


def below_disclosure(overlay: Overlay | Super, cut: Timeline, look: Design, language: str) -> Design:
    """The design for a text of the cut: below the disclosure, where that is seen at the same time."""
    for said in cut.overlays:
        if said.kind == "disclosure" and overlay is not said and overlay.start < said.end:
            top = look.area.top + _Plate.of(said, look, language).height + 12 * look.unit
            return replace(look, area=replace(look.area, top=top))
    return look


def disclosure_area(overlay: Overlay, look: Design, language: str) -> Area:
    """What the plate may take of the picture: its place from edge to edge of the area for text."""
    area = look.area
    return Area(
        left=area.left, top=area.top, right=area.right, bottom=area.top + _Plate.of(overlay, look, language).height
    )


def disclosure_marks(overlay: Overlay, look: Design, language: str) -> list[AssEvent]:
    """The plate and the text on it, which appear and go without fading."""
    area, plate = look.area, _Plate.of(overlay, look, language)
    left = area.left
    if look.centred:
        left = area.centre - plate.width / 2
    elif is_right_to_left(overlay.text):
        left = area.right - plate.width
    box = rounded_rectangle(left, area.top, plate.width, plate.height, 6 * look.unit)
    middle = f"\\an5\\pos({left + plate.width / 2:.1f},{area.top + plate.height / 2:.1f})"
    place = f"{{{middle}{font_size(plate.text.em)}{colour(WHITE)}}}"
    bodies = ((1, f"{{{colour(INK, 0.82)}{box}"), (3, place + literal(plate.text.text, language)))
    return [
        AssEvent(
            start=overlay.start,
            end=overlay.end,
            layer=layer,
            body=body,
            owner="disclosure",
            shortened=plate.text.shortened,
        )
        for layer, body in bodies
    ]
