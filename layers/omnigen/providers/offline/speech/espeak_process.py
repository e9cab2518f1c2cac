"""The program that runs espeak-ng: reads one text from stdin, writes samples and word positions to stdout, and exits.

espeak-ng is GPL-3 and keeps state between calls, so it is never loaded into our process. `synthesis` starts
`python -m omnigen.providers.offline.speech.espeak_process` for each text; with a fixed random seed, the same request
gives the same samples.

In:  one JSON object {"parts": [[text, position, voice], …], "words_per_minute", "pitch", "pitch_range"}; a part's
position is where it starts in the whole text.
Out: one line of JSON {"sample_rate", "samples", "words": [[position, sample], …]}, then the samples as
little-endian 16-bit integers. A position counts characters of the whole text from 0.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import espeakng_loader

# From espeak-ng's speak_lib.h, version 1.52.
SYNCHRONOUS, DO_NOT_EXIT = 2, 0x8000
BY_CHARACTER, UTF8_TEXT = 1, 1
RATE, PITCH, PITCH_RANGE = 1, 3, 4
NO_MORE_EVENTS, WORD_EVENT = 0, 1

RANDOM_SEED = 1
"""Fixed, so that the same text always gives the same samples."""


class _Event(ctypes.Structure):
    """`espeak_EVENT`: `text_position` counts characters from 1, `sample` counts from the start of the text."""

    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


_Listener = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def main() -> int:
    """Read the request, speak it, write the answer. A failure leaves its reason on stderr and a non-zero exit code."""
    request = json.load(sys.stdin)
    engine, sample_rate = _open_engine()
    sound, words = bytearray(), []
    for text, position, voice in request["parts"]:
        _choose_voice(engine, voice, request)
        spoken, heard = _pronounce(engine, text)
        words += [(position + place, len(sound) // 2 + sample) for place, sample in heard]
        sound += spoken
    header = {"sample_rate": sample_rate, "samples": len(sound) // 2, "words": words}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + bytes(sound))
    sys.stdout.buffer.flush()
    return 0


def _open_engine() -> tuple[ctypes.CDLL, int]:
    """The library, ready to speak, and its sample rate."""
    engine = ctypes.CDLL(str(Path(espeakng_loader.get_library_path()).resolve()))  # type: ignore[no-untyped-call]
    # espeak-ng cuts long paths off (N_PATH_HOME), and a virtual environment may well lie deep: give it a short one.
    os.chdir(Path(espeakng_loader.get_data_path()).parent)  # type: ignore[no-untyped-call]
    sample_rate = engine.espeak_Initialize(SYNCHRONOUS, 0, b".", DO_NOT_EXIT)
    if sample_rate <= 0:
        sys.exit(f"espeak-ng did not start ({sample_rate})")
    # espeak_Initialize seeds the engine's own random numbers (breath, flutter) from the clock.
    engine.espeak_ng_SetRandSeed(ctypes.c_long(RANDOM_SEED))
    return engine, sample_rate


def _choose_voice(engine: ctypes.CDLL, voice: str, request: Mapping[str, Any]) -> None:
    if engine.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.exit(f"espeak-ng has no voice {voice!r}")
    for parameter, name in ((RATE, "words_per_minute"), (PITCH, "pitch"), (PITCH_RANGE, "pitch_range")):
        engine.espeak_SetParameter(parameter, request[name], 0)


def _pronounce(engine: ctypes.CDLL, text: str) -> tuple[bytes, list[tuple[int, int]]]:
    """The sound, and where each word starts in text and sound."""
    sound = bytearray()
    words: list[tuple[int, int]] = []

    def listen(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != NO_MORE_EVENTS:
            event = events[index]
            if event.type == WORD_EVENT:
                words.append((event.text_position - 1, event.sample))
            index += 1
        return 0

    listener = _Listener(listen)
    engine.espeak_SetSynthCallback(listener)
    encoded = text.encode()
    # Without the flags espeakSSML and espeakPHONEMES, tags and [[phonemes]] are words like any others.
    if engine.espeak_Synth(encoded, len(encoded) + 1, 0, BY_CHARACTER, 0, UTF8_TEXT, None, None) != 0:
        sys.exit("espeak-ng could not speak this text")
    engine.espeak_Synchronize()
    return bytes(sound), words


if __name__ == "__main__":
    sys.exit(main())
