"""How long vendors, the container's start and the cut take: distributions with their sources, and draws from them."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Latency:
    """Seconds: log-normal around a median, nine tenths below `p90`, never below `least`."""

    median: float
    p90: float
    least: float
    source: str

    def draw(self, chance: random.Random) -> float:
        """One of them."""
        sigma = math.log(self.p90 / self.median) / 1.2816
        return max(self.least, chance.lognormvariate(math.log(self.median), sigma))


LATENCIES: Mapping[str, Latency] = {
    "script": Latency(median=8, p90=14, least=3, source="assumed, 2026-11-27"),
    "speech": Latency(median=3, p90=6, least=1, source="assumed, 2026-11-27, a take"),
    "storyboard": Latency(median=8, p90=14, least=3, source="assumed, 2026-11-27"),
    "image": Latency(median=15, p90=26, least=6, source="assumed, 2026-11-27"),
    "music": Latency(median=30, p90=50, least=12, source="assumed, 2026-11-27"),
    "clip": Latency(
        median=80,
        p90=140,
        least=45,
        source="assumed, 2026-11-27, about the model's usual time of 75 s; one in ten takes longer than 140 s",
    ),
    "container": Latency(
        median=57,
        p90=62,
        least=50,
        source="elasticscale.com/reduce-aws-fargate-pull-times-with-soci, 2024-04-10: 53 to 62 s for 413 MB on Fargate",
    ),
}

CUT_SECONDS = 10.0
"""The cut of 30 s at 720p: 16.5 CPU-seconds (compose.md) on two cores, with fetching and storing, assumed."""

COLLECT_SECONDS: Mapping[str, float] = {"clip": 2.0, "music": 1.0}
"""What a stage takes to fetch, check and store a result, assumed."""

MACHINES_MILLISECONDS = {"a state of Step Functions": 30, "a call of a function": 150}
"""Assumed: nothing of this ran on AWS."""


@dataclass(frozen=True)
class Draws:
    """The same seconds for the same purchase under the same seed, in whatever order they are asked for."""

    seed: int

    def of(self, kind: str, name: str = "") -> float:
        """What this purchase takes."""
        return LATENCIES[kind].draw(random.Random(f"{self.seed} {kind} {name}"))

    def seen(self, kind: str) -> tuple[int, ...]:
        """What the last twenty of this kind took in other jobs."""
        return tuple(math.ceil(self.of(kind, f"earlier {number}")) for number in range(20))
