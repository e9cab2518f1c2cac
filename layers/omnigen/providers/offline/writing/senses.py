"""Which sense of a word a text means: the boot of a car is no shoe, and litres of something are a measure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ANYTHING = "*"
_MEASURED = "food"
"""Of this category amounts are bought: "two litres of milk" are milk."""

_UNITS = (
    "litres?|liters?|Liter|litros?|litri|kilos?|kg|grams?|Gramm|hours?|Stunden|heures|horas|ore|minutes?|Minuten|minutos|"
    "watts?|Watt|metres?|meters?|Meter|mètres|metros|metri|square metres|Quadratmeter"
)
_MEASURE = re.compile(rf"\d[\d.,]*\s?(?:{_UNITS})\s+(?:of\s+|de\s+|di\s+|d['’])?$", re.IGNORECASE)


@dataclass(frozen=True)
class _Elsewhere:
    """Where a word means something else: texts about these kinds or categories, and in which context (None: any)."""

    about: frozenset[str]
    context: str | None


def is_meant(text: str, start: int, end: int, language: str, about: Collection[str]) -> bool:
    """Whether the word at `start` to `end` names its usual kind; `about` is the kind and category of the subject.

    Without a subject only the context decides.
    """
    if about and _MEASURED not in about and _MEASURE.search(text[:start]):
        return False
    return not any(
        (_ANYTHING in one.about or one.about & set(about)) and _is_within(one.context, text, start, end)
        for one in _senses(language).get(text[start:end].casefold(), ())
    )


def _is_within(context: str | None, text: str, start: int, end: int) -> bool:
    if context is None:
        return True
    pattern = context.replace("{}", re.escape(text[start:end]))
    found = re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    return any(one.start() <= start and one.end() >= end for one in found)


@cache
def _senses(language: str) -> Mapping[str, tuple[_Elsewhere, ...]]:
    """The other senses of each word of a language, also of its plural in -s."""
    text = files("omnigen.providers.offline").joinpath("data", "senses.txt").read_text(encoding="utf-8")
    rows = [line.split(";", 3) for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, list[_Elsewhere]] = {}
    for tag, word, about, context in rows:
        if tag == language:
            elsewhere = _Elsewhere(frozenset(about.split(",")), context or None)
            for form in (word, f"{word}s", f"{word}es"):
                found.setdefault(form.casefold(), []).append(elsewhere)
    return {word: tuple(senses) for word, senses in found.items()}
