"""The words of a narration as captions need them: where a line, a clause, a sentence may end behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from omnigen.text import line_breaks, sentences, words

CLAUSE_MARKS = frozenset(",;:—–،؛、，；：")

Ending = Literal["", "clause", "line", "sentence"]
"""What ends behind a word; a `line` is one that the author ended, as in verse."""


@dataclass(frozen=True, kw_only=True)
class CaptionWord:
    """A word as written, with the frames in which it is heard: `[start, end)`.

    `spaced` tells that white space stands before it, `glued` that no line may end behind it: its phrase, number or
    abbreviation goes on.
    """

    text: str
    start: int
    end: int
    spaced: bool = True
    glued: bool = False
    ends: Ending = ""


def written_words(text: str, language: str) -> list[CaptionWord]:
    """The words of a text in order, at frame 0."""
    found = words(text, language)
    lines = {piece.end for piece in line_breaks(text, language)}
    ends = {piece.end for piece in sentences(text, language)}
    return [
        CaptionWord(
            text=word.text,
            start=0,
            end=0,
            spaced=number == 0 or found[number - 1].end < word.start,
            glued=word.end not in lines,
            ends=_ending(word.text, text[word.end : after.start if after else len(text)], word.end in ends),
        )
        for number, (word, after) in enumerate(zip(found, [*found[1:], None], strict=True))
    ]


def marked(times: Sequence[CaptionWord], written: Sequence[CaptionWord]) -> list[CaptionWord]:
    """The written words with the frames of the same words in `times`."""
    return [replace(word, start=at.start, end=at.end) for word, at in zip(written, times, strict=True)]


def running_text(parts: Sequence[CaptionWord]) -> str:
    """Words as running text, spaced as they were written."""
    return "".join(_with_spaces(parts))


def _with_spaces(parts: Sequence[CaptionWord]) -> Iterator[str]:
    for number, word in enumerate(parts):
        yield f" {word.text}" if number and word.spaced else word.text


def _ending(word: str, gap: str, ends_sentence: bool) -> Ending:
    if ends_sentence:
        return "sentence"
    if "\n" in gap:
        return "line"
    return "clause" if word[-1] in CLAUSE_MARKS else ""
