"""Words in another writing are read by a voice that knows it, not spelled letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.providers.offline.speech.pronunciation import parts_by_writing
from omnigen.providers.offline.speech.synthesis import speak


@pytest.mark.parametrize(
    ("text", "language", "readers"),
    [
        ("Meet שלום, 24 today.", "en", ["en", "he", "en"]),
        ("Say Привет мир and go", "en-GB", ["en-GB", "ru", "en-GB"]),
        ("קנו Aqua One היום", "he", ["he", "en", "he"]),
        ("東京でコーヒーを", "ja", ["ja"]),
        ("Kava и чай", "sr", ["sr"]),
        ("12 — (3)", "en", ["en"]),
        ("24 שלום", "en", ["en", "he"]),
        ("Visit ไทย now", "de", ["de", "th", "de"]),
    ],
)
def test_a_text_is_cut_where_its_writing_changes(text: str, language: str, readers: list[str]) -> None:
    assert [part.language for part in parts_by_writing(text, language)] == readers


@given(st.text(max_size=60), st.sampled_from(["en", "he", "ja", "sr", "zh-CN"]))
def test_the_parts_together_are_the_text(text: str, language: str) -> None:
    parts = parts_by_writing(text, language)
    assert "".join(part.text for part in parts) == text
    assert all(text[part.position :].startswith(part.text) for part in parts)


@pytest.mark.parametrize(("word", "language"), [("שלום", "he"), ("مرحبا", "ar"), ("Καλημέρα", "el")])
def test_a_foreign_word_takes_as_long_as_in_its_own_language(word: str, language: str) -> None:
    own = speak(word, language=language).seconds
    there = speak(f"Meet {word} today.")
    assert there.seconds - speak("Meet today.").seconds == pytest.approx(own, abs=0.3)
    assert [spoken.text for spoken in there.words] == ["Meet", word, "today."]
    starts = [spoken.start_seconds for spoken in there.words]
    assert starts == sorted(starts)
    assert there.words[1].end_seconds - there.words[1].start_seconds == pytest.approx(own, abs=0.25)
