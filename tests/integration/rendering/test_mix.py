"""What is heard: voices level, music under them, as loud as asked, to the sample."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Voice
from omnigen.errors import MediaRefused
from omnigen.rendering.audio.loudness import inspect_sounds
from omnigen.rendering.audio.mix import AUDIO_NAME, VOICE_OVER_NAME, MixSettings, mix_sound

from tests.integration.conftest import Footage
from tests.later import wait_for_another_second

SECONDS = 6
SAMPLES = SECONDS * SAMPLE_RATE


def voice(start: float, seconds: float, skip: float = 0) -> Voice:
    at, length, skipped = (round(value * SAMPLE_RATE) for value in (start, seconds, skip))
    return Voice(scene_id="s", start_sample=at, samples=length, skip_samples=skipped)


def heard(folder: Path) -> NDArray[np.float32]:
    """The finished sound, as a player decodes it: left channel."""
    with av.open(folder / AUDIO_NAME) as container:
        stream = container.streams.audio[0]
        parts = [frame.to_ndarray()[0] for frame in container.decode(stream)]
    return np.concatenate(parts)


def level(sound: NDArray[np.float32], start: float, end: float) -> float:
    part = sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    return float(10 * np.log10(np.mean(np.square(part, dtype=np.float64)) + 1e-12))


@pytest.mark.parametrize(("target", "peak"), [(-14.0, -1.0), (-16.0, -1.0), (-14.0, -2.0), (-23.0, -2.0)])
def test_the_loudness_asked_for_is_met_and_peaks_stay_under_the_ceiling(
    footage: Footage, tmp_path: Path, target: float, peak: float
) -> None:
    speech = footage.tone("speech.wav", seconds=2, filters="tremolo=6:0.9")
    bed = footage.tone("bed.wav", seconds=7, hertz=220, filters="volume=0.3")
    score = MixSettings(
        voices=[(voice(1, 2), speech), (voice(3.5, 2), speech)],
        music=bed,
        samples=SAMPLES,
        target_lufs=target,
        max_true_peak_dbtp=peak,
    )
    sound = mix_sound(score, tmp_path)
    assert sound.loudness.lufs == pytest.approx(target, abs=0.5)
    assert sound.loudness.true_peak_dbtp is not None
    assert sound.loudness.true_peak_dbtp <= peak
    assert sound.samples == SAMPLES


def test_a_quiet_and_a_loud_recording_are_heard_alike(footage: Footage, tmp_path: Path) -> None:
    quiet = footage.tone("quiet.wav", filters="volume=-14dB")
    loud = footage.tone("loud.wav", filters="volume=6dB")
    score = MixSettings(
        voices=[(voice(0.5, 1), quiet), (voice(3.5, 1), loud)], music=None, samples=SAMPLES, target_lufs=-16
    )
    mix_sound(score, tmp_path)
    sound = heard(tmp_path)
    assert level(sound, 0.6, 1.4) == pytest.approx(level(sound, 3.6, 4.4), abs=1)


def test_music_steps_back_while_somebody_speaks_and_comes_forward_again(footage: Footage, tmp_path: Path) -> None:
    """The voice is a 4 kHz tone and the music a 200 Hz one, so that each can be heard apart."""
    speech = footage.tone("high.wav", seconds=2, hertz=4000)
    bed = footage.tone("lower.wav", seconds=10, hertz=200)
    samples = 9 * SAMPLE_RATE
    mix_sound(MixSettings(voices=[(voice(2, 2), speech)], music=bed, samples=samples, target_lufs=-16), tmp_path)
    spectrum = np.fft.rfft(heard(tmp_path)[:samples])
    spectrum[1000 * 9 :] = 0
    music = np.fft.irfft(spectrum, samples).astype(np.float32)
    before, under, after = level(music, 1, 1.9), level(music, 2.5, 3.9), level(music, 6, 7)
    assert before - under > 5
    assert abs(before - after) < 1


def test_the_voices_also_come_by_themselves_as_long_as_the_cut_and_where_they_are_in_it(
    footage: Footage, tmp_path: Path
) -> None:
    bed = footage.tone("bed.wav", seconds=7, hertz=220, filters="volume=0.3")
    score = MixSettings(voices=[(voice(2, 1), footage.tone())], music=bed, samples=SAMPLES, target_lufs=-16)
    mix_sound(score, tmp_path)
    with av.open(tmp_path / VOICE_OVER_NAME) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("mp3float", SAMPLE_RATE, 1)
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(stream)])
    assert 0 <= len(sound) - SAMPLES < 1152  # MP3 comes in frames of 1152
    assert level(sound, 0, 1.9) < -60
    assert level(sound, 2.1, 2.9) > -30
    assert level(sound, 3.1, 6) < -60
    assert np.abs(sound).max() < 1


def test_music_alone_leaves_no_file_for_voices(footage: Footage, tmp_path: Path) -> None:
    mix_sound(MixSettings(voices=[], music=footage.tone(), samples=SAMPLES, target_lufs=-16), tmp_path)
    assert not (tmp_path / VOICE_OVER_NAME).exists()


def test_music_fades_in_and_out(footage: Footage, tmp_path: Path) -> None:
    bed = footage.tone("low.wav", seconds=7, hertz=200)
    mix_sound(MixSettings(voices=[], music=bed, samples=SAMPLES, target_lufs=-16), tmp_path)
    sound = heard(tmp_path)
    assert level(sound, 0, 0.05) < level(sound, 2, 3) - 10
    assert level(sound, SECONDS - 0.1, SECONDS) < level(sound, 2, 3) - 15


def test_music_that_is_too_short_goes_on_without_a_gap(footage: Footage, tmp_path: Path) -> None:
    bed = footage.tone("brief.wav", seconds=1.6, hertz=200)
    mix_sound(MixSettings(voices=[], music=bed, samples=SAMPLES, target_lufs=-16), tmp_path)
    sound = heard(tmp_path)
    levels = [level(sound, at / 10, at / 10 + 0.1) for at in range(5, 42)]
    assert max(levels) - min(levels) < 8
    assert min(levels) > -40


def test_the_silence_a_recording_begins_with_is_found_and_left_out(footage: Footage, tmp_path: Path) -> None:
    late = footage.tone("late.wav", seconds=1, filters="adelay=700:all=1,apad=pad_dur=0.5")
    (sound,) = inspect_sounds([late], tmp_path)
    assert sound.audible_from / SAMPLE_RATE == pytest.approx(0.7, abs=0.02)
    assert sound.audible_to / SAMPLE_RATE == pytest.approx(1.7, abs=0.02)
    assert sound.samples / SAMPLE_RATE == pytest.approx(2.2, abs=0.01)
    score = MixSettings(voices=[(voice(2, 1, skip=0.7), late)], music=None, samples=SAMPLES, target_lufs=-16)
    mix_sound(score, tmp_path)
    first = int(np.argmax(np.abs(heard(tmp_path)) > 0.05)) / SAMPLE_RATE
    assert first == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(
    ("name", "coding"),
    [
        ("mono8k.wav", ("-ac", "1", "-ar", "8000")),
        ("surround.wav", ("-ac", "6", "-ar", "96000")),
        ("speech.mp3", ("-c:a", "libmp3lame")),
        ("speech.m4a", ("-c:a", "aac")),
        ("speech.ogg", ("-c:a", "libopus", "-ar", "48000")),
        ("speech.flac", ("-c:a", "flac")),
    ],
)
def test_recordings_of_every_usual_kind_are_taken(
    footage: Footage, tmp_path: Path, name: str, coding: tuple[str, ...]
) -> None:
    recording = footage.make(name, "-i", str(footage.tone()), *coding)
    (sound,) = inspect_sounds([recording], tmp_path)
    assert sound.samples / SAMPLE_RATE == pytest.approx(1.2, abs=0.06)
    assert sound.loudness.lufs is not None


@pytest.mark.parametrize(
    "data", [b"", b"<html>404</html>", b"#EXTM3U\nhttp://127.0.0.1/x", b"RIFF\x00\x00\x00\x00WAVE"]
)
def test_what_is_no_recording_is_refused(footage: Footage, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(MediaRefused, match=r"fake\.wav|no sound"):
        inspect_sounds([footage.write("fake.wav", data)], tmp_path)


def test_silence_has_no_loudness(footage: Footage, tmp_path: Path) -> None:
    quiet = footage.tone("nothing.wav", filters="volume=0")
    (sound,) = inspect_sounds([quiet], tmp_path)
    assert (sound.loudness.lufs, sound.audible_from) == (None, sound.samples)
    mixed = mix_sound(
        MixSettings(voices=[(voice(1, 1), quiet)], music=None, samples=SAMPLES, target_lufs=-16), tmp_path
    )
    assert (mixed.loudness.lufs, mixed.samples) == (None, SAMPLES)


def test_a_cut_without_sound_has_a_silent_track_of_its_length(tmp_path: Path) -> None:
    sound = mix_sound(MixSettings(voices=[], music=None, samples=SAMPLES, target_lufs=-16), tmp_path)
    assert (sound.loudness.lufs, sound.samples) == (None, SAMPLES)


def test_the_same_score_gives_the_same_bytes_every_time(footage: Footage, tmp_path: Path) -> None:
    """ffmpeg's compressor loses samples at random unless both of its inputs come in frames of one size."""
    bed = footage.tone("brief.wav", seconds=1.6, hertz=200)
    score = MixSettings(voices=[(voice(1, 1), footage.tone())], music=bed, samples=SAMPLES, target_lufs=-16)
    files = set()
    for number in range(4):
        folder = tmp_path / str(number)
        folder.mkdir()
        mix_sound(score, folder)
        files.add((folder / AUDIO_NAME).read_bytes())
        wait_for_another_second()
    assert len(files) == 1


def test_many_voices_are_mixed_at_once(footage: Footage, tmp_path: Path) -> None:
    voices = [(voice(number / 4, 0.2), footage.tone()) for number in range(24)]
    sound = mix_sound(MixSettings(voices=voices, music=None, samples=SAMPLES, target_lufs=-16), tmp_path)
    assert sound.loudness.lufs == pytest.approx(-16, abs=0.5)
