"""What a brief's selling points and facts tell: where, when, for whom, at what price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from omnigen.domain.narration import spoken_words
from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.facts import facts_of
from omnigen.providers.offline.writing.reading_words import reading_words

_PLACED = frozenset({Category.PLACE, Category.EVENT, Category.SERVICE, Category.CAUSE, Category.PROPERTY})
"""What is somewhere: of a product, "in Malawi" may say anything."""

_PRICE = re.compile(r"[$€£]|\b(?:euros?|dollars?|pounds?|EUR|USD|GBP)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:[\w-]{1,63}\.)+[a-z]{2,24}(?:/\S*)?", re.IGNORECASE)
_MAX_PRICE_WORDS = 4


class PointRole(StrEnum):
    """What a point tells; each but the last four names the section of the bank that says it once more."""

    WHERE = "where"
    WHEN = "when"
    WHOM = "whom"
    PRICE = "price"
    ADDRESS = "address"
    VERB = "verb"
    STATEMENT = "again"
    CLAUSE = "clause"
    MARKED = "marked"
    PHRASE = "phrase"


@dataclass(frozen=True)
class Point:
    """A selling point or fact without its full stop; `parts` are what it tells, itself where that is one thing."""

    text: str
    role: PointRole
    parts: tuple[Point, ...] = ()


def read_points(texts: Sequence[str], kind: str, category: Category, language: str) -> list[Point]:
    """The points, each with its role. `kind` is the thing with its article: a clause about it begins with it."""
    return [_point(text.strip().rstrip(".!"), kind, category, language) for text in texts if text.strip()]


def _point(text: str, kind: str, category: Category, language: str) -> Point:
    words = reading_words(language)
    if kind and text.startswith(kind):
        return Point(text, PointRole.CLAUSE)
    if words.statement.match(text):
        return Point(text, PointRole.STATEMENT)
    if found := _ADDRESS.search(text):
        address = Point(found.group().rstrip(".,"), PointRole.ADDRESS)
        return address if address.text == text else Point(text, PointRole.PHRASE, (address,))
    if _PRICE.search(text) and facts_of(text) and spoken_words(text) <= _MAX_PRICE_WORDS:
        return Point(text, PointRole.PRICE)
    return Point(text, PointRole.VERB) if _matches("verb", language, text) else _qualifying(text, category, language)


def _qualifying(text: str, category: Category, language: str) -> Point:
    """A point that begins with a preposition, and what it tells of place and time."""
    words = reading_words(language)
    if not words.marker.match(text):
        return Point(text, PointRole.PHRASE)
    if _matches("whom", language, text) and words.people.search(text):
        return Point(text, PointRole.WHOM)
    if _matches("when", language, text) and not re.match(r"\S+\s+[A-Z]\w+\s+\w+\s", text):
        return Point(text, PointRole.WHEN)
    place = _place_in(text, language) if category in _PLACED else ""
    if place == text:
        return Point(text, PointRole.WHERE)
    rest = text[len(place) :].strip()
    if place and words.marker.match(rest):
        when = _matches("when", language, rest)
        return Point(
            text,
            PointRole.MARKED,
            (Point(place, PointRole.WHERE), Point(rest, PointRole.WHEN if when else PointRole.MARKED)),
        )
    return Point(text, PointRole.MARKED, (Point(place, PointRole.WHERE),) if place else ())


def _place_in(text: str, language: str) -> str:
    """The place with which a text begins: a preposition and a name, which is no language's."""
    found = re.match(rf"(?i:{_patterns(language)['where']})\s+(?P<name>[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*)*)", text)
    return found.group() if found and not _matches("tongue", language, found["name"]) else ""


def _matches(use: str, language: str, text: str) -> bool:
    return re.match(rf"(?:{_patterns(language)[use]})\b", text, 0 if use == "verb" else re.IGNORECASE) is not None


@cache
def _patterns(language: str) -> dict[str, str]:
    text = files("omnigen.providers.offline").joinpath("data", "roles.txt").read_text(encoding="utf-8")
    rows = (line.split(";", 2) for line in text.splitlines() if not line.startswith("#"))
    return {use: pattern for use, tag, pattern in rows if tag == language}
