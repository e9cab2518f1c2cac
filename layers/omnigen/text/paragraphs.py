"""A script in paragraphs, sentences, clauses and words, as its author wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from omnigen.text import breaks, sentences
from omnigen.text.breaks import Piece

MAX_VERSE_CHARACTERS = 60
"""Lines of a paragraph that are all this short were ended by the author; longer ones by an editor's margin."""

_LINE_END = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[-*+•‣▪◦●·–—]|>+)\s+")
_NUMBER = re.compile(r"(?:\(?(\d{1,2})[.)]|\(?([a-z])\))\s+")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its marks. `start` and `end` are places in the script."""

    text: str
    start: int
    language: str = "und"

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.text)

    @cached_property
    def clauses(self) -> tuple[Piece, ...]:
        """Its clauses; one where it has no clause that may stand alone. Places are those of the script."""
        return _moved(sentences.clauses(self.text, self.language), self.start)

    @cached_property
    def words(self) -> tuple[Piece, ...]:
        """Its words as written, punctuation included. Places are those of the script."""
        return _moved(breaks.words(self.text, self.language), self.start)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a verse, or an item of a list without its marker. `start` and `end` are places in the script.

    In a verse the ends of lines are the author's. Elsewhere they are an editor's, and blanks here.
    """

    text: str
    start: int
    is_item: bool = False
    is_verse: bool = False
    language: str = "und"

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        return tuple(
            Sentence(piece.text, self.start + piece.start, self.language)
            for piece in sentences.sentences(self.text, self.language)
        )

    @cached_property
    def lines(self) -> tuple[Piece, ...]:
        """The author's lines; several only in verse. Places are those of the script."""
        return _moved(_lines(self.text), self.start)


def paragraphs(script: str, language: str = "und") -> tuple[Paragraph, ...]:
    """The paragraphs of a script, in order: divided by blank lines; each item of a list is one of its own.

    What lies between two of them is white space and the markers of list items (`-`, `*`, `•`, `1.`, `a)`).
    """
    lines = _lines(script)
    markers = _markers(lines)
    starts = [number for number in range(len(lines)) if _begins(script, lines, number, markers)]
    found = []
    for first, following in pairwise([*starts, len(lines)]):
        begin, end = lines[first].start + markers.get(first, 0), lines[following - 1].end
        is_item = first in markers
        is_verse = not is_item and _is_verse(lines[first:following])
        text = script[begin:end] if is_verse else _LINE_END.sub(" ", script[begin:end])
        found.append(Paragraph(text, begin, is_item, is_verse, language))
    return tuple(found)


def _begins(script: str, lines: tuple[Piece, ...], number: int, markers: dict[int, int]) -> bool:
    """Whether a line begins a paragraph: after a blank line, as an item, or below an item that it does not continue."""
    if number == 0 or number in markers:
        return True
    between = script[lines[number - 1].end : lines[number].start]
    if between.count("\n") > 1:
        return True
    indented = between.rpartition("\n")[2] != ""
    return number - 1 in markers and not indented and len(lines[number - 1].text) <= MAX_VERSE_CHARACTERS


def _is_verse(lines: tuple[Piece, ...]) -> bool:
    return len(lines) > 1 and all(len(line.text) <= MAX_VERSE_CHARACTERS for line in lines)


def _markers(lines: tuple[Piece, ...]) -> dict[int, int]:
    """The lines that are items of a list, with the length of their markers. One number alone makes no list."""
    found = {number: bullet.end() for number, line in enumerate(lines) if (bullet := _BULLET.match(line.text))}
    counted = [(number, sign) for number, line in enumerate(lines) if (sign := _NUMBER.match(line.text))]
    values = [int(sign[1]) if sign[1] else ord(sign[2]) - ord("a") + 1 for _, sign in counted]
    if len(values) > 1 and values == list(range(values[0], values[0] + len(values))):
        found |= {number: sign.end() for number, sign in counted}
    return found


def _lines(text: str) -> tuple[Piece, ...]:
    return breaks.cut(text, [found.end() for found in _LINE_END.finditer(text)])


def _moved(pieces: tuple[Piece, ...], places: int) -> tuple[Piece, ...]:
    return tuple(Piece(piece.text, piece.start + places) for piece in pieces)
