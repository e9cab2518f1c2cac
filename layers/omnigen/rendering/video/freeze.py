"""Where a video stands still, told from the sizes of its coded frames: what does not move costs next to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

BYTES_PER_PIXEL = Fraction(1, 4000)
"""A frame of skipped blocks only takes less than this; film grain or the slightest move takes many times more."""

MIN_BYTES = 48
FROZEN_SECONDS = 2


def static_ranges(sizes: Sequence[int], pixels: int, rate: Fraction) -> list[tuple[int, int]]:
    """Frames `[start, end)`, two seconds and longer, in which no frame says more than that nothing has changed.

    A single larger frame within such a stretch is a key frame, which repeats the picture; two in a row end it.
    """
    limit = max(int(pixels * BYTES_PER_PIXEL), MIN_BYTES)
    stretches: list[tuple[int, int]] = []
    start, quiet_until = 0, 0
    for number, size in enumerate(sizes):
        if size <= limit:
            if number - quiet_until > 1:
                start = number
            quiet_until = number + 1
            if quiet_until - start >= FROZEN_SECONDS * rate:
                stretches = [one for one in stretches if one[0] != start]
                stretches.append((start, quiet_until))
    return stretches
