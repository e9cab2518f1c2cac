"""The offline composer: exact lengths, even loudness, no clipping, and music rather than noise."""

from __future__ import annotations

import io
import math
import wave

import av
import numpy as np
import pytest
from omnigen.domain.brief_options import MusicMood
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.music import MOODS, compose_bed
from omnigen.providers.offline.music.arrangement import MAX_KEY_SHIFT, arrange
from omnigen.providers.offline.music.mixdown import loudness
from omnigen.providers.offline.music.moods import style_of

from tests.later import wait_for_another_second


def bed(mood: str = "upbeat", seconds: float = 8, seed: int = 1) -> np.ndarray:
    """Left and right rows, from -1 to 1."""
    with wave.open(io.BytesIO(compose_bed(mood, seconds, seed, "wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, SAMPLE_RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).T.astype(np.float32) / 32768


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-12))


def test_the_moods_are_those_a_brief_may_name() -> None:
    assert set(MOODS) == {mood.value for mood in MusicMood}


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_is_even_in_loudness_does_not_clip_and_is_wide(mood: str) -> None:
    sound = bed(mood)
    assert loudness(sound) == pytest.approx(-16, abs=1)
    assert np.abs(sound).max() < 0.9
    assert level_db(sound[0] - sound[1]) > level_db(sound[0] + sound[1]) - 24
    assert abs(level_db(sound[0]) - level_db(sound[1])) < 2
    assert abs(float(sound.mean())) < 1e-3


@pytest.mark.parametrize("mood", MOODS)
def test_its_tones_are_those_of_its_key(mood: str) -> None:
    sound = bed(mood, 12).mean(axis=0)
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    tonal = (hertz > 110) & (hertz < 1000)
    pitches = 12 * np.log2(hertz[tonal] / 440)
    classes = np.bincount(np.round(pitches).astype(int) % 12, weights=power[tonal], minlength=12)
    loudest_seven = np.sort(classes)[-7:].sum()
    assert loudest_seven / classes.sum() > 0.93


@pytest.mark.parametrize("seconds", [1, 2.5, 6, 15, 31.37])
def test_a_wav_has_exactly_the_samples_asked_for(seconds: float) -> None:
    assert bed(seconds=seconds).shape == (2, round(seconds * SAMPLE_RATE))


def test_an_mp3_decodes_to_exactly_the_samples_asked_for() -> None:
    with av.open(io.BytesIO(compose_bed("warm", 5.5, 3)), "r") as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("mp3float", SAMPLE_RATE, 2)
        frames = list(file.decode(stream))
    assert sum(frame.samples for frame in frames) == round(5.5 * SAMPLE_RATE)


def test_the_end_is_a_chord_that_dies_away() -> None:
    sound = bed("corporate", 15)
    body, before, last = sound[:, : 10 * SAMPLE_RATE], sound[:, -SAMPLE_RATE : -SAMPLE_RATE // 2], sound[:, -480:]
    assert level_db(before) < level_db(body) - 4
    assert level_db(last) < -60


def test_the_piece_grows_from_a_quieter_opening() -> None:
    sound = bed("upbeat", 30)
    assert level_db(sound[:, : 3 * SAMPLE_RATE]) < level_db(sound[:, 12 * SAMPLE_RATE : 24 * SAMPLE_RATE]) - 2


def test_the_last_chord_is_the_home_chord() -> None:
    style = style_of("cinematic")
    notes = arrange(style, 20 * SAMPLE_RATE, 5)
    last = {note.pitch % 12 for note in notes if note.instrument == "tail"}
    home = next(
        key
        for key in range(style.key - MAX_KEY_SHIFT, style.key + MAX_KEY_SHIFT + 1)
        if {key % 12, (key + 3) % 12, (key + 7) % 12} == last
    )
    bass = [note for note in notes if note.instrument == "bass"]
    assert bass[-1].pitch % 12 == home % 12


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_piece() -> None:
    first = compose_bed("calm", 4, 1)
    wait_for_another_second()
    assert compose_bed("calm", 4, 1) == first
    assert len({compose_bed("calm", 4, seed, "wav") for seed in range(4)}) == 4


def test_each_mood_is_another_piece() -> None:
    assert len({compose_bed(mood, 4, 1, "wav") for mood in MOODS}) == len(MOODS)


@pytest.mark.parametrize(
    ("mood", "seconds", "field"),
    [
        ("metal", 10, "music.mood"),
        ("", 10, "music.mood"),
        ("calm", 0, "music.seconds"),
        ("calm", 9999, "music.seconds"),
        ("calm", math.nan, "music.seconds"),
    ],
)
def test_what_cannot_be_composed_is_refused_by_field(mood: str, seconds: float, field: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        compose_bed(mood, seconds)
    assert refusal.value.field == field


@pytest.mark.parametrize("mood", MOODS)
def test_seeds_differ_in_tempo_key_and_form(mood: str) -> None:
    pieces = [arrange(style_of(mood), 30 * SAMPLE_RATE, seed) for seed in range(12)]
    bars = {next(note.length for note in notes if note.instrument == "pad") for notes in pieces}
    lowest = {min(note.pitch for note in notes if note.instrument == "pad") for notes in pieces}
    melody = {next(note.start for note in notes if note.pan == 0.12) for notes in pieces}
    assert len(bars) >= 3
    assert len(lowest) >= 3
    assert len(melody) >= 3
