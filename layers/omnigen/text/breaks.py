"""Characters and words of a text in any writing, by ICU (UAX 29; dictionaries where no spaces are written)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from icu4py.breakers import CharacterBreaker, LineBreaker, WordBreaker

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3001-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han, Kana, Bopomofo
    "\ufe30-\ufe4f\uff01-\uff9f\U00020000-\U0003ffff]"  # full-width forms, rare Han
)


class Piece(NamedTuple):
    """A stretch of a text without white space around it, and the place in the whole text where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.text)


def graphemes(text: str) -> tuple[str, ...]:
    """What a reader takes for single characters: letters with their marks, an emoji with all its parts (UAX 29)."""
    return tuple(CharacterBreaker(text, "und"))


def words(text: str, language: str = "und") -> tuple[Piece, ...]:
    """The words as written, punctuation included; what lies between two of them is white space or nothing.

    At white space in most writings; where a writing has none between words, by dictionary. Never inside a word of a
    spaced writing, an address or a number.
    """
    found = []
    for token in re.finditer(r"\S+", text):
        whole, start = token.group(), token.start()
        cuts = [place for place in word_borders(whole, language) if between_unspaced(whole, place)]
        found += [Piece(whole[a:b], start + a) for a, b in pairwise([0, *cuts, len(whole)])]
    return tuple(found)


def cut(text: str, places: Iterable[int], offset: int = 0) -> tuple[Piece, ...]:
    """The stretches of a text between these places (ascending), without the white space around them.

    Places that would leave an empty stretch are passed over. `offset` is where the text begins in a longer one.
    """
    pieces = []
    for begin, end in pairwise([0, *places, len(text)]):
        stretch = text[begin:end]
        if bare := stretch.strip():
            pieces.append(Piece(bare, offset + begin + stretch.index(bare[0])))
    return tuple(pieces)


def is_unspaced(text: str) -> bool:
    """Whether a character of a writing without spaces between words is in it (Han, Kana, Thai, Lao, Khmer, Burmese)."""
    return _UNSPACED.search(text) is not None


def join(parts: Iterable[str]) -> str:
    """Words as running text: with spaces, but none between two characters of writings that have none."""
    text = ""
    for part in parts:
        text += part if not text or _both_unspaced(text[-1], part[:1]) else f" {part}"
    return text


def between_unspaced(text: str, place: int) -> bool:
    """Whether the characters before and after this place are both of unspaced writings."""
    return _both_unspaced(text[place - 1], text[place])


def word_borders(token: str, language: str) -> list[int]:
    """Borders of words at which a line may begin, so that punctuation stays with its word."""
    if not is_unspaced(token):
        return []
    allowed = set(borders(LineBreaker(token, "und"))[:-1])
    return [place for place in borders(WordBreaker(token, language)) if place in allowed]


def borders(segments: Iterable[str]) -> list[int]:
    """The places behind each of the segments that a breaker yields, as its own places count UTF-16 units."""
    return list(accumulate(map(len, segments)))


def _both_unspaced(before: str, after: str) -> bool:
    return is_unspaced(before) and is_unspaced(after)
