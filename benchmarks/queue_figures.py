"""What the simulation of the queue assumes, what it counts, and the page about it."""

from __future__ import annotations

import itertools
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


@dataclass(frozen=True)
class Join:
    """A join of the render queue that found no free slot: how many waited already, and what it read and wrote."""

    waiting: int
    reads: int
    writes: int


@dataclass
class Figures:
    """What was counted."""

    jobs: int
    peaks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    per_user_peak: int = 0
    most_orders_a_minute: int = 0
    out_of_order: int = 0
    overtaken: int = 0
    joins: list[Join] = field(default_factory=list)
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
    joins = "\n".join(_join_row(found.joins, least, most) for least, most in itertools.pairwise(_WAITING))
    return (
        "# The queue under many jobs\n\n"
        f"Measured by `python -m benchmarks.queue_simulation {found.jobs}` on {time.strftime('%Y-%m-%d')}, in "
        f"{found.seconds:,.0f} s: the program's own adapters on tables in memory,\nwithout media, on a simulated "
        f"clock. A job arrives every {ARRIVAL_SECONDS} s, half of them from one of {USERS + 1} users. Each reserves "
        f"its money, waits for a slot and for\nits turn at a vendor, films for {FILM_SECONDS} s, composes for "
        f"{COMPOSE_SECONDS} s and settles. `tests/workflow/test_queue_simulation.py` holds the tables in memory "
        "against the\nemulated ones: both have the same figures.\n\n"
        f"| what | found |\n|---|---|\n{rows}\n\n"
        "What a join reads and writes that finds no free slot, by the number of jobs that wait already:\n\n"
        "| wait already | joins | reads, median and most | items written, median and most |\n"
        f"|---|---|---|---|\n{joins}\n"
    )


_WAITING = (0, 10, 100, 1_000, 10_000)


def _join_row(joins: Sequence[Join], least: int, most: int) -> str:
    found = [join for join in joins if least <= join.waiting < most]
    if not found:
        return f"| {least:,} to {most - 1:,} | 0 | | |"
    reads, writes = [join.reads for join in found], [join.writes for join in found]
    return (
        f"| {least:,} to {most - 1:,} | {len(found):,} | {statistics.median(reads):g}, {max(reads)} "
        f"| {statistics.median(writes):g}, {max(writes)} |"
    )


def _rows(found: Figures) -> Mapping[str, object]:
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
        "served before an earlier job of a user who had slots left": found.overtaken,
        "wait for a slot, median of the user who sends half of the jobs": f"{waits[-1]:,.0f} s",
        "the same, of the user in the middle": f"{statistics.median(waits):,.0f} s",
        "longest wait of any other user": f"{_longest_of_others(found):,.0f} s",
        "slots, places and permits left over": len(found.left_over),
        "reserved and never settled": f"${found.committed_usd - found.spent_usd}",
    }


def _longest_of_others(found: Figures) -> float:
    """Without the user who sends half of the jobs, whose queue grows as long as they are sent."""
    longest = sorted(max(waits) for waits in found.waits_by_user.values())
    return longest[-2] if len(longest) > 1 else longest[-1]
