"""Frames of the bank, filled with what a brief says."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.bank import Bank

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrasing:
    """The bank of a language with what is filled in everywhere: {name}, {it}, {it4} and {audience} of one brief."""

    lines: Bank
    category: Category
    values: Mapping[str, str]
    chance: random.Random

    def any_of(self, section: str, **values: str) -> list[str]:
        """The lines of a section that can be filled, in any order; "close" and its like are those of the category."""
        found = self.lines.lines(section) or self.lines.lines(section, category=self.category)
        self.chance.shuffle(found)
        return [text for line in found if (text := filled(line, {**self.values, **values}))]

    def first_of(self, section: str, **values: str) -> str:
        """The first line of a section, which is the plainest."""
        return filled(self.lines.lines(section)[0], {**self.values, **values})


def filled(frame: str, values: Mapping[str, str]) -> str:
    """The frame with its places filled, beginning with a capital; empty where a value is not given.

    A place that is written with a capital ("{Point}") gets its value with one.
    """
    names = _PLACE.findall(frame)
    if not all(values.get(name.lower()) for name in names):
        return ""
    text = _PLACE.sub(lambda place: _value(place[1], frame[place.end() :], values), frame)
    return capital(text)


def point_sentence(point: str) -> str:
    """A point as a sentence of its own."""
    text = point.strip()
    return capital(text) + ("" if text[-1:] in ".!?…" else ".")


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _value(name: str, after: str, values: Mapping[str, str]) -> str:
    """A name that ends on a full stop loses it where the frame has one."""
    value = values[name.lower()]
    value = value.rstrip(".") if after.startswith(".") else value
    return capital(value) if name[0].isupper() else value
