"""What is struck without a pitch: each sound is made once and used again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import SAMPLE_RATE

Mono = NDArray[np.float32]


def _clock(seconds: float) -> Mono:
    return np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / np.float32(SAMPLE_RATE)


def _hiss(seconds: float, low: float, high: float) -> Mono:
    """Noise between two frequencies, always the same."""
    size = int(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(round(low)).normal(size=size))
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE) + 1e-6
    band = 1 / np.sqrt((1 + (low / hertz) ** 6) * (1 + (hertz / high) ** 6))
    noise = np.fft.irfft(spectrum * band, size)
    return np.asarray(noise / np.abs(noise).max(), np.float32)


@lru_cache(maxsize=1)
def _kick() -> Mono:
    time = _clock(0.32)
    sweep = 2 * np.pi * (46 * time + 62 / 26 * (1 - np.exp(-26 * time)))
    return np.asarray(np.sin(sweep) * np.exp(-11 * time) * np.minimum(1, time / 0.002), np.float32)


@lru_cache(maxsize=1)
def _drum() -> Mono:
    time = _clock(1.4)
    sweep = 2 * np.pi * (44 * time + 40 / 9 * (1 - np.exp(-9 * time)))
    skin = _hiss(1.4, 90, 900) * np.exp(-16 * time) * 0.4
    return np.asarray((np.sin(sweep) * np.exp(-3.4 * time) + skin) * np.minimum(1, time / 0.003), np.float32)


@lru_cache(maxsize=1)
def _clap() -> Mono:
    time = _clock(0.22)
    bursts = sum(np.exp(-90 * np.maximum(0, time - late)) * (time >= late) for late in (0.0, 0.011, 0.021))
    return np.asarray(_hiss(0.22, 900, 5200) * (0.4 * bursts + np.exp(-26 * time)) * 0.55, np.float32)


@lru_cache(maxsize=1)
def _snap() -> Mono:
    time = _clock(0.12)
    return np.asarray(_hiss(0.12, 1800, 4200) * np.exp(-60 * time) * np.minimum(1, time / 0.001), np.float32)


@lru_cache(maxsize=1)
def _rim() -> Mono:
    time = _clock(0.09)
    knock = np.sin(2 * np.pi * 820 * time) * np.exp(-75 * time) + 0.5 * np.sin(2 * np.pi * 1730 * time) * np.exp(
        -110 * time
    )
    return np.asarray(knock * np.minimum(1, time / 0.001) * 0.8, np.float32)


@lru_cache(maxsize=1)
def _shaker() -> Mono:
    time = _clock(0.085)
    return np.asarray(_hiss(0.085, 5200, 12000) * np.minimum(1, time / 0.014) * np.exp(-48 * time) * 0.6, np.float32)


@lru_cache(maxsize=1)
def _tick() -> Mono:
    time = _clock(0.05)
    click = np.sin(2 * np.pi * 2600 * time) * np.exp(-140 * time) * np.minimum(1, time / 0.001)
    return np.asarray(click * 0.6, np.float32)


@lru_cache(maxsize=1)
def _swell() -> Mono:
    time = _clock(0.9)
    return np.asarray(
        _hiss(0.9, 3500, 11000) * (time / 0.9) ** 3 * np.minimum(1, (0.9 - time) / 0.05) * 0.5, np.float32
    )


PERCUSSION: dict[str, Callable[[], Mono]] = {
    "kick": _kick,
    "drum": _drum,
    "clap": _clap,
    "snap": _snap,
    "rim": _rim,
    "shaker": _shaker,
    "tick": _tick,
    "swell": _swell,
}
