"""A full stop ends a sentence behind a word and belongs to an abbreviation, as each language writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from omnigen import text

ROWS = [
    row.split("; ", 1)
    for row in Path(__file__).with_name("sentence_ends.txt").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
ORDINARY_WORDS = {
    "ca": "no entre mar auto super",
    "cs": "tu no pod max",
    "da": "dag ned to sort",
    "de": "mich art no ill max",
    "en": "me may no miss ill id sun fig rep art",
    "es": "no bien contra mar auto super entre nos sobre",
    "fr": "art lac pied tard",
    "hu": "nem ok me",
    "id": "kan ia ala",
    "it": "no mai via bar set mica tutto ora noi ami",
    "nl": "dat hand best top bel red",
    "pl": "dniem port dom",
    "pt": "alta arte aqui mim",
    "ro": "alta sens ore la",
    "ru": "дом муж сегодня",
    "sv": "kan min det med ut",
    "tr": "al sen kan",
}
"""Words that lists of abbreviations hold, or that are like them."""


@pytest.mark.parametrize(("language", "marked"), ROWS, ids=[f"{language}: {marked[:30]}" for language, marked in ROWS])
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str) -> None:
    whole = marked.replace(" | ", "" if language == "ja" else " ")
    assert " | ".join(piece.text for piece in text.sentences(whole, language)) == marked


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, words in ORDINARY_WORDS.items() for word in words.split()]
)
def test_an_ordinary_word_may_end_a_sentence(language: str, word: str) -> None:
    assert len(text.sentences(f"Aba ebe {word}. Obo ubu.", language)) == 2
