"""Functions die at every single write of a job, as a Lambda that is killed between two calls; then AWS does its part.

The state machine retries what died, events are delivered again, the sweep runs; nobody asks for anything a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus

from local.emulator.cloud import LocalCloud
from tests.chaos.crashes import Death, dying, watched_writes
from tests.chaos.dying_requests import ACTS
from tests.chaos.function_walk import DEATHS, Walk, record, submitted
from tests.chaos.hosts import Receiver
from tests.chaos.order_log_check import troubles_of
from tests.conftest import StudioWith
from tests.workflow.faulty import composing_in_process, handlers

pytestmark = pytest.mark.timeout(2_400)

SAMPLE = range(3, 75, 8)
"""Writes of a job's some seventy at which functions die in every run of the suite; `make walk` takes all."""

SETTINGS = {"OMNIGEN_OFFLINE_PRICES": "imitated", "OMNIGEN_LEASE_SECONDS": "2"}
RECEIVER = Receiver()


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    mortal = dying(handlers(), DEATHS)
    return {"definition": composing_in_process(), "handlers": {**mortal, "DeliverWebhook": RECEIVER}}


@pytest.fixture
def walk(cloud: LocalCloud, app_with: StudioWith) -> Walk:
    DEATHS.clear()
    return Walk(cloud, app_with(**SETTINGS))


@pytest.mark.walk
def test_job_whose_functions_die_at_any_write_is_completed_with_nothing_paid_twice_or_lost(walk: Walk) -> None:
    with watched_writes(walk.app):
        walk.take(lambda death: submitted(walk, death))
    jobs = completed_and_told(walk)
    places = {death.place.partition(":")[0] for death in walk.jobs.values()}
    assert {"Api", "WriteScript", "Narrate", "StartClip", "CheckClip", "CompleteJob", "ExecutionEnded"} <= places
    assert len(jobs) >= 45


def test_jobs_whose_functions_die_at_one_write_in_eight_are_completed_with_nothing_paid_twice_or_lost(
    walk: Walk,
) -> None:
    with watched_writes(walk.app):
        walk.round(SAMPLE, lambda death: submitted(walk, death))
    assert len(completed_and_told(walk)) == len(SAMPLE)
    assert sum(bool(death.place) for death in walk.jobs.values()) >= len(SAMPLE) - 2  # a job has 65 to 75 writes


def completed_and_told(walk: Walk) -> list[Job]:
    """The jobs that were walked, all completed, nothing of them paid twice or lost, and their events told."""
    jobs = [job for job_id in walk.jobs if (job := record(walk, job_id))]
    assert troubles_of(walk.app, jobs) == []
    told = {job.job_id: {status for id_, status, _, _ in RECEIVER.told if id_ == job.job_id} for job in jobs}
    assert {job_id: words for job_id, words in told.items() if words != {"processing", "completed"}} == {}
    return jobs


@pytest.mark.walk
@pytest.mark.parametrize("act", ACTS)
def test_request_that_dies_at_any_write_leaves_nothing_stuck_or_hanging(act: str, walk: Walk) -> None:
    work, end = ACTS[act]
    with watched_writes(walk.app):
        for number in range(1, 100):
            death = Death(number)
            job_id = work(walk, death)
            walk.jobs[job_id] = death
            walk.rest({job_id: death})
            if not death.place:
                break
    assert number > 1, "nothing was written"
    jobs = [job for job_id in walk.jobs if (job := record(walk, job_id))]
    assert {job.status for job in jobs} <= {end or JobStatus.DELETING}
    hanging = [job.job_id for job in jobs if job.committed_usd != job.spent_usd]
    assert hanging == []
    if end is JobStatus.COMPLETED:
        assert troubles_of(walk.app, jobs) == []
