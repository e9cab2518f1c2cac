"""A recogniser hears whether the finished sound says the script."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from omnigen.errors import VideoRejected
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.rendering.quality.checks import check_hearing, refuse
from omnigen.rendering.quality.listening import MAX_MISSED_SHARE, Hearing, can_listen, compare, listen

SCRIPT = "Every good day begins with one small choice. Find yours today."


def test_what_is_said_is_heard(tmp_path: Path) -> None:
    recording = tmp_path / "voice.wav"
    recording.write_bytes(speak(SCRIPT, voice="narrator").wav)
    hearing = listen(recording, SCRIPT, tmp_path)
    assert hearing.words == 11
    assert hearing.missed_share <= MAX_MISSED_SHARE
    assert check_hearing(hearing, blocking=True) == []


def test_a_sentence_that_is_not_said_is_missed_and_named(tmp_path: Path) -> None:
    recording = tmp_path / "voice.wav"
    recording.write_bytes(speak("Every good day begins with one small choice.", voice="narrator").wav)
    hearing = listen(recording, SCRIPT, tmp_path)
    assert hearing.missed[-3:] == ("find", "yours", "today")
    [finding] = check_hearing(hearing, blocking=True)
    assert "of the 11 words of the script: find, yours, today" in finding.sentence
    with pytest.raises(VideoRejected, match="did not hear"):
        refuse([finding])
    refuse(check_hearing(hearing, blocking=False))


@pytest.mark.parametrize(
    ("script", "heard", "missed"),
    [
        ("It costs $19.99 a month.", "it costs nineteen dollars ninety nine a month", ()),
        ("Save 50% today.", "Save 50% today", ()),
        ("Meet Zelvexa today.", "Meet Zelvex a today", ()),
        ("Ask Nordkasse now.", "ask nord casa now", ()),
        ("Take it twice daily.", "take it daily", ("twice",)),
        ("Do not drive.", "do drive", ("not",)),
        ("Café naïve", "cafe naive", ()),
        ("Take it along.", "", ("take", "it", "along")),
        ("", "something", ()),
    ],
)
def test_words_are_compared_as_they_are_spoken(script: str, heard: str, missed: tuple[str, ...]) -> None:
    assert compare(script, heard).missed == missed


def test_only_english_is_listened_to_and_only_where_the_recogniser_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert can_listen("en-GB")
    assert not can_listen("de")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert not can_listen("en")


def test_a_tenth_of_the_words_may_be_missed() -> None:
    assert check_hearing(Hearing(words=20, missed=("a", "b"), heard=""), blocking=True) == []
    assert check_hearing(Hearing(words=20, missed=("a", "b", "c"), heard=""), blocking=True)
