"""Words and lines: where a text may be broken, and how it fills as few lines as can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

LINES_PER_CUE = 2
SENTENCE_ENDS = frozenset(".!?…。！？؟।")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset(",;:—–،؛、，；：")

FitsLine = Callable[[str], bool]
"""Says whether a text fits on one line."""


def characters(most: float) -> FitsLine:
    """A line holds this many characters; East Asian wide ones count twice, combining ones not at all."""
    return lambda text: line_cells(text) <= most


def line_cells(text: str) -> int:
    """Length of a text in cells: East Asian wide characters take two, combining ones none."""
    return sum(_cells(character) for character in text)


def full_width(character: str) -> bool:
    """Whether a character takes two cells."""
    return unicodedata.east_asian_width(character) in "WF"


def split_words(text: str) -> list[str]:
    """Words at white space; scripts written without spaces are cut between characters, with their punctuation."""
    return [part for word in text.split() for part in _cut_dense(word)]


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


def join_words(words: Sequence[str]) -> str:
    """Words as running text: with spaces, but none between characters of a script written without them."""
    text = ""
    for word in words:
        text += word if not text or (_is_dense(text[-1]) and _is_dense(word[0])) else f" {word}"
    return text


def _cut_dense(word: str) -> list[str]:
    parts: list[str] = []
    for character in word:
        clings = not parts or not _is_dense(character) or unicodedata.category(character)[0] in "PM"
        if parts and clings and (not _is_dense(parts[-1][-1]) or unicodedata.category(character)[0] in "PM"):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _is_dense(character: str) -> bool:
    """Whether a character belongs to a script written without spaces (Han, Kana and their punctuation)."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if full_width(character) else 1
