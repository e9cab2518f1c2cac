"""Beats are measured in the recording of the music, against a composer whose tempo is known."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.music.arrangement import BEATS_PER_BAR, _form
from omnigen.providers.offline.music.moods import style_of
from omnigen.rendering.audio.beats import beat_frames

from tests.integration.conftest import Footage

SECONDS = 16


def beat_seconds(mood: str, seed: int) -> float:
    style = style_of(mood)
    form = _form(style, SECONDS * SAMPLE_RATE, random.Random(f"{style.tempo} {seed}"))
    return form.bar / BEATS_PER_BAR / SAMPLE_RATE


@pytest.mark.parametrize("mood", ["upbeat", "playful", "tense"])
def test_beats_are_found_within_two_frames_of_the_composers_own(tmp_path: Path, mood: str) -> None:
    music = tmp_path / "music.mp3"
    music.write_bytes(compose_bed(mood, SECONDS, 1))
    beat, found = beat_seconds(mood, 1), beat_frames(music, tmp_path)
    assert len(found) >= 0.8 * SECONDS / beat
    assert max(abs(frame / 24 - round(frame / 24 / beat) * beat) for frame in found) <= 2 / 24


def test_a_tone_without_a_beat_has_none(footage: Footage, tmp_path: Path) -> None:
    assert beat_frames(footage.tone("long.wav", seconds=12), tmp_path) == []


def test_music_of_a_moment_has_none(footage: Footage, tmp_path: Path) -> None:
    assert beat_frames(footage.tone("short.wav", seconds=0.5), tmp_path) == []
