"""Cards that say in words what cannot be drawn."""

from __future__ import annotations

import importlib
import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import ImageFont

from omnigen.domain.area import Area
from omnigen.providers.offline.drawing.palette import Ink, darker, mix, paler
from omnigen.providers.offline.drawing.stage import Stage, wash
from omnigen.providers.offline.drawing.standing import widest_room
from omnigen.text import join, line_breaks, undrawable

CardBox = tuple[float, float, float, float]

_MARGIN = 0.12
_LARGEST = 0.13
_SMALLEST = 0.03
_LINE = 1.25
"""Line height in font sizes."""

_WIDE, _TALL, _WIDE_FROM = (0.4, 0.46), (0.3, 0.3), 1.2
"""Where the middle of the words is and how high they are at most, in shares of the height; from which breadth on.

Captions stand below three quarters of a wide picture, and below half of a tall or square one.
"""

_BAR = 0.04
"""Below the words there is a short line."""

_CJK_PACKAGE, _CJK_FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_CJK_WRITINGS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def draw_card(stage: Stage, text: str, texts: Sequence[Area] = ()) -> CardBox:
    """The words on a plain ground, as large as they fit; gives their box in shares.

    They stand clear of `texts`, which will be written over the picture, or above where captions stand.

    Words that no font here can draw are left out: a plain ground is better than rows of boxes.
    """
    ink = stage.ink
    wash(stage, ink.main, darker(ink.main, 0.25), 0, 1)
    _ornaments(stage, ink)
    shown = _drawable(text)
    font = _cjk_font if _is_cjk(shown) else _font
    words = [piece.text for piece in line_breaks(" ".join(shown.split()[:16]))] or [""]
    x, middle_at, wide, tallest = _room(stage, texts)
    room = stage.width * wide
    size = min(_LARGEST * stage.height, room / 3)
    lines = _lines(words, font(round(size)), room)
    while size > _SMALLEST * stage.height and (
        len(lines) * size * _LINE > stage.height * tallest
        or max(font(round(size)).getlength(line) for line in lines) > room
    ):
        size *= 0.92
        lines = _lines(words, font(round(size)), room)
    high = len(lines) * size * _LINE
    top = stage.height * middle_at - high / 2
    for row, line in enumerate(lines):
        middle = top + (row + 0.5) * size * _LINE
        stage.draw.text((stage.width * x, middle), line, font=font(round(size)), fill=ink.pale, anchor="mm")
    bar = stage.pen(x, (top + high) / stage.height + 0.03, 1)
    bar.box(-0.09, -0.008, 0.09, 0.008, ink.accent, 0.008)
    across = _widest(lines, font(round(size))) / stage.width / 2
    return x - across, top / stage.height, x + across, (top + high) / stage.height


def _room(stage: Stage, texts: Sequence[Area]) -> tuple[float, float, float, float]:
    """Middle from the left and from the top, width, and greatest height of the words, in shares."""
    middle, tallest = _WIDE if stage.breadth > _WIDE_FROM else _TALL
    usual = Area(left=_MARGIN, top=middle - tallest / 2, right=1 - _MARGIN, bottom=middle + tallest / 2)
    if not any(one.overlaps(usual) for one in texts):
        return 0.5, middle, usual.width, tallest
    room = widest_room(texts, Area(left=_MARGIN, top=0.05, right=1 - _MARGIN, bottom=0.95))
    return room.centre, (room.top + room.bottom) / 2, room.width, room.height - _BAR


def _ornaments(stage: Stage, ink: Ink) -> None:
    for x, y, radius, share in ((0.08, 0.95, 0.34, 0.12), (0.94, 0.08, 0.26, 0.2), (0.86, 0.16, 0.1, 0.5)):
        stage.pen(x, y, 1).disc(0, 0, radius, mix(ink.main, ink.second, share))
    stage.pen(0.12, 0.16, 1).ring(0, 0, 0.09, 0.014, paler(ink.main, 0.2))


def _lines(words: list[str], font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = join([lines[-1], word])
        if font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest(lines: list[str], font: ImageFont.FreeTypeFont) -> float:
    return max(font.getlength(line) for line in lines)


def _drawable(text: str) -> str:
    """The text if every letter of it can be drawn, else nothing."""
    return "" if undrawable(text, cjk=find_spec(_CJK_PACKAGE) is not None) else text


def _is_cjk(text: str) -> bool:
    """Whether a letter of it is Chinese, Japanese or Korean."""
    return any(unicodedata.name(one, "").startswith(_CJK_WRITINGS) for one in text)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """FiraGO Bold (SIL Open Font License), of the package that the overlays use too."""
    fonts: Any = importlib.import_module("pymupdf_fonts")
    return ImageFont.truetype(io.BytesIO(fonts.myfont("figbo")), max(size, 4))


@cache
def _cjk_font(size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK, bold (SIL Open Font License), of the extra `fonts-world`."""
    font = ImageFont.truetype(io.BytesIO(_cjk_file()), max(size, 4))
    font.set_variation_by_axes([700])
    return font


@cache
def _cjk_file() -> bytes:
    [found] = Path(str(importlib.import_module(_CJK_PACKAGE).__file__)).parent.rglob(_CJK_FILE)
    return found.read_bytes()
