"""Words of recordings without times are found where they are spoken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Voice, WordTiming
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.rendering.audio.word_times import align_words, with_word_times

TEXTS = (
    "Some mornings begin before the sun does. Open a bank account in four minutes, from your sofa.",
    "Meet Zelvexa. It costs $19.99 a month, 200 grams a day, and saves 50% of your time by Nov. 30th, 2026.",
    "Aqua One keeps water cold for a day. And tea hot until you are back, wherever back is. Take it along.",
    "NordKasse pays 2.5 % on savings, no monthly fee, Apple Pay from the first day. Call Dr. Smith at 5 p.m. today.",
)
VOICES = ("narrator", "warm")


def onset_errors(voice: str, folder: Path) -> Iterator[float]:
    """Seconds by which each word is found too late, against the times of the voice itself."""
    for number, text in enumerate(TEXTS):
        recording = folder / f"{number}.wav"
        recorded = speak(text, voice=voice)
        recording.write_bytes(recorded.wav)
        found = align_words(recording, text, folder)
        assert [word.text for word in found] == text.split()
        assert all(before.start_seconds <= after.start_seconds for before, after in pairwise(found))
        matcher = SequenceMatcher(None, text.split(), [word.text for word in recorded.words], autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                true = recorded.words[block.b + offset].start_seconds
                yield float(found[block.a + offset].start_seconds) - true


def test_words_are_found_within_80_ms_of_where_they_begin_95_times_of_100(tmp_path: Path) -> None:
    errors = np.array([error for voice in VOICES for error in onset_errors(voice, tmp_path)])
    assert len(errors) > 110
    assert np.percentile(np.abs(errors), 95) <= 0.080
    assert abs(np.mean(errors)) <= 0.025


def voice_of(text: str, seconds: float, words: tuple[WordTiming, ...] = ()) -> Voice:
    return Voice(scene_id="s01", start_sample=0, samples=int(seconds * SAMPLE_RATE), text=text, words=words)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    path.write_bytes(speak("Take it along.", voice="narrator").wav)
    return path


def test_english_recordings_without_times_get_them(recording: Path, tmp_path: Path) -> None:
    [voice] = with_word_times([voice_of("Take it along.", 1)], [recording], "en-GB", tmp_path)
    assert [word.text for word in voice.words] == ["Take", "it", "along."]
    assert voice.aligned


def test_times_of_the_voice_itself_are_kept(recording: Path, tmp_path: Path) -> None:
    own = voice_of("Take", 1, (WordTiming(text="Take", start_seconds=Decimal(0), end_seconds=Decimal(1)),))
    assert with_word_times([own], [recording], "en", tmp_path) == [own]


def test_a_language_that_nothing_here_knows_is_left_to_the_estimate(recording: Path, tmp_path: Path) -> None:
    unknown = voice_of("Prenu ghin kun vi.", 1)
    assert with_word_times([unknown], [recording], "eo", tmp_path) == [unknown]


@pytest.mark.parametrize("text", ["…", "— – —", "今日", "far more than anybody says in so short a time " * 5])
def test_a_text_that_is_not_in_the_recording_gets_no_times(text: str, recording: Path, tmp_path: Path) -> None:
    [voice] = with_word_times([voice_of(text, 1)], [recording], "en", tmp_path)
    assert voice.words == ()
    assert not voice.aligned
