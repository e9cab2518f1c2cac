"""Jobs through queues, vendor limits and money on a simulated clock: order, peaks, the cost of a join, and the end."""

from __future__ import annotations

import pytest
from omnigen.domain.render_queue import QueueLimits
from omnigen.runtime.context import AppContext

from benchmarks.queue_figures import AT_ONCE, COMPOSING, PER_MINUTE, RENDERING, Figures
from benchmarks.queue_simulation import simulate, simulate_in_memory

JOBS = 400
"""Ten thousand of them are in docs/benchmarks/queue.md."""

JOBS_ON_THE_EMULATOR = 16


def test_jobs_keep_order_and_limits_and_leave_nothing_behind() -> None:
    found = simulate_in_memory(JOBS)
    assert found.served == JOBS
    assert found.out_of_order == 0, "nobody is served before an earlier job of the same user"
    assert found.overtaken == 0, "nor before an earlier job of a user who may have a slot"
    assert found.peaks["render"] == RENDERING.total
    assert found.per_user_peak == RENDERING.per_user, "the user of half of the jobs has all that one may have"
    assert found.peaks["compose"] <= COMPOSING.total
    assert found.peaks["vendor"] == AT_ONCE
    assert found.most_orders_a_minute <= PER_MINUTE + PER_MINUTE // 10
    assert found.left_over == []
    assert found.committed_usd == found.spent_usd > 0


def test_join_costs_the_same_however_many_wait() -> None:
    found = simulate_in_memory(JOBS)
    assert max(join.waiting for join in found.joins) > JOBS // 4
    assert max(join.reads for join in found.joins) <= 8
    assert max(join.writes for join in found.joins) <= 5


def test_hundred_jobs_on_three_slots_are_served_in_their_order() -> None:
    found = simulate_in_memory(100, QueueLimits(total=3, per_user=3))
    assert (found.served, found.out_of_order, found.overtaken, found.left_over) == (100, 0, 0, [])
    assert found.peaks["render"] == 3


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_tables_in_memory_answer_as_the_emulated_ones_do(app: AppContext) -> None:
    emulated, in_memory = simulate(app.aws, JOBS_ON_THE_EMULATOR), simulate_in_memory(JOBS_ON_THE_EMULATOR)
    assert _without_time(emulated) == _without_time(in_memory)
    assert emulated.joins, "some found no free slot"


def _without_time(found: Figures) -> dict[str, object]:
    waits = [
        sorted(waits) for _, waits in sorted(found.waits_by_user.items(), key=lambda one: one[0].rpartition("-")[2])
    ]
    return {**vars(found), "waits_by_user": waits, "seconds": 0, "peaks": dict(found.peaks)}
