"""A clock for what deletes by time: a machine's clock that is wrong for a while must not delete anything."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

STEADY_SECONDS = 3_600.0
"""How long the machine's clock must have shown a time before it counts."""


class SteadyClock:
    """Reads the machine's clock now and then; `seconds` is a time that it has shown, or passed, all of the last hour.

    An hour is measured by the monotonic clock, which nobody can set. A clock that is set a year ahead and right again
    within the hour changes nothing.
    """

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._readings: deque[tuple[float, float]] = deque()

    def seconds(self) -> float | None:
        """Unix seconds, an hour late; None until this clock has been read for an hour."""
        now = self._monotonic()
        self._readings.append((now, self._wall()))
        if now - self._readings[0][0] < STEADY_SECONDS:
            return None
        while len(self._readings) > 1 and now - self._readings[1][0] >= STEADY_SECONDS:
            self._readings.popleft()
        return min(wall for _, wall in self._readings)
