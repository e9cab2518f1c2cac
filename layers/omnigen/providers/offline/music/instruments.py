"""What one note sounds like, and how notes become sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.providers.offline.music.arrangement import Note
from omnigen.providers.offline.music.percussion import PERCUSSION

Stereo = NDArray[np.float32]
"""Two rows, left and right."""
Mono = NDArray[np.float32]

_PAD_LOOP = 1 << 17


def perform(notes: Iterable[Note], samples: int) -> Stereo:
    """All notes, played into a sound of exactly `samples`."""
    sound = np.zeros((2, samples), np.float32)
    for note in notes:
        played = _play(note)
        end = min(note.start + played.shape[-1], samples)
        if note.start >= samples:
            continue
        left, right = np.sqrt((1 - note.pan) / 2), np.sqrt((1 + note.pan) / 2)
        rows = played if played.ndim == 2 else (played, played)
        for channel, (row, share) in enumerate(zip(rows, (left, right), strict=True)):
            sound[channel, note.start : end] += row[: end - note.start] * np.float32(share * note.level * 1.414)
    return sound


def _play(note: Note) -> NDArray[np.float32]:
    """A stereo or mono sound of full level."""
    if note.instrument in ("pad", "tail"):
        return _sustained(note.pitch, round(note.brightness, 2), note.length, ringing=note.instrument == "tail")
    if note.instrument == "bass":
        return _bass(note.pitch, note.length)
    if note.instrument in PERCUSSION:
        return PERCUSSION[note.instrument]()
    return _struck(note.instrument, note.pitch, round(note.brightness, 2))


@lru_cache(maxsize=256)
def _sustained(pitch: int, brightness: float, length: int, *, ringing: bool) -> Stereo:
    """A soft choir of strings that swells and overlaps with the next chord, or that dies away."""
    loop = _choir(pitch, brightness)
    tiled = loop[:, np.arange(length) % _PAD_LOOP] if length > _PAD_LOOP else loop[:, :length]
    time = np.linspace(0, 1, length, dtype=np.float32)
    if ringing:
        swell = np.minimum(1, time * length / SAMPLE_RATE / 0.12) * (1 - time) ** 2 * np.exp(-1.2 * time)
    else:
        swell = np.sin(np.minimum(1, time / 0.22) * (np.pi / 2)) * np.cos(
            np.maximum(0, (time - 0.78) / 0.22) * (np.pi / 2)
        )
    return np.asarray(tiled * swell.astype(np.float32), np.float32)


@lru_cache(maxsize=128)
def _choir(pitch: int, brightness: float) -> Stereo:
    """A seamless loop: each overtone a narrow band of random phases (the PADsynth method of N. O. Paul, 2001)."""
    chance = np.random.default_rng([pitch, round(brightness * 100)])
    fundamental = _hertz(pitch)
    bins = np.arange(_PAD_LOOP // 2 + 1, dtype=np.float32)
    per_bin = SAMPLE_RATE / _PAD_LOOP
    spectrum = np.zeros(len(bins), np.float32)
    for overtone in range(1, 13):
        hertz = fundamental * overtone
        weight = overtone**-1.25 * np.exp(-hertz / (900 + 2200 * brightness))
        width = max(1.2, hertz * 0.0055 / per_bin)
        first, last = (int(max(0, hertz / per_bin + side * 4 * width)) for side in (-1, 1))
        spectrum[first:last] += weight / np.sqrt(width) * np.exp(-(((bins[first:last] - hertz / per_bin) / width) ** 2))
    phases = np.exp(2j * np.pi * chance.random((2, len(bins)))).astype(np.complex64)
    loop = np.fft.irfft(spectrum * phases, _PAD_LOOP, axis=1)
    return np.asarray(loop / np.sqrt(np.mean(loop**2)) * 0.5, np.float32)


_TIMBRES: dict[str, tuple[tuple[tuple[float, float, float], ...], float, float]] = {
    # (ratio to the fundamental, level, extra decay per second) ..., attack in seconds, decay per second
    "felt": (((1, 1, 0), (2, 0.34, 1.6), (3, 0.13, 3), (4.01, 0.05, 5), (5.03, 0.02, 7)), 0.007, 2.0),
    "pluck": (((1, 1, 0), (2, 0.5, 3), (3, 0.28, 5), (4, 0.16, 8), (5, 0.08, 11), (6, 0.05, 14)), 0.003, 3.6),
    "bell": (((1, 1, 0), (2, 0.22, 0.6), (3.01, 0.12, 2), (4.2, 0.08, 5)), 0.004, 1.7),
    "marimba": (((1, 1, 0), (3.93, 0.26, 9), (9.2, 0.07, 22)), 0.002, 5.5),
    "strings": (((1, 1, 0), (2, 0.55, 1), (3, 0.36, 2), (4, 0.22, 3), (5, 0.15, 4), (6, 0.1, 5)), 0.028, 4.4),
}


@lru_cache(maxsize=256)
def _struck(timbre: str, pitch: int, brightness: float) -> Mono:
    """A note that is struck or plucked and then dies away."""
    partials, attack, decay = _TIMBRES[timbre]
    time = np.arange(int(SAMPLE_RATE * min(2.6, 5.5 / decay)), dtype=np.float32) / SAMPLE_RATE
    note = np.zeros_like(time)
    for ratio, level, extra in partials:
        softened = level * (brightness ** (0.8 * (ratio - 1)) if ratio > 1 else 1)
        note += (
            softened * np.exp(-(decay + extra) * time) * np.sin(np.float32(2 * np.pi * _hertz(pitch) * ratio) * time)
        )
    note *= np.minimum(1, time / attack) * np.minimum(1, (time[-1] - time) / 0.08)
    return np.asarray(note, np.float32)


@lru_cache(maxsize=64)
def _bass(pitch: int, length: int) -> Mono:
    time = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    turn = np.float32(2 * np.pi * _hertz(pitch)) * time
    tone = np.sin(turn) + 0.32 * np.sin(2 * turn) * np.exp(-3 * time) + 0.12 * np.sin(3 * turn) * np.exp(-5 * time)
    edge = np.minimum(1, time / 0.012) * np.minimum(1, (time[-1] - time) / 0.05 + 1e-6)
    return np.asarray(tone * np.exp(-0.9 * time) * edge, np.float32)


def _hertz(pitch: int) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))
