"""Fitting text into a width: smaller letters down to a limit, then hyphens, then more lines, at last an ellipsis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

import pyphen

from omnigen.domain.caption_words import CaptionWord, written_words
from omnigen.domain.line_breaking import FitsLine, wrap
from omnigen.domain.text_layout import SMALLEST_SHARE
from omnigen.rendering.text.layout import text_height
from omnigen.rendering.text.shaping import text_width
from omnigen.text import graphemes, is_unspaced

STEP = 0.94
MORE_LINES = 2
"""Lines beyond the usual number that small letters may take before words are left out."""

Breaks = Callable[[str, str], list[int]]
"""Where a word of a language may be broken: indexes into it."""


@dataclass(frozen=True, kw_only=True)
class FittedText:
    """Lines and the size, in pixels, at which they fit. `shortened` tells that words were left out at the end."""

    lines: tuple[str, ...]
    em: float
    shortened: bool = False

    @property
    def text(self) -> str:
        """The lines with line feeds between them."""
        return "\n".join(self.lines)


def fit_text(text: str, em: float, room: float, max_lines: int, language: str, height: float = 1e9) -> FittedText:
    """The text in at most `max_lines` lines of width `room`, at the largest size that fits, at most `em`."""
    words = written_words(text, language)
    for breaks in (_whole, _syllables, _letters):
        for size in _sizes(em):
            lines = _set(words, size, room, language, breaks)
            low = len(lines) <= max_lines and text_height(text, len(lines), size, language) <= height
            if low and max(text_width(line, size, language) for line in lines) <= room:
                return FittedText(lines=tuple(lines), em=size)
    size = em * SMALLEST_SHARE
    lines = _set(words, size, room, language, _letters)
    allowed = max_lines + MORE_LINES
    while allowed > 1 and text_height(text, allowed, size, language) > height:
        allowed -= 1
    if len(lines) <= allowed:
        return FittedText(lines=tuple(lines), em=size)
    last = _with_ellipsis(lines[allowed - 1], size, room, language)
    return FittedText(lines=(*lines[: allowed - 1], last), em=size, shortened=True)


def _sizes(em: float) -> Iterator[float]:
    size = em
    while size > em * SMALLEST_SHARE:
        yield size
        size *= STEP
    yield em * SMALLEST_SHARE


def _set(words: Sequence[CaptionWord], em: float, room: float, language: str, breaks: Breaks) -> list[str]:
    """Lines of words; those wider than a line are broken where `breaks` allows it."""

    def fits(line: str) -> bool:
        return text_width(line, em, language) <= room

    return wrap([part for word in words for part in _parts(word, fits, language, breaks)], fits)


def _parts(word: CaptionWord, fits: FitsLine, language: str, breaks: Breaks) -> Iterator[CaptionWord]:
    """The word, or its longest beginnings that fit, with a hyphen where its writing has one, and the rest."""
    text, hyphen = word.text, "" if is_unspaced(word.text) else "-"
    while not fits(text):
        places = [place for place in breaks(text, language) if fits(f"{text[:place]}{hyphen}")]
        if not places:
            break
        yield replace(word, text=f"{text[: places[-1]]}{hyphen}", spaced=len(text) == len(word.text), glued=False)
        text = text[places[-1] :]
    yield replace(word, text=text, spaced=word.spaced and text == word.text)


def _whole(_word: str, _language: str) -> list[int]:
    return []


def _syllables(word: str, language: str) -> list[int]:
    dictionary = _dictionary(language)
    return [int(place) for place in dictionary.positions(word)] if dictionary else []


def _letters(word: str, _language: str) -> list[int]:
    """Between any two characters as a reader sees them."""
    return list(accumulate(map(len, graphemes(word))))[:-1]


@cache
def _dictionary(language: str) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found) if found else None


def _with_ellipsis(line: str, em: float, room: float, language: str) -> str:
    while line and text_width(f"{line}…", em, language) > room:
        line = line[:-1]
    return f"{line.rstrip(' ,;:-')}…"
