"""Words and lines: where a text may be broken, and how it fills as few lines as can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from omnigen.text import join, words

LINES_PER_CUE = 2
SENTENCE_ENDS = frozenset(".!?…。！？؟।")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset(",;:—–،؛、，；：")

FitsLine = Callable[[str], bool]
"""Says whether a text fits on one line."""


def characters(most: float) -> FitsLine:
    """A line holds this many characters; East Asian wide ones count twice, combining ones not at all."""
    return lambda text: sum(_cells(character) for character in text) <= most


def split_words(text: str) -> list[str]:
    """Words as written, with their punctuation; by dictionary in writings without spaces."""
    return [word.text for word in words(text)]


def wrap(words: Sequence[str], fits: FitsLine) -> list[str]:
    """Lines of words, as few as can be; two are made about equally long. A word wider than a line stands alone."""
    lines = fill_lines(words, fits)
    return _balance(words, fits) if len(lines) == LINES_PER_CUE else lines


def fill_lines(words: Sequence[str], fits: FitsLine) -> list[str]:
    """Lines filled from the first word on."""
    lines: list[str] = []
    for word in words:
        if lines and fits(longer := join_words([lines[-1], word])):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balance(words: Sequence[str], fits: FitsLine) -> list[str]:
    """The break that makes two lines most alike; after a comma, lines may differ a little more."""
    pairs = [[join_words(words[:place]), join_words(words[place:])] for place in range(1, len(words))]
    fitting = [pair for pair in pairs if all(map(fits, pair))]
    if not fitting:
        return fill_lines(words, fits)
    return min(fitting, key=_imbalance)


def _imbalance(lines: Sequence[str]) -> int:
    upper, lower = lines
    return abs(len(upper) - len(lower)) - 8 * (upper[-1] in CLAUSE_ENDS)


def join_words(parts: Sequence[str]) -> str:
    """Words as running text: with spaces, but none beside a character of a writing that has none."""
    return join(parts)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
