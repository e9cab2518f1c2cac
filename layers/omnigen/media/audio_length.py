"""Opening a sound file that others made, and measuring it: length, level, silences. Needs PyAV only."""

from __future__ import annotations

import io
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av

from omnigen.errors import MediaRefused

LONGEST_SECONDS = 900
_MEASURED_HERTZ = 8_000
"""Enough for the level of speech and music, and a sixth of the samples."""

_WINDOW = 80
"""Samples of a hundredth of a second: silences are found with this accuracy."""

_SILENT_BELOW_PEAK_DB = 40.0
_FLOOR_DBFS = -50.0
MIN_PAUSE_SECONDS = Fraction(8, 100)
"""Shorter silences are part of a word."""


@dataclass(frozen=True)
class SoundFacts:
    """Length in seconds, and the highest sample in dB below full scale (minus infinity for digital silence).

    `audible_from` and `audible_to` bound what is heard, `pauses` are the silences in between, in seconds. Silent is
    what lies 40 dB below the highest sample.
    """

    seconds: Fraction
    peak_dbfs: float
    audible_from: Fraction = Fraction(0)
    audible_to: Fraction = Fraction(0)
    pauses: tuple[tuple[Fraction, Fraction], ...] = ()


def sound_seconds(data: bytes) -> Fraction:
    """How long a recording is, decoded to its end. MediaRefused when it cannot be, is empty, or too long."""
    return measure_sound(data).seconds


def measure_sound(data: bytes) -> SoundFacts:
    """Length, peak and silences of a recording, decoded to its end.

    MediaRefused when it cannot be, is empty, or too long.
    """
    seconds, samples = Fraction(0), array("h")
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise MediaRefused("The file holds no sound")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=_MEASURED_HERTZ)
            for frame in container.decode(container.streams.audio[0]):
                seconds += Fraction(frame.samples, frame.sample_rate)
                if seconds > LONGEST_SECONDS:
                    raise MediaRefused(f"The recording is longer than {LONGEST_SECONDS} seconds")
                for part in resampler.resample(frame):
                    samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    except (av.FFmpegError, ValueError) as error:
        raise MediaRefused(f"The recording cannot be opened: {error}") from error
    if not seconds:
        raise MediaRefused("The recording is empty")
    return _facts(seconds, [_highest(samples[at : at + _WINDOW]) for at in range(0, len(samples), _WINDOW)])


def _facts(seconds: Fraction, levels: Sequence[int]) -> SoundFacts:
    """Facts from the highest sample of each window."""
    highest = max(levels, default=0)
    if not highest:
        return SoundFacts(seconds, -math.inf, Fraction(0), seconds)
    peak_dbfs = 20 * math.log10(highest / 32_768)
    threshold = 32_768 * 10 ** (max(peak_dbfs - _SILENT_BELOW_PEAK_DB, _FLOOR_DBFS) / 20)
    heard = [number for number, level in enumerate(levels) if level > threshold] or [0]
    window = Fraction(_WINDOW, _MEASURED_HERTZ)
    gaps = [((before + 1) * window, after * window) for before, after in pairwise(heard) if after > before + 1]
    pauses = tuple(gap for gap in gaps if gap[1] - gap[0] >= MIN_PAUSE_SECONDS)
    return SoundFacts(seconds, peak_dbfs, heard[0] * window, min((heard[-1] + 1) * window, seconds), pauses)


def _highest(samples: array[int]) -> int:
    return max(max(samples, default=0), -min(samples, default=0))
