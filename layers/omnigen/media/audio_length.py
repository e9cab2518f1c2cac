"""Opening a sound file that others made, and measuring it. Needs PyAV only."""

from __future__ import annotations

import io
import math
from array import array
from dataclasses import dataclass
from fractions import Fraction

import av

from omnigen.errors import MediaRefused

LONGEST_SECONDS = 900
_MEASURED_HERTZ = 8_000
"""Enough for the level of speech and music, and a sixth of the samples."""


@dataclass(frozen=True)
class SoundFacts:
    """Length in seconds, and the highest sample in dB below full scale (minus infinity for digital silence)."""

    seconds: Fraction
    peak_dbfs: float


def sound_seconds(data: bytes) -> Fraction:
    """How long a recording is, decoded to its end. MediaRefused when it cannot be, is empty, or too long."""
    return measure_sound(data).seconds


def measure_sound(data: bytes) -> SoundFacts:
    """Length and peak of a recording, decoded to its end. MediaRefused when it cannot be, is empty, or too long."""
    seconds, highest = Fraction(0), 0
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise MediaRefused("The file holds no sound")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=_MEASURED_HERTZ)
            for frame in container.decode(container.streams.audio[0]):
                seconds += Fraction(frame.samples, frame.sample_rate)
                if seconds > LONGEST_SECONDS:
                    raise MediaRefused(f"The recording is longer than {LONGEST_SECONDS} seconds")
                highest = max(highest, *map(_highest_sample, resampler.resample(frame)), 0)
    except (av.FFmpegError, ValueError) as error:
        raise MediaRefused(f"The recording cannot be opened: {error}") from error
    if not seconds:
        raise MediaRefused("The recording is empty")
    return SoundFacts(seconds, 20 * math.log10(highest / 32_768) if highest else -math.inf)


def _highest_sample(frame: av.AudioFrame) -> int:
    samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])
    return max(max(samples, default=0), -min(samples, default=0))
