"""Texts end on whole phrases and say nothing twice."""

from __future__ import annotations

import pytest
from omnigen.domain.wording import closed, ends_open, without_repeats


@pytest.mark.parametrize(
    ("text", "language", "shown", "open_"),
    [
        ("Jazz festival in Ghent in", "en", True, True),
        ("Log in.", "en", False, False),
        ("It is made of the.", "en", False, True),
        ("Bring jemanden mit.", "de", False, False),
        ("Spot für", "de", True, True),
        ("Une lampe pour", "fr", True, True),
        ("Black Friday: 50 % off all", "en", True, True),
        ("Find yours today", "en", True, False),
        ("日本の", "ja", True, False),
    ],
)
def test_a_text_ends_on_a_word_that_may_end_it(text: str, language: str, shown: bool, open_: bool) -> None:
    assert ends_open(text, language, shown=shown) is open_


def test_a_phrase_is_closed_by_leaving_out_its_last_words() -> None:
    assert closed("Jazz festival in Ghent in", "en") == "Jazz festival in Ghent"
    assert closed("of the", "en") == "of"


def test_a_repeated_sentence_is_said_the_first_time_only() -> None:
    texts = ["Made with care. Look.", "Made with care!", "Oceane. Made, with care. Go."]
    assert without_repeats(texts) == ["Made with care. Look.", "", "Oceane. Go."]
