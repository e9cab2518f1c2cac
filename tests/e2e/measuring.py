"""What a finished video measures: frames, streams, and how loud it is when."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


@dataclass(frozen=True)
class Measured:
    """A video file, decoded to its end."""

    width: int
    height: int
    frames: int
    video_seconds: Fraction
    audio_seconds: Fraction
    rate: Fraction


def measure(path: Path) -> Measured:
    """Decode both streams and count."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        frames = sum(1 for _ in container.decode(video))
        assert video.average_rate is not None
        rate = Fraction(video.average_rate)
        size = (video.width, video.height)
    with av.open(str(path)) as container:
        sound = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(sound))
        hertz = sound.rate
    return Measured(*size, frames, Fraction(frames) / rate, Fraction(samples, hertz), rate)


def loudness_by_tenth(path: Path, low: float = 0, high: float = 24_000) -> list[float]:
    """RMS of each tenth of a second between two frequencies (hertz), in dBFS; -120 where there is nothing."""
    with av.open(str(path)) as container:
        parts = [frame.to_ndarray().mean(axis=0) for frame in container.decode(container.streams.audio[0])]
        hertz = container.streams.audio[0].rate
    samples = np.concatenate(parts)
    tenth = hertz // 10
    return [_level(samples[start : start + tenth], hertz, low, high) for start in range(0, len(samples) - tenth, tenth)]


def _level(samples: np.ndarray, hertz: int, low: float, high: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / hertz)
    power = 2 * spectrum[(frequencies >= low) & (frequencies < high)].sum() / len(samples) ** 2
    return float(10 * np.log10(max(power, 1e-12)))
