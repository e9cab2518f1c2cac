"""Cards that say in words what cannot be drawn."""

from __future__ import annotations

import importlib
import io
from functools import cache
from typing import Any

from PIL import ImageFont

from omnigen.providers.offline.drawing.palette import Ink, darker, mix, paler
from omnigen.providers.offline.drawing.stage import Stage, wash

CardBox = tuple[float, float, float, float]

_MARGIN = 0.12
_LARGEST = 0.13
_SMALLEST = 0.03
_LINE = 1.25
"""Line height in font sizes."""


def draw_card(stage: Stage, text: str) -> CardBox:
    """The words in the middle of a plain ground, as large as they fit; gives their box in shares of the picture."""
    ink = stage.ink
    wash(stage, ink.main, darker(ink.main, 0.25), 0, 1)
    _ornaments(stage, ink)
    words = text.split()[:16] or [""]
    room = stage.width * (1 - 2 * _MARGIN)
    size = min(_LARGEST * stage.height, room / 3)
    lines = _lines(words, _font(round(size)), room)
    while size > _SMALLEST * stage.height and (
        len(lines) * size * _LINE > stage.height * 0.66 or max(_width(line, round(size)) for line in lines) > room
    ):
        size *= 0.92
        lines = _lines(words, _font(round(size)), room)
    font = _font(round(size))
    high = len(lines) * size * _LINE
    top = (stage.height - high) / 2
    for row, line in enumerate(lines):
        middle = top + (row + 0.5) * size * _LINE
        stage.draw.text((stage.width / 2, middle), line, font=font, fill=ink.pale, anchor="mm")
    bar = stage.pen(0.5, (top + high) / stage.height + 0.03, 1)
    bar.box(-0.09, -0.008, 0.09, 0.008, ink.accent, 0.008)
    across = max(_width(line, round(size)) for line in lines) / stage.width / 2
    return 0.5 - across, top / stage.height, 0.5 + across, (top + high) / stage.height


def _ornaments(stage: Stage, ink: Ink) -> None:
    for x, y, radius, share in ((0.08, 0.95, 0.34, 0.12), (0.94, 0.08, 0.26, 0.2), (0.86, 0.16, 0.1, 0.5)):
        stage.pen(x, y, 1).disc(0, 0, radius, mix(ink.main, ink.second, share))
    stage.pen(0.12, 0.16, 1).ring(0, 0, 0.09, 0.014, paler(ink.main, 0.2))


def _lines(words: list[str], font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(line: str, size: int) -> float:
    return _font(size).getlength(line)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """FiraGO Bold (SIL Open Font License), of the package that the overlays use too."""
    fonts: Any = importlib.import_module("pymupdf_fonts")
    return ImageFont.truetype(io.BytesIO(fonts.myfont("figbo")), max(size, 4))
