"""Plain media are files that the pipeline takes, made without NumPy, Pillow and a voice program."""

from __future__ import annotations

import io
import subprocess
import sys
import wave
from dataclasses import replace

import av
import pytest
from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.providers.offline.media import FilmRequest, open_media
from omnigen.providers.protocols import SpeechRequest
from PIL import Image

MEDIA = open_media("plain")
ORDER = FilmRequest(prompt="A bottle", width=160, height=90 + 6, seconds=1, seed=1)

_WITHOUT_OTHERS = """
import sys
sys.modules.update(dict.fromkeys(("numpy", "PIL", "espeakng_loader", "hibari", "onnxruntime")))
from omnigen.providers.offline import media, offline_providers
from omnigen.providers.protocols import SpeechRequest
plain = media.open_media("plain")
plain.film(media.FilmRequest(prompt="x", width=64, height=64, seconds=1, seed=1))
plain.speak(SpeechRequest(order_id="x", text="Hello"))
plain.play("calm", 2, 1)
"""


def _frames(clip: bytes) -> list[bytes]:
    with av.open(io.BytesIO(clip), "r") as file:
        return [bytes(frame.planes[0]) for frame in file.decode(video=0)]


def test_a_picture_has_the_size_asked_for_and_colours_of_its_prompt() -> None:
    one = MEDIA.draw("A bottle", 160, 96, seed=1, look="", empty=False)
    assert Image.open(io.BytesIO(one.png)).size == (160, 96)
    assert one == MEDIA.draw("A bottle", 160, 96, seed=1, look="", empty=False)
    assert one.png != MEDIA.draw("A cat", 160, 96, seed=1, look="", empty=False).png
    assert one.png != MEDIA.draw("A bottle", 160, 96, seed=1, look="", empty=True).png


def test_a_clip_is_as_long_as_asked_moves_and_is_the_same_again() -> None:
    clip = MEDIA.film(ORDER)
    frames = _frames(clip)
    assert len(frames) == FRAME_RATE
    assert frames[0] != frames[-1]
    assert MEDIA.film(ORDER) == clip


def test_a_clip_ends_on_the_picture_it_was_given() -> None:
    end = MEDIA.draw("A cat", 160, 96, seed=2, look="", empty=False).png
    still = _frames(MEDIA.film(replace(ORDER, start_png=end)))[0]
    last = _frames(MEDIA.film(replace(ORDER, end_png=end)))[-1]
    assert max(abs(a - b) for a, b in zip(still, last, strict=True)) <= 12  # two encodings of one picture


def test_a_clip_of_a_damaged_picture_is_refused() -> None:
    with pytest.raises(MediaRefused):
        MEDIA.film(replace(ORDER, start_png=b"no picture"))


def test_every_word_is_heard_in_order_within_the_recording() -> None:
    spoken = MEDIA.speak(SpeechRequest(order_id="x", text="Take your bottle along, every day."))
    assert [word.text for word in spoken.words] == ["Take", "your", "bottle", "along,", "every", "day."]
    starts = [word.start_seconds for word in spoken.words]
    assert starts == sorted(starts)
    with wave.open(io.BytesIO(spoken.wav)) as file:
        assert spoken.words[-1].end_seconds <= file.getnframes() / file.getframerate()


def test_a_text_without_words_cannot_be_spoken() -> None:
    with pytest.raises(InvalidRequest):
        MEDIA.speak(SpeechRequest(order_id="x", text="..."))


def test_music_is_as_long_as_asked() -> None:
    with av.open(io.BytesIO(MEDIA.play("calm", 3, 1)), "r") as file:
        assert float(file.duration or 0) / av.time_base == pytest.approx(3, abs=0.1)


def test_no_other_library_is_needed() -> None:
    subprocess.run([sys.executable, "-c", _WITHOUT_OTHERS], check=True, timeout=60)
