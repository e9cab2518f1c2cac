"""Timing calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import quantiles
from typing import NamedTuple


class Times(NamedTuple):
    """Median and 99th percentile, in milliseconds."""

    p50: float
    p99: float


def times(count: int, call: Callable[[], object], *, warm: int = 10) -> Times:
    """Of so many calls, after some that do not count."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(count):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1_000)
    cuts = quantiles(taken, n=100)
    return Times(cuts[49], cuts[98])
