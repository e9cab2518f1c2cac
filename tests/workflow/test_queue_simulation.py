"""Jobs through queues, vendor limits and money on a simulated clock: order, peaks, the cost of a join, and the end."""

from __future__ import annotations

import pytest
from omnigen.runtime.context import AppContext

from benchmarks.queue_figures import AT_ONCE, COMPOSING, PER_MINUTE, RENDERING
from benchmarks.queue_simulation import simulate

JOBS = 40


@pytest.mark.timeout(900)
@pytest.mark.slow
def test_jobs_keep_order_and_limits_and_leave_nothing_behind(app: AppContext) -> None:
    found = simulate(app.aws, JOBS)
    assert found.out_of_order == 0
    assert found.peaks["render"] <= RENDERING.total
    assert found.per_user_peak == RENDERING.per_user, "the user of half of the jobs has all that one may have"
    assert found.peaks["compose"] <= COMPOSING.total
    assert found.peaks["vendor"] <= AT_ONCE
    assert found.most_orders_a_minute <= PER_MINUTE + PER_MINUTE // 10
    assert found.left_over == []
    assert found.committed_usd == found.spent_usd > 0
    assert found.served == JOBS
    assert max(found.calls_per_join) <= 16, "however many wait"
