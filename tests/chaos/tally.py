"""What a drill did and what was wrong at its end."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Drill:
    """A drill's folder, its chance (the same for the same seed), when it has to come to an end, and its results."""

    name: str
    folder: Path
    chance: random.Random
    until: float
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether there is time for another round."""
        return time.monotonic() < self.until

    def report(self) -> str:
        """One line, and one for each trouble."""
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        return "\n".join(
            [f"{self.name}: {counts or 'nothing done'}", *(f"TROUBLE {self.name}: {t}" for t in self.troubles)]
        )
