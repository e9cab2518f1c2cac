"""What arrives is decoded and measured before it is kept."""

from __future__ import annotations

import base64
import io
import math
import wave
from array import array
from decimal import Decimal

import pytest
from omnigen.errors import BadOutput
from omnigen.media.audio_length import measure_sound
from omnigen.media.file_types import is_text_like, media_type_of
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.offline.music import compose_bed
from omnigen.purchasing.downloads import check_length, check_music, check_picture, check_size, check_speech


def tone(seconds: float, peak: float = 0.5) -> bytes:
    """A sine of 440 Hz as a WAV of 24 kHz."""
    steps = range(int(24_000 * seconds))
    return wav(
        array("h", (int(32_767 * peak * math.sin(2 * math.pi * 440 * step / 24_000)) for step in steps)).tobytes()
    )


def wav(samples: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(24_000)
        writer.writeframes(samples)
    return file.getvalue()


def test_length_and_peak_of_a_recording_are_measured() -> None:
    facts = measure_sound(tone(1.5))
    assert facts.seconds == 1.5
    assert facts.peak_dbfs == pytest.approx(-6.0, abs=0.3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (wav(bytes(48_000)), "silent"),
        (tone(2, peak=0.001), "silent"),
        (tone(0.1), "takes about"),
        (tone(40), "takes about"),
        (b"<!doctype html><html>busy</html>", "no usable recording"),
        (wav(b""), "no usable recording"),
        (tone(2)[:30], "no usable recording"),
    ],
)
def test_a_recording_that_is_none_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadOutput, match=words):
        check_speech(data, "Meet the bottle you will keep.", "en")


def test_a_recording_of_a_plausible_length_passes() -> None:
    assert check_speech(tone(2.5), "Meet the bottle you will keep.", "en").seconds == Decimal("2.5")


def test_music_is_audible_and_no_jingle() -> None:
    assert check_music(compose_bed("calm", 6.0, 1, "mp3")) >= 6
    for data, words in ((tone(1), "at least 3 s"), (wav(bytes(24_000 * 2 * 6)), "silent")):
        with pytest.raises(BadOutput, match=words):
            check_music(data)


@pytest.mark.parametrize(
    ("size", "words"), [((64, 36), "too few"), ((360, 640), "another shape"), ((640, 100), "another shape")]
)
def test_a_picture_too_small_or_of_another_shape_is_refused(size: tuple[int, int], words: str) -> None:
    with pytest.raises(BadOutput, match=words):
        check_size(size, 1280, 720)


@pytest.mark.parametrize(
    ("size", "wanted"), [((1344, 768), (1920, 1080)), ((1280, 720), (720, 720)), ((640, 360), (1280, 720))]
)
def test_a_picture_that_can_be_cropped_and_enlarged_a_little_passes(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    check_size(size, *wanted)


def test_a_picture_is_decoded_to_its_end() -> None:
    whole = draw_still("A bottle on a table", 128, 72).png
    check_picture(whole, 128, 72)
    for data in (whole[: len(whole) // 2], b"<html>busy</html>" * 9, b""):
        with pytest.raises(BadOutput, match="no usable picture"):
            check_picture(data, 128, 72)


def test_a_clip_shorter_than_its_scene_is_refused() -> None:
    check_length(Decimal("5.6"), Decimal(6))
    with pytest.raises(BadOutput, match="its scene needs 6 s"):
        check_length(Decimal("5.4"), Decimal(6))


def test_samples_are_not_taken_for_mpeg_by_two_lucky_bytes() -> None:
    assert media_type_of(b"\xff\xfb\x90\x00" + bytes(2_000)) is None
    assert media_type_of(compose_bed("calm", 3.0, 1, "mp3")) == "audio/mpeg"


@pytest.mark.parametrize("text", [b"<html>busy</html>", b'{"error": 1}', b"upstream connect error"])
def test_text_is_told_from_samples(text: bytes) -> None:
    assert is_text_like(text)
    assert not is_text_like(tone(0.1)[44:])
    assert not is_text_like(base64.b64decode("iVBORw0KGgo="))
