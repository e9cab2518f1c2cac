"""What a text claims, and whether the brief says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from omnigen.domain.brief import Brief
from omnigen.domain.claim_words import CHECKED_LANGUAGES, CLAIM_STEMS
from omnigen.domain.language_words import NUMBER_WORDS
from omnigen.domain.understanding import given_texts
from omnigen.domain.wording import plain, sentence_texts, tag_of

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")
_ADDRESS = re.compile(
    r"\b(?:https?://)?(?:[\w-]{1,63}\.)+[a-z]{2,24}\b(?:/[\w/-]*)?|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SentenceSource:
    """A sentence, what it claims, and the field of the brief that gives every claim; None where no field does."""

    sentence: str
    claims: tuple[str, ...]
    missing: tuple[str, ...]
    field: str | None


def trace(texts: Iterable[str], brief: Brief) -> list[SentenceSource]:
    """Every sentence with the field that supports what it claims. A sentence without a claim needs no field."""
    given = given_texts(brief)
    tag = tag_of(brief.narration.language)
    return [_source(sentence, given, tag) for text in texts for sentence in sentence_texts(text)]


def unsupported(texts: Iterable[str], brief: Brief) -> list[str]:
    """A complaint for each sentence that claims what the brief does not say."""
    return [
        f'"{found.sentence}" says {", ".join(map(repr, found.missing))}, which the brief does not say. '
        "Say only what the brief gives."
        for found in trace(texts, brief)
        if found.missing
    ]


def _source(sentence: str, given: Mapping[str, str], tag: str) -> SentenceSource:
    claims = _claims(sentence, tag)
    missing = tuple(label for label, forms in claims.items() if not any(_has(text, forms) for text in given.values()))
    best = max(given, key=lambda field: sum(_has(given[field], forms) for forms in claims.values()), default=None)
    return SentenceSource(sentence, tuple(claims), missing, best if claims and not missing else None)


def _claims(sentence: str, tag: str) -> dict[str, tuple[str, ...]]:
    """What a sentence claims, and for each claim the forms of which the brief must have one.

    A form is a word; with `#` before it a number, with `*` after it the beginning of a word.
    """
    claims: dict[str, tuple[str, ...]] = {address: (plain(address),) for address in _ADDRESS.findall(sentence)}
    bare = _ADDRESS.sub(" ", sentence)
    claims |= {number: _number_forms(int(re.sub(r"\D", "", number))) for number in _NUMBER.findall(bare)}
    for match in _WORD.finditer(bare):
        word, before = match.group(), bare[: match.start()].rstrip(" \"'“„«¿¡(")
        if value := _values(tag).get(word.casefold()):
            claims[word] = _number_forms(value)
        elif forms := _claim_forms(plain(word), tag):
            claims[word] = forms
        elif tag != "de" and word[0].isupper() and before[-1:] not in _SENTENCE_STARTS and word not in _NOT_NAMES:
            claims[word] = (plain(word),)
    return claims


_SENTENCE_STARTS = ("", ":", "–", "—", ".", "!", "?")
"""Before a word that is written with a capital because something begins."""

_NOT_NAMES = frozenset({"I", "I'm", "I've", "I'll", "I'd"})


def _claim_forms(word: str, tag: str) -> tuple[str, ...]:
    for stems in _stems():
        if any(word == stem[:-1] if stem.endswith("=") else word.startswith(stem) for stem in stems.get(tag, ())):
            return tuple(f"{stem.rstrip('=')}*" for of_language in stems.values() for stem in of_language)
    return ()


@cache
def _stems() -> tuple[dict[str, tuple[str, ...]], ...]:
    rows = (row.split("/") for row in CLAIM_STEMS.values())
    return tuple(
        {tag: tuple(map(_folded, part.split())) for tag, part in zip(CHECKED_LANGUAGES, row, strict=True)}
        for row in rows
    )


@cache
def _values(tag: str) -> dict[str, int]:
    words = NUMBER_WORDS.get(tag, "").split()
    return {word: int(value) for word, value in zip(words[::2], words[1::2], strict=True)}


def _number_forms(value: int) -> tuple[str, ...]:
    spoken = (word for tag in NUMBER_WORDS for word, own in _values(tag).items() if own == value)
    return (f"#{value}", *map(plain, spoken))


def _folded(stem: str) -> str:
    return plain(stem.rstrip("=")) + ("=" if stem.endswith("=") else "")


def _has(text: str, forms: Iterable[str]) -> bool:
    words = plain(text).split()
    joined = f" {' '.join(words)} "
    numbers = {f"#{int(digits)}" for found in _NUMBER.findall(text) if (digits := re.sub(r"[^0-9]", "", found))}
    return any(
        form in numbers
        if form.startswith("#")
        else any(word.startswith(form[:-1]) for word in words)
        if form.endswith("*")
        else f" {form} " in joined
        for form in forms
    )
