"""Words by which a brief is taken apart, as patterns by language, read from `data/reading.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ReadingWords:
    """The patterns of one language, all without regard to capitals."""

    request: re.Pattern[str]
    relative: re.Pattern[str]
    marker: re.Pattern[str]
    called: re.Pattern[str]
    article: re.Pattern[str]
    statement: re.Pattern[str]
    direction: re.Pattern[str]
    people: re.Pattern[str]
    question: re.Pattern[str]


@cache
def reading_words(language: str) -> ReadingWords:
    """The patterns of a language of the offline writer."""
    said = _patterns(language)
    ends = r"(?:\s+|(?<=['’]))"
    return ReadingWords(
        request=_folded(
            rf"^(?:[^\s.!?,;:]+\s+){{0,9}}?(?:{said['film']})\b[^.!?,;:]{{0,40}}?\s(?:{said['link']}){ends}"
        ),
        relative=_folded(rf"(?:{said['relative']}){ends}"),
        marker=_folded(rf"\b(?:{said['marker']}){ends}"),
        called=re.compile(rf"\s*,?\s*\b(?i:{said['called']})\s+(?P<name>{NAME})"),
        article=_folded(rf"^(?:{said['article']}){ends}"),
        statement=_folded(rf"^(?:{said['statement']})\b"),
        direction=_folded(rf"^(?:{said['direction']})\b"),
        people=_folded(rf"\b(?:{said['people']})"),
        question=_folded(rf"^(?:{said['question']})\b"),
    )


_CAPITALISED = r"[A-ZÀ-ÖØ-Þ0-9][\w&'’.+-]*"
NAME = rf"{_CAPITALISED}(?:\s+(?:(?:of|de|del|della|di|du|des|la|&|and|und|et|y|e)\s+)?{_CAPITALISED}){{0,4}}"
"""A name: words that begin with a capital or a digit, with small words between them."""


@cache
def _patterns(language: str) -> dict[str, str]:
    text = files("omnigen.providers.offline").joinpath("data", "reading.txt").read_text(encoding="utf-8")
    rows = (line.split(";", 2) for line in text.splitlines() if not line.startswith("#"))
    return {use: pattern for use, tag, pattern in rows if tag == language}


def _folded(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
