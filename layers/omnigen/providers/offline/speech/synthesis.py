"""A narrator that needs no key and no network: espeak-ng's voice, made a little kinder, with exact word times."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from omnigen.errors import InvalidRequest, ProviderUnavailable
from omnigen.providers.offline.speech.mastering import AudioBuffer, mellow, to_wav
from omnigen.providers.offline.speech.pronunciation import parts_by_writing
from omnigen.providers.offline.speech.voices import character_of, engine_voice
from omnigen.providers.offline.speech.word_timing import MeasuredWord, readable, time_words

NATURAL_WORDS_PER_MINUTE = 162
LONGEST_TEXT_CHARACTERS = 20_000
VOICE_PROGRAM = (sys.executable, "-P", "-m", "omnigen.providers.offline.speech.espeak_process")


@dataclass(frozen=True)
class SynthesizedSpeech:
    """A spoken text: a mono 16-bit WAV file and when each word is heard, in seconds from its start."""

    wav: bytes
    sample_rate: int
    words: tuple[MeasuredWord, ...]
    seconds: float


def speak(
    text: str,
    *,
    voice: str = "narrator",
    language: str = "en",
    speed: float = 1.0,
    program: Sequence[str] = VOICE_PROGRAM,
    timeout_seconds: float = 60,
) -> SynthesizedSpeech:
    """Read `text` aloud as plain words, `speed` (0.5 to 2.0) times as fast as a person would.

    Words in a writing that `language` does not use are read by the same character in a language that does.

    The same arguments give the same bytes. Raises InvalidRequest, naming the field, for a language, voice, speed or
    text that cannot be spoken, and ProviderUnavailable when the voice program fails.
    """
    words_of_text = readable(text)
    _check(words_of_text, speed)
    character = character_of(voice)
    engine_voice(language, character)  # an unknown language is refused even where no word is in it
    parts = parts_by_writing(words_of_text, language)
    request = {
        "parts": [[part.text, part.position, engine_voice(part.language, character)] for part in parts],
        "words_per_minute": round(NATURAL_WORDS_PER_MINUTE * speed),
        "pitch": character.pitch,
        "pitch_range": character.pitch_range,
    }
    header, sound = _run(program, request, timeout_seconds)
    kinder = mellow(sound)
    words = time_words(text, header["words"], len(sound.samples), kinder.span)
    return SynthesizedSpeech(to_wav(kinder), kinder.sample_rate, words, kinder.seconds)


def _check(text: str, speed: float) -> None:
    if not any(character.isalnum() for character in text):
        raise InvalidRequest("There is nothing to say: the narration needs at least one word.", "narration.text")
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise InvalidRequest(
            f"The narration has {len(text)} characters; at most {LONGEST_TEXT_CHARACTERS} are read.", "narration.text"
        )
    if not 0.5 <= speed <= 2.0:
        raise InvalidRequest(f"The narration speed must lie between 0.5 and 2.0, not {speed}.", "narration.speed")


def _run(program: Sequence[str], request: dict[str, Any], timeout_seconds: float) -> tuple[dict[str, Any], AudioBuffer]:
    """Start the voice program, hand it the request and take its answer apart."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, the text goes in by stdin
            program, input=json.dumps(request).encode(), capture_output=True, timeout=timeout_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ProviderUnavailable(f"The offline voice did not finish within {timeout_seconds:g} s.") from error
    except OSError as error:
        raise ProviderUnavailable(f"The offline voice could not be started: {error}.") from error
    if done.returncode != 0:
        last_words = done.stderr.decode(errors="replace").strip()[-300:] or "it left no message"
        raise ProviderUnavailable(f"The offline voice stopped with code {done.returncode}: {last_words}.")
    return _parse(done.stdout)


def _parse(answer: bytes) -> tuple[dict[str, Any], AudioBuffer]:
    head, _, body = answer.partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(head)
        sound = AudioBuffer(np.frombuffer(body, "<i2").astype(np.float32) / np.float32(32768), header["sample_rate"])
        complete = len(sound.samples) == header["samples"] and bool(np.any(sound.samples))
    except (ValueError, KeyError, TypeError) as error:
        raise ProviderUnavailable("The offline voice gave an answer that cannot be read.") from error
    if not complete:
        raise ProviderUnavailable("The offline voice gave no sound, or only a part of it.")
    return header, sound
