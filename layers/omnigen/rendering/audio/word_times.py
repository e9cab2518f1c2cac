"""When each word of a recording is spoken, where the voice has not told.

English is aligned by pocketsphinx, other languages by `multilingual_words` where that is installed.

Measured against the offline voices' own word times: `tests/integration/rendering/test_word_times.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pocketsphinx

from omnigen.domain.timeline import Voice, WordTiming
from omnigen.rendering.audio.english_letters import sounds_of
from omnigen.rendering.audio.loudness import sound_inputs
from omnigen.rendering.audio.multilingual_words import can_find_words, find_words
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.text import Piece, spoken, words

SAMPLE_RATE = 16_000
FRAME_SECONDS = Decimal("0.01")

SILENT_BELOW_PEAK_DB = 34
MIN_SILENT_FRAMES = 12
"""A pause is at least so many hundredths of a second, so much quieter than the loudest one."""

_SEARCHES = ((True, 1e-48), (True, 1e-80), (False, 1e-120), (False, 1e-80), (False, 1e-48))
"""With words of silence behind punctuation or without, and how much is kept on the way: one after the other, until
every word is found. Nothing is taken for noise, which would swallow the last words of three recordings in ten."""

_PAUSE = "_pause_"
_PAUSE_MARKS = frozenset(".,;:!?…—–")
_PADDING_FRAMES = 20

_SLACK = 6
"""Frames by which a word may begin before the pause before it, or end behind the one behind it."""

_RAW_NAME = "alignment.raw"
_TOKEN = re.compile(r"[a-z']*[a-z][a-z']*")
_VARIANT = re.compile(r"\(\d+\)$")


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What is said for a word as written: tokens of the dictionary, in order."""

    word: Piece
    tokens: tuple[str, ...]


def with_word_times(voices: Sequence[Voice], recordings: Sequence[Path], language: str, folder: Path) -> list[Voice]:
    """The voices, with times for the words of those that had none.

    A recording in which the words are not found keeps none; so does one in a language that nothing here knows.
    """
    is_english = language.partition("-")[0].lower() == "en"
    if not (is_english or can_find_words(language)):
        return list(voices)
    missing = [number for number, voice in enumerate(voices) if voice.text.strip() and not voice.words]
    done = list(voices)
    for number in missing:
        text = voices[number].text
        if is_english:
            found = align_words(recordings[number], text, folder)
        else:
            found = align_foreign_words(recordings[number], text, language, folder)
        done[number] = replace(voices[number], words=tuple(found), aligned=bool(found))
    return done


def align_words(recording: Path, text: str, folder: Path) -> list[WordTiming]:
    """Times of the words of an English text in its recording, in seconds from its start; none where they are not found.

    A word of which nothing is said, like a dash, has no time.
    """
    said = [one for one in _said(text) if one.tokens]
    if not said:
        return []
    sound = _raw(recording, folder)
    silences = _silences(sound)
    for pauses, beam in _SEARCHES:
        segments = _segments(said, sound, beam, pauses=pauses)
        if segments:
            return list(_timings(said, _behind_silences(segments, silences)))
    return []


def align_foreign_words(recording: Path, text: str, language: str, folder: Path) -> list[WordTiming]:
    """The same for a text in another language."""
    sound = _raw(recording, folder)
    moved = _behind_silences(find_words(sound, text, language), _silences(sound))
    return [
        WordTiming(
            text=word, start_seconds=max(first, 0) * FRAME_SECONDS, end_seconds=(max(last, first) + 1) * FRAME_SECONDS
        )
        for word, first, last in moved
    ]


def _segments(said: Sequence[_Said], sound: bytes, beam: float, *, pauses: bool) -> list[tuple[str, int, int]]:
    """Each token with its first and last frame; nothing where they were not all found."""
    search = {"fsgusefiller": False, "beam": beam, "pbeam": beam, "wbeam": beam}
    decoder = pocketsphinx.Decoder(lm=None, samprate=SAMPLE_RATE, loglevel="FATAL", **search)
    decoder.add_word(_PAUSE, "SIL", False)
    tokens = [token for one in said for token in one.tokens]
    for token in dict.fromkeys(tokens):
        if decoder.lookup_word(token) is None:
            decoder.add_word(token, sounds_of(token), False)
    hush = _hush() if pauses else b""
    try:
        decoder.set_align_text(" ".join(_with_pauses(said) if pauses else tokens))
        decoder.start_utt()
        decoder.process_raw(hush + sound + hush, False, True)
        decoder.end_utt()
        found = list(decoder.seg() or [])
    except RuntimeError:  # what pocketsphinx raises when a text and a recording cannot be brought together
        return []
    shift = _PADDING_FRAMES if pauses else 0
    named = [
        (_VARIANT.sub("", one.word), one.start_frame - shift, one.end_frame - shift)
        for one in found
        if one.word[0] not in "<[+_"
    ]
    return named if [token for token, _, _ in named] == tokens else []


