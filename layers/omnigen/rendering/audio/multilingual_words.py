"""When each word of a recording in another language than English is spoken: Whisper's attention, forced to the text.

Needs the extra `listen`: faster-whisper with the multilingual weights `base`, which two packages carry in halves.
Measured against espeak-ng's own word times: `tests/integration/rendering/test_multilingual_words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from omnigen.media import recogniser
from omnigen.text import Piece, sentences, speaking_seconds, words

HeardPiece = tuple[Piece, float, float]
"""A piece of a text, and the seconds in which it is heard."""

MAX_SECONDS = 30
"""What the network hears at once; words of longer recordings keep estimated times."""

FRAMES_PER_SECOND = 100
SAMPLE_RATE = 16_000

ONSET_SECONDS = 0.017
"""How much later than its attention a word is heard: the median of 436 words in twelve languages."""

MIN_SENTENCE_SHARE = 0.5
"""A sentence found in less of its usual time is not in the recording: in nine languages those that were left out took
0 to 0.6 of it, and those that were spoken 0.9 to 2."""

_NAMES = {"nb": "no", "fil": "tl", "yue": "zh"}
"""Languages that Whisper names otherwise than we do."""


def can_find_words(language: str) -> bool:
    """Whether the recogniser is installed and knows the language."""
    if not recogniser.is_installed():
        return False
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    return _name_of(language) in _LANGUAGE_CODES


def find_words(sound: bytes, text: str, language: str) -> list[tuple[str, int, int]]:
    """The words of a text with their first and last hundredths of a second in a recording: mono, 16 kHz, 16 bit.

    None where a sentence of the text is not in it, or where it is longer than `MAX_SECONDS`.
    """
    samples = np.frombuffer(sound, np.int16).astype(np.float32) / np.float32(32768)
    if len(samples) > MAX_SECONDS * SAMPLE_RATE or not text.strip():
        return []
    spans = _spans(samples, text, language)
    return _frames(spans, text, language) if spans and _all_are_spoken(spans, text, language) else []


def _spans(samples: np.ndarray[Any, np.dtype[np.float32]], text: str, language: str) -> list[HeardPiece]:
    """Pieces of the text, as Whisper divides it, with the seconds in which they are heard."""
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer

    model = recogniser.network()
    tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language=_name_of(language))
    heard = model.encode(pad_or_trim(model.feature_extractor(samples)))
    frames = len(samples) * FRAMES_PER_SECOND // SAMPLE_RATE
    [found] = model.find_alignment(tokenizer, [tokenizer.encode(f" {text}")], heard, frames)
    ends = list(accumulate(len(str(one["word"])) for one in found))
    starts = [0, *ends[:-1]]
    return [
        (Piece(str(one["word"]), start - 1), float(one["start"]) + ONSET_SECONDS, float(one["end"]) + ONSET_SECONDS)
        for one, start in zip(found, starts, strict=True)
    ]


def _frames(spans: Sequence[HeardPiece], text: str, language: str) -> list[tuple[str, int, int]]:
    found = []
    for word in words(text, language):
        own = list(_within(spans, word))
        if own and any(map(str.isalnum, word.text)):
            first, last = own[0][1], max(own[-1][2], own[0][1])
            found.append((word.text, round(first * FRAMES_PER_SECOND), round(last * FRAMES_PER_SECOND) - 1))
    return found


def _all_are_spoken(spans: Sequence[HeardPiece], text: str, language: str) -> bool:
    shares = []
    for sentence in sentences(text, language):
        own = list(_within(spans, sentence))
        usual = float(speaking_seconds(sentence.text, language))
        if own and usual:
            shares.append((own[-1][2] - own[0][1]) / usual)
    return bool(shares) and min(shares) >= MIN_SENTENCE_SHARE


def _within(spans: Sequence[HeardPiece], part: Piece) -> Iterator[HeardPiece]:
    """The spans that have a letter in a part of the text."""
    for span in spans:
        piece = span[0]
        letters = piece.start + len(piece.text) - len(piece.text.lstrip())
        if letters < part.end and piece.end > part.start and any(map(str.isalnum, piece.text)):
            yield span


def _name_of(language: str) -> str:
    primary = language.lower().partition("-")[0]
    return _NAMES.get(primary, primary)
