"""Words as rules compare them."""

from __future__ import annotations

import pytest
from omnigen.compliance.rule_words import contains, missing, syllables, word_errors, words_of


def test_case_punctuation_and_the_writing_of_numbers_do_not_count() -> None:
    assert words_of("Call 1-800-555-0123!") == words_of("call one eight zero zero, five five five, zero one two three")
    assert contains("Don’t take it with 3 tablets.", "don't take it with THREE tablets")
    assert not contains("serious infections", "infection")
    assert missing("headache and nausea", ["Nausea", "vomiting"]) == ["vomiting"]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("liver", 2), ("serious", 3), ("infection", 3), ("tuberculosis", 5), ("breathe", 1), ("table", 2),
        ("treated", 2), ("asked", 1), ("changes", 2), ("psoriasis", 4), ("nausea", 3), ("diarrhea", 4), ("reaction", 3),
        ("patients", 2), ("experience", 4), ("annual", 3), ("special", 2), ("million", 2), ("20", 2), ("", 0),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("heard", "rate"),
    [("do not take it", 0), ("do not take", 0.25), ("you do not take it", 0.25), ("do now take it", 0.25), ("", 1)],
)
def test_word_errors_are_words_changed_added_or_left_out(heard: str, rate: float) -> None:
    assert word_errors("Do not take it.", heard) == rate
