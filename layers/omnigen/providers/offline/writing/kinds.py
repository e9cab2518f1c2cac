"""Kinds of thing that a brief may be about: read from `data/kinds.txt`, found in texts of ten languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from omnigen.domain.understanding import Category

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "da")
_ENDINGS = {
    "en": "s|es|'s|’s|s'",
    "de": "e|en|n|er|ern|s|es",
    "fr": "s|x",
    "es": "s|es",
    "pt": "s|es",
    "it": "",
    "nl": "s|en|jes",
    "sv": "n|en|et|er|ar|or|na",
    "pl": "a|u|y|i|ę|ą|em|ów|om",
    "da": "n|en|et|er|e|r",
}
_COMPOUNDING = frozenset({"de", "nl", "sv", "da"})
"""Languages that write compounds as one word, its head at the end: "Naturshampoo" is a shampoo."""

_MIN_HEAD = 5
"""Shorter words end other words by chance."""

_MIN_INFLECTED = 3
"""Shorter words with an ending are other words: "Ein" is no egg."""


@dataclass(frozen=True)
class Noun:
    """The words for a kind in one language; the first one is said. `gender` is m, f, n or p, empty where none is."""

    words: tuple[str, ...]
    gender: str


@dataclass(frozen=True)
class Kind:
    """A kind of thing: how it is drawn, what it is offered as, where it is at home, and its nouns by language."""

    name: str
    drawing: str
    category: Category
    place: str
    counted: bool
    nouns: Mapping[str, Noun] = field(compare=False)


@dataclass(frozen=True)
class KindMention:
    """A kind named in a text, from `start` to `end`; `plural` when the word has an ending of its own."""

    kind: Kind
    start: int
    end: int
    plural: bool


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    text = files("omnigen.providers.offline").joinpath("data", "kinds.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    return {kind.name: kind for kind in map(_kind, rows)}


def find_kinds(text: str, language: str) -> list[KindMention]:
    """The kinds that a text names in this language, in order; of overlapping words the longest counts."""
    pattern, names = _pattern(language)
    return [
        KindMention(kinds()[names[_found(match)]], match.start(), match.end(), bool(match["ending"]))
        for match in pattern.finditer(text)
        if not match["ending"] or len(_found(match)) >= _MIN_INFLECTED
    ]


def find_anywhere(text: str) -> list[KindMention]:
    """The kinds named in English, or else in the other language that has most of them."""
    return find_kinds(text, "en") or max((find_kinds(text, language) for language in LANGUAGES[1:]), key=len)


def _found(match: re.Match[str]) -> str:
    return str(match["word"] or match.groupdict().get("head")).casefold()


def _kind(row: list[str]) -> Kind:
    label, category, place, *nouns = row
    name, _, drawing = label.partition(">")
    counted = not name.endswith("-")
    name = name.removesuffix("-")
    by_language = {language: _noun(cell) for language, cell in zip(LANGUAGES, nouns, strict=True)}
    return Kind(name, drawing or name, Category(category), place, counted, by_language)


def _noun(cell: str) -> Noun:
    gender = cell[0] if re.match(r"[mfnp] ", cell) else ""
    return Noun(tuple(word.strip() for word in cell[2 if gender else 0 :].split(",")), gender)


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern that finds the words of a language, and which kind each word (in small letters) names."""
    names: dict[str, str] = {}
    for kind in kinds().values():
        for word in kind.nouns[language].words:
            names.setdefault(word.casefold(), kind.name)
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    if language in _COMPOUNDING:
        heads = "|".join(re.escape(word) for word in longest_first if len(word) >= _MIN_HEAD)
        words = f"(?:(?<!\\w)(?P<word>{words})|\\w+?(?P<head>{heads}))"
    else:
        words = f"(?<!\\w)(?P<word>{words})"
    ending = f"(?P<ending>{_ENDINGS[language]})?" if _ENDINGS[language] else "(?P<ending>)"
    return re.compile(rf"{words}{ending}(?!\w)", re.IGNORECASE), names
