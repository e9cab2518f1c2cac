"""Exact time: frame rates are fractions, positions are whole frames and whole samples."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

FRAME_RATE = Fraction(24)
"""Frames per second of every finished video."""

SAMPLE_RATE = 48_000
"""Audio samples per second of every finished video."""

QUANTUM_SECONDS = Decimal("0.25")
"""Scene durations are multiples of this: exact as decimals, as floats and as frames."""


def to_frames(seconds: Decimal | int, rate: Fraction = FRAME_RATE) -> int:
    """Seconds as whole frames; ValueError if they do not fall on a frame."""
    frames = Fraction(seconds) * rate
    if frames.denominator != 1:
        raise ValueError(f"{seconds} s is {float(frames):.3f} frames at {rate} fps, not a whole number")
    return int(frames)


def to_samples(frames: int, rate: Fraction = FRAME_RATE, sample_rate: int = SAMPLE_RATE) -> int:
    """The sample at which a frame starts (rounded down where the two grids do not meet)."""
    return int(Fraction(frames) / rate * sample_rate)


def to_seconds(frames: int, rate: Fraction = FRAME_RATE) -> Fraction:
    """The time at which a frame starts."""
    return Fraction(frames) / rate


def split(total: int, weights: Sequence[Fraction | Decimal | int], minimum: int = 1) -> list[int]:
    """Whole shares of `total` in proportion to `weights`, each at least `minimum`, summing exactly to it."""
    if not weights or total < minimum * len(weights):
        raise ValueError(f"{total} cannot be split into {len(weights)} shares of at least {minimum}")
    parts = [max(Fraction(weight), Fraction(0)) for weight in weights]
    if not sum(parts):
        parts = [Fraction(1)] * len(parts)
    spare = total - minimum * len(parts)
    ideal = [spare * part / sum(parts) for part in parts]
    shares = [minimum + int(share) for share in ideal]
    by_remainder = sorted(range(len(parts)), key=lambda i: (int(ideal[i]) - ideal[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
