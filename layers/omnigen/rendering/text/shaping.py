"""Width of text as HarfBuzz sets it, which is also what libass draws with: joined letters, kerning, each run's font."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import uharfbuzz as hb

from omnigen.rendering.text.fonts import BOLD, BOLD_WEIGHT, Face, face_of

_CACHED_TEXTS = 8_192


@lru_cache(_CACHED_TEXTS)
def ems(text: str, language: str = "en") -> float:
    """Width of one line of bold text in ems of its fonts."""
    return sum(_advance(face, run) for face, run in font_runs(text, language))


def text_width(text: str, em: float, language: str = "en") -> float:
    """Width of one line of bold text in pixels."""
    return ems(text, language) * em


def font_runs(text: str, language: str = "en") -> Iterator[tuple[Face, str]]:
    """A text cut where its font changes; what no font draws stays in the font before it."""
    face, run = BOLD, ""
    for character in text:
        found = face_of(character, language) or face
        if found != face and run:
            yield face, run
            run = ""
        face = found
        run += character
    if run:
        yield face, run


def _advance(face: Face, run: str) -> float:
    font = _font(face)
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem)


@cache
def _font(face: Face) -> hb.Font:
    font = hb.Font(hb.Face(hb.Blob(face.load()), face.number))
    if face.variable:
        font.set_variations({"wght": BOLD_WEIGHT})
    return font
