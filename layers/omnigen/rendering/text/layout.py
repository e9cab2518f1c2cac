"""The design of everything written on the picture: sizes, and the area that no platform covers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.area import Area
from omnigen.domain.placement import CoveredZone
from omnigen.domain.text_layout import CARD_EM, NAME_EM, TITLE_EM, text_layout
from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.ass import EM_PER_SIZE
from omnigen.rendering.text.fonts import face_of, outline


@dataclass(frozen=True, kw_only=True)
class Design:
    """Sizes for one aspect ratio, and the area that text may use, in pixels of the canvas."""

    area: Area
    middle: float
    """Half of the picture's height."""

    caption_em: float
    title_em: float
    name_em: float
    card_em: float
    unit: float
    centred: bool


def design(canvas: Canvas, covered: Sequence[CoveredZone] = ()) -> Design:
    """The design for a canvas: its usual margins, and clear of what a platform covers."""
    layout = text_layout(canvas.width, canvas.height, covered)
    unit = layout.unit
    return Design(
        area=layout.area,
        middle=canvas.height / 2,
        caption_em=layout.caption_em,
        title_em=TITLE_EM * unit,
        name_em=NAME_EM * unit,
        card_em=CARD_EM * unit,
        unit=unit,
        centred=layout.centred,
    )


def text_height(text: str, lines: int, em: float, language: str) -> float:
    """Height of lines as libass sets them: each as high as the highest font in it, ascender to descender."""
    faces = {face for character in text if (face := face_of(character, language))}
    return lines * em * max((outline(face).height for face in faces), default=EM_PER_SIZE)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"
