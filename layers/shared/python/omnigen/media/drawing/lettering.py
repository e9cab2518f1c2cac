"""The caption strip: a few words set small, in a font that is installed with the package."""

from __future__ import annotations

import io
from functools import lru_cache

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont

SMALLEST_PIXELS = 9
_FONTS = ("figbo", "notosbo")
"""FiraGO (Latin, Greek, Cyrillic, Arabic, Hebrew, Thai) and Noto Sans, both under the SIL Open Font License."""


def caption(image: Image.Image, words: str) -> None:
    """Draw `words` on a strip in the upper left corner, without glyphs that no font has; without words, no strip."""
    size = max(SMALLEST_PIXELS, round(min(image.width, image.height) * 0.036))
    margin = round(size * 1.1)
    font, text = _fitting(words, size, round(image.width * 0.86) - 2 * margin)
    if not text:
        return
    left, _, right, _ = font.getbbox(text)
    x, y = max(margin, round(image.width * 0.05)), max(margin, round(image.height * 0.05))
    strip = (x, y, x + round(right - left + size * 1.5), y + round(size * 1.75))
    pen = ImageDraw.Draw(image, "RGBA")
    pen.rounded_rectangle(strip, radius=size * 0.5, fill=(22, 22, 34, 165))
    pen.rounded_rectangle((x, y, x + max(2, size // 5), strip[3]), radius=size * 0.1, fill=(255, 255, 255, 220))
    middle = (strip[1] + strip[3]) / 2
    pen.text(
        (x + size * 0.85 - left, middle - (font.getbbox("x")[1] + font.getbbox("x")[3]) / 2),
        text,
        font=font,
        fill=(255, 255, 255),
    )


def _fitting(words: str, size: int, width: int) -> tuple[ImageFont.FreeTypeFont, str]:
    """The font that has most of the words' glyphs, and as many of the words as fit."""
    name = max(_FONTS, key=lambda name: len(_drawable(words, name)))
    font, text = _font(name, size), " ".join(_drawable(words, name).split())
    while text and font.getlength(text) > width:
        text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
    return font, text if any(character.isalnum() for character in text) else ""


def _drawable(words: str, name: str) -> str:
    known = _characters(name)
    return "".join(character for character in words if character in known)


@lru_cache(maxsize=8)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_file(name)), size)


@lru_cache(maxsize=2)
def _characters(name: str) -> frozenset[str]:
    """Every character the font has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(_file(name)), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


def _file(name: str) -> bytes:
    data: bytes = pymupdf_fonts.fontbuffers[name]()  # type: ignore[no-untyped-call]
    return data