def _with_pauses(said: Sequence[_Said]) -> Iterator[str]:
    """The tokens with words of silence at both ends and behind punctuation."""
    yield _PAUSE
    for number, one in enumerate(said, start=1):
        yield from one.tokens
        if number == len(said) or _PAUSE_MARKS & set(one.word.text[-2:]):
            yield _PAUSE


def _hush() -> bytes:
    """The faint noise of a quiet room, always the same."""
    samples = np.random.default_rng(0).normal(0, 1, _PADDING_FRAMES * SAMPLE_RATE // 100)
    return samples.astype(np.int16).tobytes()


def _behind_silences(
    segments: Sequence[tuple[str, int, int]], silences: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Words without the pauses before and behind them, which the aligner takes for a part of one of the two."""
    moved = []
    for token, first, last in segments:
        behind = max((end for start, end in silences if start - _SLACK <= first < end < last), default=first)
        before = min((start for start, end in silences if behind < start <= last <= end + _SLACK), default=last)
        moved.append((token, behind, before))
    return moved


def _silences(sound: bytes) -> list[tuple[int, int]]:
    """Pauses as frames `[start, end)` of a hundredth of a second."""
    samples = np.frombuffer(sound, np.int16).astype(np.float64)
    size = SAMPLE_RATE // 100
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    levels = np.sqrt((frames**2).mean(axis=1))
    quiet = levels < levels.max(initial=0) * 10 ** (-SILENT_BELOW_PEAK_DB / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(np.int8), [0]))))
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(start), int(end)) for start, end in runs if end - start >= MIN_SILENT_FRAMES]


def _timings(said: Sequence[_Said], segments: Sequence[tuple[str, int, int]]) -> Iterator[WordTiming]:
    place = 0
    for one in said:
        own = segments[place : place + len(one.tokens)]
        place += len(one.tokens)
        yield WordTiming(
            text=one.word.text,
            start_seconds=max(own[0][1], 0) * FRAME_SECONDS,
            end_seconds=(own[-1][2] + 1) * FRAME_SECONDS,
        )


def _said(text: str) -> Iterator[_Said]:
    """Each word of a text with what is said for it."""
    written = words(text, "en")
    shares: list[list[str]] = [[] for _ in written]
    for stretch in spoken(text, "en"):
        start, end = stretch.written.start, stretch.written.end
        own = [number for number, word in enumerate(written) if word.start < end and word.end > start]
        tokens = _TOKEN.findall(_plain(stretch.says))
        for number, token in zip(_in_turn([written[number].text for number in own], len(tokens)), tokens, strict=True):
            shares[own[number]].append(token)
    for word, share in zip(written, shares, strict=True):
        yield _Said(word=word, tokens=tuple(share))


def _in_turn(parts: Sequence[str], tokens: int) -> list[int]:
    """To which word of a price, quantity or date each token belongs: one to each sign, the rest in equal parts."""
    plain = [number for number, part in enumerate(parts) if number == 0 or any(map(str.isalnum, part))]
    signs = [number for number in range(len(parts)) if number not in plain]
    rest = max(tokens - len(signs), 0)
    return [*(plain[place * len(plain) // rest] for place in range(rest)), *signs][:tokens]


def _plain(text: str) -> str:
    """Small letters without accents, with straight apostrophes."""
    taken_apart = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(character for character in taken_apart if not unicodedata.combining(character))


def _raw(recording: Path, folder: Path) -> bytes:
    arguments = [
        *("-v", "error", *sound_inputs([recording]), "-ac", "1", "-ar", str(SAMPLE_RATE)),
        *("-f", "s16le", "-c:a", "pcm_s16le", _RAW_NAME),
    ]
    run(Run(arguments=arguments, folder=folder, what=f"reading {recording.name}"))
    return (folder / _RAW_NAME).read_bytes()
