"""Lines of captions: how words fill as few lines as can be, none of them torn out of its phrase."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from omnigen.domain.caption_words import CaptionWord, running_text

LINES_PER_CUE = 2

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


def wrap(words: Sequence[CaptionWord], fits: FitsLine) -> list[str]:
    """Lines of words, as few as can be; two are made about equally long. A word wider than a line stands alone.

    Two lines end where the author ended one.
    """
    lines = fill_lines(words, fits)
    if len(lines) > LINES_PER_CUE:
        return [running_text(line) for line in lines]
    pairs = [(words[:place], words[place:]) for place in range(1, len(words)) if not words[place - 1].glued]
    fitting = [pair for pair in pairs if all(fits(running_text(half)) for half in pair)]
    own = [pair for pair in fitting if pair[0][-1].ends == "line"]
    if (len(lines) == 1 and not own) or not fitting:
        return [running_text(line) for line in lines]
    return [running_text(half) for half in min(own or fitting, key=_imbalance)]


def fill_lines(words: Sequence[CaptionWord], fits: FitsLine) -> list[list[CaptionWord]]:
    """Lines filled from the first word on; a phrase goes to the next line as a whole where it fits there."""
    lines: list[list[CaptionWord]] = []
    for number, word in enumerate(words):
        if not lines or not fits(running_text([*lines[-1], word])):
            carried = _unfinished(lines[-1]) if lines and words[number - 1].glued else []
            if carried and fits(running_text([*carried, word])):
                del lines[-1][-len(carried) :]
                lines.append([*carried, word])
            else:
                lines.append([word])
        else:
            lines[-1].append(word)
    return lines


def _unfinished(line: Sequence[CaptionWord]) -> list[CaptionWord]:
    """The phrase with which a line ends, unless the line holds nothing else."""
    place = len(line)
    while place and line[place - 1].glued:
        place -= 1
    return list(line[place:]) if place else []


def _imbalance(pair: tuple[Sequence[CaptionWord], Sequence[CaptionWord]]) -> int:
    """How unlike two lines are; after a clause's end they may differ a little more."""
    upper, lower = map(running_text, pair)
    return abs(line_cells(upper) - line_cells(lower)) - 8 * bool(pair[0][-1].ends)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if full_width(character) else 1
