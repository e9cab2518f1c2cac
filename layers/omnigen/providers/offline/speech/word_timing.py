"""Which words of a text are heard when: the voice's word positions joined with the words as written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

_UNSPOKEN_MARKS = frozenset('<>[]{}|\\^~*_#`"=')
_JOINERS = "\u200c\u200d"  # part of the spelling in Persian and in the scripts of India
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class MeasuredWord(NamedTuple):
    """A word as written, punctuation included, and when it is heard, in seconds."""

    text: str
    start_seconds: float
    end_seconds: float


class _Token(NamedTuple):
    text: str
    position: int


def readable(text: str) -> str:
    """The text with blanks for what a narrator would not read: control characters, markup signs, pictographs.

    Character for character as long as `text`, so that positions in one are positions in the other.
    """
    return "".join(" " if _is_silent(character) else _plain(character) for character in text)


def time_words(
    text: str,
    word_events: Sequence[tuple[int, int]],
    samples: int,
    span: Callable[[int, int], tuple[float, float]],
) -> tuple[MeasuredWord, ...]:
    """Every sounding word of `text` with its time, in order, without overlaps.

    `word_events` are (character position, sample) of the words the voice announced; it announces a numeral several
    times and pairs like "of the" once. `span` turns a stretch of the voice's `samples` into the seconds at which
    something is heard there.
    """
    tokens = _tokens(text, [position for position, _ in word_events])
    starts = _first_samples(tokens, word_events)
    heard = [index for index in range(len(tokens)) if index in starts]
    words: list[MeasuredWord] = []
    for place, first in enumerate(heard):
        following = heard[place + 1] if place + 1 < len(heard) else len(tokens)
        begin, end = span(starts[first], starts.get(following, samples))
        group = tokens[0 if place == 0 else first : following]
        words += _share([token for token in group if token is tokens[first] or _sounds(token.text)], begin, end)
    return tuple(words)


def _is_silent(character: str) -> bool:
    if character in _JOINERS:
        return False
    # So: pictographs and dingbats; Cc, Cf, Cs, Co: controls (ctrl-A is espeak's command prefix), bidi marks, halves.
    return character in _UNSPOKEN_MARKS or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"}


def _plain(character: str) -> str:
    """Ornamental letters (bold, full width) as ordinary ones, where one character stays one."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _sounds(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _tokens(text: str, positions: Sequence[int]) -> list[_Token]:
    """The text's words; where a script writes none, the stretches between the voice's positions."""
    tokens = []
    for match in re.finditer(r"\S+", text):
        cuts = [match.start()]
        if _WITHOUT_SPACES.search(match.group()):
            cuts += sorted({position for position in positions if match.start() < position < match.end()})
        tokens += [_Token(text[a:b], a) for a, b in zip(cuts, [*cuts[1:], match.end()], strict=True)]
    return tokens


def _first_samples(tokens: Sequence[_Token], word_events: Sequence[tuple[int, int]]) -> dict[int, int]:
    """For each token that was announced, by index: the sample of its first announcement."""
    places = [token.position for token in tokens]
    first: dict[int, int] = {}
    latest = -1
    for position, sample in word_events:
        index = bisect_right(places, max(position, 0)) - 1
        if index > latest:
            first[index] = sample
            latest = index
    return first


def _share(tokens: Sequence[_Token], begin: float, end: float) -> list[MeasuredWord]:
    """Words announced as one share their time by their length."""
    total = sum(len(token.text) for token in tokens)
    words, done = [], 0
    for token in tokens:
        start = begin + (end - begin) * done / total
        done += len(token.text)
        words.append(MeasuredWord(token.text, round(start, 4), round(begin + (end - begin) * done / total, 4)))
    return words
