"""Recordings that people bring: every common kind is opened and converted; one of no use is refused in our words."""

from __future__ import annotations

import io
import wave

import pytest
from omnigen.errors import MediaRefused
from omnigen.media.file_types import audio_type_of
from omnigen.media.recording import measure_recording, to_wav

from tests.integration.conftest import Footage

KINDS = {
    "voice.m4a": ("-c:a", "aac"),
    "voice.aac": ("-c:a", "aac"),
    "voice.flac": ("-c:a", "flac"),
    "voice.ogg": ("-c:a", "libvorbis"),
    "voice.opus": ("-c:a", "libopus"),
    "voice.webm": ("-c:a", "libopus"),
    "voice.mp3": ("-c:a", "libmp3lame"),
    "voice.wav": (),
    "voice-rf64.wav": ("-rf64", "always"),
    "voice-24bit.wav": ("-c:a", "pcm_s24le"),
}
UPLOADED_AS = {
    "voice.m4a": "mp4",
    "voice.opus": "ogg",
    "voice.mp3": "mpeg",
    "voice-rf64.wav": "wav",
    "voice-24bit.wav": "wav",
}


def tone(footage: Footage, name: str, *coding: str, volume: str = "-18dB", seconds: float = 2) -> bytes:
    source = ("-f", "lavfi", "-i", f"sine=440:d={seconds}:r=44100", "-af", f"volume={volume}")
    return footage.make(name, *source, *coding).read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_every_common_kind_is_measured_and_becomes_a_wav_of_the_same_length(footage: Footage, name: str) -> None:
    data = tone(footage, name, *KINDS[name])
    assert audio_type_of(data) == f"audio/{UPLOADED_AS.get(name, name.rpartition('.')[2])}"
    assert float(measure_recording(data).seconds) == pytest.approx(2, abs=0.1)
    with wave.open(io.BytesIO(to_wav(data))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        assert file.getnframes() / 48_000 == pytest.approx(2, abs=0.1)


def test_an_mp3_behind_bytes_of_something_else_is_found(footage: Footage) -> None:
    assert measure_recording(bytes(500) + tone(footage, "behind.mp3")).seconds > 1.9


def test_a_quiet_recording_is_raised_to_the_level_of_speech(footage: Footage) -> None:
    data = tone(footage, "quiet.wav", volume="-40dB")
    facts = measure_recording(data)
    assert facts.peak_dbfs == pytest.approx(-58, abs=1)  # ffmpeg's sine has a peak of -18 dBFS
    assert measure_recording(to_wav(data, facts.gain_db)).peak_dbfs == pytest.approx(-6, abs=1)


def test_a_recording_of_usual_level_is_left_as_it_is(footage: Footage) -> None:
    assert measure_recording(tone(footage, "usual.wav", volume="0dB")).gain_db == 0


@pytest.mark.parametrize("name", ["silence.wav", "silence.mp3"])
def test_silence_is_refused_with_what_to_do(footage: Footage, name: str) -> None:
    silent = footage.make(name, "-f", "lavfi", "-i", "anullsrc=r=44100:d=1").read_bytes()
    with pytest.raises(MediaRefused, match=r"is silent .* closer to the microphone"):
        measure_recording(silent)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" * 1_000,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/x.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"PK\x03\x04 a Word file",
    ],
)
def test_what_is_no_recording_is_refused_without_ffmpeg_s_own_words(data: bytes) -> None:
    with pytest.raises(MediaRefused, match=r"recording (cannot be opened; bring it as WAV|is empty)"):
        measure_recording(data)


def test_a_picture_without_sound_is_refused(footage: Footage) -> None:
    with pytest.raises(MediaRefused, match="no sound"):
        measure_recording(footage.clip(seconds=0.5).read_bytes())
