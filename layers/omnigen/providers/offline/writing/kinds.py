"""Kinds of thing that a brief may be about: read from `data/kinds.txt`, found in texts of ten languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.senses import is_meant

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

_LONG_WORD = re.compile(r"(?<!\w)\w{6,60}(?!\w)")
"""What may be a compound."""

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


_HEAD_FIRST = frozenset({"fr", "es", "pt", "it"})
"""Languages in which the word that names the kind comes first: "cours de langue" is a cours, "hiking boot" a boot."""


def plain_word(kind: Kind, language: str) -> str:
    """The word for a kind that claims least of it: "SUV", not "electric SUV", which nobody may have said."""
    usual, *others = kind.nouns[language].words
    first = language in _HEAD_FIRST
    heads = [one for one in others if (usual.startswith(f"{one} ") if first else usual.endswith(f" {one}"))]
    return min(heads, key=len, default=usual)


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    return {kind.name: kind for kind in (_kind(line.split("|")) for line in _data("kinds.txt"))}


@cache
def companions_of(kind: Kind) -> tuple[Kind, ...]:
    """Kinds that may be shown with this one, or in its place."""
    rows = (line.split("|") for line in _data("companions.txt"))
    return next((tuple(kinds()[name] for name in others.split(",")) for name, others in rows if name == kind.name), ())


def find_kinds(text: str, language: str, about: Kind | None = None) -> list[KindMention]:
    """The kinds that a text names in this language, in order; of overlapping words the longest counts.

    Words that mean something else in their context, or in a text about that kind, are left out.
    """
    pattern, names = _pattern(language)
    found = [
        KindMention(kinds()[names[match["word"].casefold()]], match.start(), match.end(), bool(match["ending"]))
        for match in pattern.finditer(text)
        if not match["ending"] or len(match["word"]) >= _MIN_INFLECTED
    ]
    if language in _COMPOUNDING:
        taken = {place for mention in found for place in range(mention.start, mention.end)}
        compounds = (word for word in _LONG_WORD.finditer(text) if word.start() not in taken)
        found += [head for word in compounds for head in _head(word, language)]
    subject = (about.name, about.category) if about else ()
    meant = [one for one in found if is_meant(text, one.start, one.end, language, subject)]
    return sorted(meant, key=lambda mention: mention.start)


def _head(word: re.Match[str], language: str) -> list[KindMention]:
    """The kind that the end of a compound names, if any: the longest noun counts."""
    _, names = _pattern(language)
    folded = word.group().casefold()
    for start in range(1, len(folded) - _MIN_HEAD + 1):
        for ending in ("", *_ENDINGS[language].split("|")):
            head = folded[start:].removesuffix(ending)
            if len(head) >= _MIN_HEAD and head in names:
                return [KindMention(kinds()[names[head]], word.start(), word.end(), bool(ending))]
    return []


def _data(name: str) -> list[str]:
    text = files("omnigen.providers.offline").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


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
    words = f"(?<!\\w)(?P<word>{words})"
    ending = f"(?P<ending>{_ENDINGS[language]})?" if _ENDINGS[language] else "(?P<ending>)"
    return re.compile(rf"{words}{ending}(?!\w)", re.IGNORECASE), names
