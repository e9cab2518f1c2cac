"""Words as the rules compare them: without case and punctuation, numbers spelled out, syllables counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from omnigen.text import sentences, spoken_form

LANGUAGE = "en"
"""Every rule set is one of the United States: the ads are read as English."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SYLLABLE = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouy]es|[^aeiouyl]e|[^aeiouytd]ed)$")
_SOUNDED_END = re.compile(r"(?:[sxz]|[cs]h|[cg])es$")
_TWO_VOWELS = re.compile(
    r"(?<!ll)(?<![cstxg])i(?=[aou]|en)|[aeiou]ing$|(?<=[nt])ua|(?<!p)eo(?!u)|[aeiou]\w*ea$|^(?:re|cre|the)a(?=[ct])|iu"
)
"""Two vowels beside each other that are said apart, as in serious, annual, video, nausea and reaction."""


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    """The words as they are said, in small letters: "TB" and "tb" are one word, and not two letters."""
    return _said(text.casefold())


def _said(text: str) -> tuple[str, ...]:
    return tuple(word.replace("’", "'").casefold() for word in _WORD.findall(spoken_form(text, LANGUAGE)))


@lru_cache(maxsize=4_096)
def _spaced(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def contains(text: str, phrase: str) -> bool:
    """Whether the words of the phrase, one at least, stand in the text, one after another."""
    return bool(words_of(phrase)) and _spaced(phrase) in _spaced(text)


def missing(text: str, phrases: Iterable[str]) -> list[str]:
    """The phrases that do not stand in the text."""
    return [phrase for phrase in phrases if not contains(text, phrase)]


def sentence_list(text: str) -> list[str]:
    """The sentences that have a word."""
    return [piece.text.strip() for piece in sentences(text, LANGUAGE) if _WORD.search(piece.text)]


def syllables(text: str) -> int:
    """About how many syllables it has when said: groups of vowels, without the e that is not heard."""
    return sum(map(_syllables, _said(text)))


@lru_cache(maxsize=4_096)
def _syllables(word: str) -> int:
    bare = "".join(character for character in word if character.isalpha())
    groups = len(_SYLLABLE.findall(bare)) + len(_TWO_VOWELS.findall(bare))
    silent = _SILENT_END.search(bare) and not _SOUNDED_END.search(bare)
    return max(1, groups - bool(silent))


def word_errors(said: str, heard: str) -> float:
    """The word error rate: words to change, add or leave out to get from one to the other, by the words said."""
    wanted, got = words_of(said), words_of(heard)
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        previous, row[0] = row[0], number
        for place, other in enumerate(got, 1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (word != other))
    return row[-1] / max(1, len(wanted))
