"""Jobs at once on three slots, in real time: nobody overtakes, never more than three render, the queue ends empty.

Few of them: a machine that does other work, too, cannot answer a hundred calls of AcquireSlot at once within the time
that a function has. `test_queue_simulation.py` has a hundred and more on a simulated clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.job import JobStatus

from local.emulator.cloud import LocalCloud
from tests.builders import a_job
from tests.conftest import StudioWith
from tests.workflow.faulty import handlers
from tests.workflow.load import SLOTS, Storm, Visit, figures, ideal_waits, machine, rage

JOBS = 21


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """The time limits of functions are those of a machine that does nothing else."""
    patient = [replace(one, timeout_seconds=600) for one in FUNCTIONS]
    return {"handlers": handlers(), "definition": machine(), "wait_scale": 0.02, "workers": 8, "functions": patient}


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_jobs_at_once_on_three_slots_keep_their_order_and_end_at_zero(cloud: LocalCloud, app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_RENDER_SLOTS=str(SLOTS), OMNIGEN_RENDER_SLOTS_PER_USER=str(SLOTS))
    storm = rage(cloud, app, JOBS)
    assert [str(job.status) for job in storm.jobs] == ["completed"] * JOBS
    assert storm.peak <= SLOTS
    assert storm.overtaken == 0, "who came later was served before who came first"
    assert app.aws.slots.holders() == {}
    assert app.aws.slots.queued() == []


def test_figures_compare_the_waits_with_the_least_there_could_be() -> None:
    jobs = [a_job(status=JobStatus.COMPLETED) for _ in range(3)]
    found = figures(Storm(jobs, 1, 0, [Visit(0, 0, 10), Visit(0, 10, 20), Visit(0, 24, 30)]), slots=1)
    assert (found["wait_median"], found["wait_max"], found["ideal_max"]) == (10, 24, 20)
    assert (found["ratios"], found["ratio_median"], found["ratio_max"]) == (2, 1.1, 1.2)


def test_ideal_gives_a_free_slot_to_the_next_in_line_in_no_time() -> None:
    visits = [Visit(0, 0, 10), Visit(1, 11, 16), Visit(2, 17, 20), Visit(30, 31, 32)]
    assert ideal_waits(visits, slots=1) == [0, 9, 13, 0]
    assert ideal_waits(visits, slots=2) == [0, 0, 4, 0]
