"""The design of everything written on the picture: sizes and safe areas of each picture shape, measured text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.line_breaking import FitsLine, split_words, wrap
from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.ass import EM_PER_SIZE
from omnigen.rendering.text.fonts import BOLD, face_of, outline


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
    """The design for a canvas.

    16:9 keeps the 90 % safe area of television, 9:16 stays clear of the buttons that players of tall video lay over
    its edges, 1:1 lies between.
    """
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


def text_width(text: str, em: float) -> float:
    """Width of bold text in pixels."""
    return outline(BOLD).width(text) * em


def fit_text(text: str, em: float, room: float, max_lines: int) -> tuple[list[str], float]:
    """Lines and a size, at most `em`, at which the text takes at most `max_lines` lines within `room`."""
    words = split_words(text)
    size = em
    while True:
        lines = wrap(words, _within(size, room))
        widest = max(text_width(line, size) for line in lines)
        if len(lines) <= max_lines and widest <= room:
            return lines, size
        size *= 0.94


def text_height(text: str, lines: int, em: float, language: str) -> float:
    """Height of lines as libass sets them: each as high as the highest font in it, ascender to descender."""
    faces = {face for character in text if (face := face_of(character, language))}
    return lines * em * max((outline(face).height for face in faces), default=EM_PER_SIZE)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def _within(em: float, room: float) -> FitsLine:
    return lambda line: text_width(line, em) <= room
