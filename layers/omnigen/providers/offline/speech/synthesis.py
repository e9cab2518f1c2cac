"""A narrator that needs no key and no network: a neural voice for American English, espeak-ng for all else.

Both say when each word is heard. The neural voice leaves out letters that it does not know; a text with such letters,
and one that is partly in another writing, is read by espeak-ng.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from omnigen.errors import InvalidRequest, ProviderUnavailable
from omnigen.providers.offline.speech import neural_voice
from omnigen.providers.offline.speech.mastering import AudioBuffer, mellow, to_wav
from omnigen.providers.offline.speech.pronunciation import parts_by_writing
from omnigen.providers.offline.speech.voices import VoiceCharacter, character_of, engine_voice
from omnigen.providers.offline.speech.word_timing import MeasuredWord, readable, time_words
from omnigen.text import respell

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
    pronunciations: Mapping[str, str] = MappingProxyType({}),
    program: Sequence[str] = VOICE_PROGRAM,
    timeout_seconds: float = 60,
) -> SynthesizedSpeech:
    """Read `text` aloud as plain words, `speed` (0.5 to 2.0) times as fast as a person would.

    Words in a writing that `language` does not use are read by the same character in a language that does.

    The same arguments give the same bytes. Raises InvalidRequest, naming the field, for a language, voice, speed or
    text that cannot be spoken, and ProviderUnavailable when the voice program fails.
    """
    said = respell(readable(text), pronunciations)
    _check(said.text, speed)
    character = character_of(voice)
    engine_voice(language, character)  # an unknown language is refused even where no word is in it
    if character.is_neural(language) and neural_voice.is_installed() and neural_voice.can_say(said.text):
        sound, events = neural_voice.say(said.text, speed)
        mastered = mellow(sound, equalised=False)
    else:
        sound, events = _say_with_espeak(said.text, character, language, speed, program, timeout_seconds)
        mastered = mellow(sound)
    written = [(said.place(position), sample) for position, sample in events]
    words = time_words(text, written, len(sound.samples), mastered.span)
    return SynthesizedSpeech(to_wav(mastered), mastered.sample_rate, words, mastered.seconds)


def _say_with_espeak(
    text: str, character: VoiceCharacter, language: str, speed: float, program: Sequence[str], timeout_seconds: float
) -> tuple[AudioBuffer, list[tuple[int, int]]]:
    parts = parts_by_writing(text, language)
    request = {
        "parts": [[part.text, part.position, engine_voice(part.language, character)] for part in parts],
        "words_per_minute": round(NATURAL_WORDS_PER_MINUTE * speed),
        "pitch": character.pitch,
        "pitch_range": character.pitch_range,
    }
    header, sound = _run(program, request, timeout_seconds)
    return sound, [(position, sample) for position, sample in header["words"]]


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
