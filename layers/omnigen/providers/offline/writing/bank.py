"""The sentences of a language: read from `data/languages/`, a file for each language that is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from omnigen.domain.understanding import Category

_FOLDER = files("omnigen.providers.offline").joinpath("data", "languages")


@dataclass(frozen=True)
class Bank:
    """The lines of a language by section, such as "any" or "food.hook"."""

    sections: Mapping[str, Sequence[str]]

    def lines(self, *sections: str, category: Category | None = None) -> list[str]:
        """The lines of these sections in order, those of a category where one is given."""
        names = [f"{category}.{section}" if category else section for section in sections]
        return [line for name in names for line in self.sections.get(name, ())]


@cache
def writer_languages() -> tuple[str, ...]:
    """The languages in which the offline writer writes, as primary tags (BCP 47): those that have a file."""
    return tuple(sorted(entry.name.removesuffix(".txt") for entry in _FOLDER.iterdir() if entry.name.endswith(".txt")))


@cache
def bank(language: str) -> Bank:
    """The bank of a language; KeyError if there is none."""
    if language not in writer_languages():
        raise KeyError(language)
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _FOLDER.joinpath(f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            current.append(line.strip())
    return Bank(sections)
