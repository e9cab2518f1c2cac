"""Sounds that people bring: any common format comes in with 48 kHz and its loudness; silence and excess are refused."""

from __future__ import annotations

import io
import wave

import av
import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit, opened_here

from tests.integration.conftest import Footage
from tests.integration.media.test_recording import KINDS, tone

FILES = "concat:/etc/passwd|/etc/hosts"


@pytest.mark.parametrize("name", KINDS)
def test_music_in_every_common_format_becomes_stereo_flac_of_the_same_length(footage: Footage, name: str) -> None:
    admitted = opened_here(AssetKind.MUSIC, tone(footage, name, *KINDS[name], seconds=5))
    assert admitted.content_type == "audio/flac"
    assert float(admitted.facts.seconds or 0) == pytest.approx(5, abs=0.1)
    with av.open(io.BytesIO(admitted.data), "r", format="flac") as file:
        stream = file.streams.audio[0]
        assert (stream.rate, stream.layout.name) == (48_000, "stereo")
        samples = sum(frame.samples for frame in file.decode(stream))
        assert samples / 48_000 == pytest.approx(5, abs=0.1)


def test_a_narration_becomes_a_mono_wav(footage: Footage) -> None:
    admitted = admit(AssetKind.NARRATION, tone(footage, "voice.opus", "-c:a", "libopus"))
    assert admitted.content_type == "audio/wav"
    with wave.open(io.BytesIO(admitted.data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)


def test_loudness_and_peak_are_measured(footage: Footage) -> None:
    """A sine of 1 kHz on both channels at -23 dBFS has -23 LUFS (EBU Tech 3341, case 1; its levels are peaks)."""
    source = ("-f", "lavfi", "-i", "sine=1000:d=5:r=48000", "-af", "volume=-5dB,pan=stereo|c0=c0|c1=c0")
    facts = opened_here(AssetKind.MUSIC, footage.make("sine.wav", *source).read_bytes()).facts
    assert float(facts.peak_dbfs or 0) == pytest.approx(-23, abs=0.2)
    assert float(facts.loudness_lufs or 0) == pytest.approx(-23, abs=0.3)


def test_a_quiet_recording_is_taken_with_a_warning(footage: Footage) -> None:
    admitted = opened_here(AssetKind.NARRATION, tone(footage, "quiet.wav", volume="-30dB"))
    assert admitted.warnings == ("It is quiet (-48 dBFS at its loudest) and is raised when it is mixed",)


def test_the_pictures_and_texts_within_a_sound_file_are_not_kept(footage: Footage) -> None:
    data = tone(footage, "tagged.mp3", "-metadata", "comment=<script>alert(1)</script>", seconds=5)
    assert b"script" in data
    assert b"script" not in opened_here(AssetKind.MUSIC, data).data


def test_a_silent_recording_is_refused_in_plain_words(footage: Footage) -> None:
    silent = footage.make("silent.wav", "-f", "lavfi", "-i", "anullsrc=d=2:r=48000").read_bytes()
    with pytest.raises(MediaRefused, match=r"The recording is silent \(complete silence\); record it again, closer"):
        admit(AssetKind.NARRATION, silent)
    with pytest.raises(MediaRefused, match=r"The recording is silent \(-8\d dBFS at its loudest\)"):
        admit(AssetKind.NARRATION, tone(footage, "hiss.wav", volume="-65dB"))


def test_music_that_is_too_short_or_too_long_is_refused(footage: Footage) -> None:
    with pytest.raises(MediaRefused, match=r"lasts 2\.0 s; at least 4 s"):
        opened_here(AssetKind.MUSIC, tone(footage, "short.wav"))
    long = ("-f", "lavfi", "-i", "sine=440:d=301:r=8000", "-c:a", "flac")
    with pytest.raises(MediaRefused, match="longer than 5 minutes"):
        opened_here(AssetKind.NARRATION, footage.make("long.flac", *long).read_bytes())


@pytest.mark.parametrize(
    ("name", "data"),
    {
        "text": b"this is no music at all " * 40,
        "a playlist": b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n",
        "a list of files": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "a list of parts": FILES.encode(),
    }.items(),
)
def test_what_is_no_sound_or_names_other_files_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(MediaRefused, match="cannot be opened; bring it as WAV, MP3, M4A"):
        admit(AssetKind.MUSIC, data)


def test_a_cut_file_is_refused_or_shorter(footage: Footage) -> None:
    data = tone(footage, "cut.m4a", "-c:a", "aac", seconds=5)
    with pytest.raises(MediaRefused):
        admit(AssetKind.MUSIC, data[: len(data) // 2])
