"""What the simulation of the queue assumes, what it counts, and the page about it."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from omnigen.domain.render_queue import QueueLimits

USERS = 9
RENDERING = QueueLimits(total=12, per_user=3)
COMPOSING = QueueLimits(total=3, per_user=3)
ARRIVAL_SECONDS = 8
FILM_SECONDS = 120
COMPOSE_SECONDS = 30
PER_MINUTE, AT_ONCE = 20, 10


@dataclass
class Figures:
    """What was counted."""

    jobs: int
    peaks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    per_user_peak: int = 0
    most_orders_a_minute: int = 0
    out_of_order: int = 0
    calls_per_join: list[int] = field(default_factory=list)
    """Calls of DynamoDB for each join that found no free slot."""

    waits_by_user: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    left_over: list[str] = field(default_factory=list)
    committed_usd: Decimal = Decimal(0)
    spent_usd: Decimal = Decimal(0)
    seconds: float = 0.0

    @property
    def served(self) -> int:
        """How many got a slot."""
        return sum(map(len, self.waits_by_user.values()))


def queue_page(found: Figures) -> str:
    """The document."""
    rows = "\n".join(f"| {what} | {value} |" for what, value in _rows(found).items())
    return (
        "# The queue under many jobs\n\n"
        f"Measured by `python -m benchmarks.queue_simulation {found.jobs}` on {time.strftime('%Y-%m-%d')}, in "
        f"{found.seconds:,.0f} s: the program's own adapters on the emulated tables,\nwithout media, on a simulated "
        f"clock. A job arrives every {ARRIVAL_SECONDS} s, half of them from one of {USERS + 1} users. Each reserves "
        f"its money, waits for a slot and for\nits turn at a vendor, films for {FILM_SECONDS} s, composes for "
        f"{COMPOSE_SECONDS} s and settles. `tests/workflow/test_queue_simulation.py` is the same with few jobs.\n\n"
        f"| what | found |\n|---|---|\n{rows}\n"
    )


def _rows(found: Figures) -> Mapping[str, object]:
    half = len(found.calls_per_join) // 2
    waits = sorted(statistics.median(waits) for waits in found.waits_by_user.values())
    burst = PER_MINUTE // 10
    return {
        "jobs that got a slot": f"{found.served:,}",
        f"rendering at once, of {RENDERING.total} slots": found.peaks["render"],
        f"rendering at once of one user, of {RENDERING.per_user}": found.per_user_peak,
        f"composing at once, of {COMPOSING.total}": found.peaks["compose"],
        f"at the vendor at once, of {AT_ONCE} permits": found.peaks["vendor"],
        f"orders in the fullest minute, at {PER_MINUTE} and a burst of {burst}": found.most_orders_a_minute,
        "served before an earlier job of the same user": found.out_of_order,
        "calls of DynamoDB for a join, first half of the run": _middle_and_most(found.calls_per_join[:half]),
        "the same, second half": _middle_and_most(found.calls_per_join[half:]),
        "wait for a slot, median of the user who sends half of the jobs": f"{waits[-1]:,.0f} s",
        "the same, of the user in the middle": f"{statistics.median(waits):,.0f} s",
        "slots, places and permits left over": len(found.left_over),
        "reserved and never settled": f"${found.committed_usd - found.spent_usd}",
    }


def _middle_and_most(counts: Sequence[int]) -> str:
    return f"median {statistics.median(counts):g}, most {max(counts)}" if counts else "none waited"
