"""Functions die at every single write of a job, as a Lambda that is killed between two calls; then AWS does its part.

The state machine retries what died, events are delivered again, the sweep runs; nobody asks for anything a second time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from omnigen.domain import ids
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import RUNNING, TERMINAL, ApprovalStatus, Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import NotFound
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext
from ulid import ULID

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.chaos.crashes import Call, Death, ExitError, dying, in_call, watched_writes
from tests.chaos.hosts import HOOK, Receiver, swept
from tests.chaos.order_log_check import troubles_of
from tests.conftest import StudioWith
from tests.workflow.faulty import composing_in_process, handlers

pytestmark = [pytest.mark.walk, pytest.mark.timeout(2_400)]

AT_ONCE = 6
PATIENCE_SECONDS = 400.0
ONE_SCENE: dict[str, Any] = {"script_text": "Meet the bottle that keeps water cold all day", "webhook_url": HOOK}
SETTINGS = {"OMNIGEN_OFFLINE_PRICES": "imitated", "OMNIGEN_LEASE_SECONDS": "2"}

DEATHS: dict[str, Death] = {}
RECEIVER = Receiver()


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    mortal = dying(handlers(), DEATHS)
    return {"definition": composing_in_process(), "handlers": {**mortal, "DeliverWebhook": RECEIVER}}


@dataclass
class Walk:
    """Jobs, each of whose functions die at another write."""

    cloud: LocalCloud
    app: AppContext
    jobs: dict[str, Death] = field(default_factory=dict)

    def take(self, walk_one: Callable[[Death], str]) -> None:
        """Walk on until no job of a round had so many writes that it died. `walk_one` begins a job and returns its id.

        Jobs of the same brief differ by a few writes: one that outlives its death says nothing of the others.
        """
        number = 0
        begun = dict[str, Death]()
        while not begun or any(death.place for death in begun.values()):
            begun = {}
            for _ in range(AT_ONCE):
                number += 1
                death = Death(number)
                begun[walk_one(death)] = death
            self.jobs |= begun
            self.rest(begun)

    def rest(self, job_ids: Mapping[str, Death]) -> None:
        """Wait until all have ended; the sweep does now what it does every few minutes."""
        until = time.monotonic() + PATIENCE_SECONDS
        while hanging := [job_id for job_id in job_ids if not self._rests(job_id)]:
            assert time.monotonic() < until, [self._stuck(job_id, job_ids[job_id]) for job_id in hanging]
            time.sleep(1.5)
            assert self.cloud.settle(30)
            swept(self.app)
        assert self.cloud.settle(30)  # the end of an execution is handled after the job's own

    def _stuck(self, job_id: str, death: Death) -> str:
        job = self.app.aws.jobs.record(job_id)
        execution = self.app.aws.workflow.status(job.execution_arn or "")
        purchases = {name: str(known.status) for name, known in job.purchases.items() if not known.settled}
        return f"{death.place}: {job.status} in run {job.run}, {execution}, {purchases}, {job.pending_events}"

    def _rests(self, job_id: str) -> bool:
        try:
            job = self.app.aws.jobs.record(job_id)
        except NotFound:
            return True
        over = job.status in TERMINAL or job.status is JobStatus.DELETING
        over = over and not self.app.aws.workflow.is_running(job.execution_arn or "")
        return over and not job.pending_events and all(known.settled for known in job.purchases.values())


@pytest.fixture
def walk(cloud: LocalCloud, app_with: StudioWith) -> Walk:
    DEATHS.clear()
    return Walk(cloud, app_with(**SETTINGS))


def submitted(walk: Walk, death: Death | None, **brief: Any) -> str:
    """Submit a job; with a death, its functions and the submission itself die there."""
    job_id = ids.new_job_id(ULID())
    if death:
        DEATHS[job_id] = death
    begin = partial(runs.submit, walk.app, f"user-{job_id}", a_brief(**(ONE_SCENE | brief)), job_id)
    in_api(death, begin)
    return job_id


def in_api(death: Death | None, work: Callable[[], Any]) -> None:
    """A request that nobody repeats when it dies."""
    if death is None:
        work()
        return
    with suppress(ExitError):
        in_call(Call("Api", death), work)


def until(app: AppContext, job_id: str, reached: Callable[[Job], bool]) -> Job:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached(job := app.aws.jobs.get(job_id)):
        assert time.monotonic() < deadline, f"stuck: {job.status}, {job.error_message}"
        time.sleep(0.1)
    return job


def test_job_whose_functions_die_at_any_write_is_completed_with_nothing_paid_twice_or_lost(walk: Walk) -> None:
    with watched_writes(walk.app):
        walk.take(lambda death: submitted(walk, death))
    jobs = [job for job_id in walk.jobs if (job := record(walk, job_id))]
    assert troubles_of(walk.app, jobs) == []
    told = {job.job_id: {status for id_, status, _, _ in RECEIVER.told if id_ == job.job_id} for job in jobs}
    assert {job_id: words for job_id, words in told.items() if words != {"processing", "completed"}} == {}
    places = {death.place.partition(":")[0] for death in walk.jobs.values()}
    assert {"Api", "WriteScript", "Narrate", "StartClip", "CheckClip", "CompleteJob", "ExecutionEnded"} <= places
    assert len(jobs) >= 45


def cancelled(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None)
    job = until(walk.app, job_id, at_the_vendor)
    in_api(death, lambda: runs.cancel(walk.app, job))
    if walk.app.aws.jobs.get(job_id).status in RUNNING:  # it died before that, and its user asks again
        runs.cancel(walk.app, job)
    return job_id


def deleted(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None)
    job = until(walk.app, job_id, at_the_vendor)
    in_api(death, lambda: runs.delete(walk.app, job))
    if not death.place.startswith("Api"):
        return job_id
    found = record(walk, job_id)
    if found and found.status is not JobStatus.DELETING:  # it died before that: its user sees the job, and asks again
        runs.delete(walk.app, walk.app.aws.jobs.get(job_id))
    return job_id


def decided(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None, review=("spend",))
    job = until(walk.app, job_id, lambda job: bool(job.open_reviews))
    decide = partial(walk.app.aws.reviews.decide, job, Gate.SPEND, None, ApprovalStatus.APPROVED, "", "ada")
    in_api(death, decide)
    if not walk.app.aws.jobs.get(job_id).decisions:  # it died before that, and the gate is still open
        decide()
    return job_id


def resumed(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None, review=("spend",))
    until(walk.app, job_id, lambda job: bool(job.open_reviews))
    job = runs.cancel(walk.app, walk.app.aws.jobs.get(job_id))
    in_api(death, lambda: runs.resume(walk.app, job))
    if walk.app.aws.jobs.get(job_id).run == 1:  # it died before that
        runs.resume(walk.app, job)
    job = until(walk.app, job_id, lambda job: bool(job.open_reviews) or _swept(walk))
    walk.app.aws.reviews.decide(job, Gate.SPEND, None, ApprovalStatus.APPROVED, "", "ada")
    return job_id


ACTS: dict[str, tuple[Callable[[Walk, Death], str], JobStatus | None]] = {
    "cancel": (cancelled, JobStatus.CANCELLED),
    "delete": (deleted, None),
    "decide": (decided, JobStatus.COMPLETED),
    "resume": (resumed, JobStatus.COMPLETED),
}


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


def at_the_vendor(job: Job) -> bool:
    """Whether something was ordered that takes a while, and the job still runs."""
    return job.status in RUNNING and PurchaseStatus.SUBMITTED in {known.status for known in job.purchases.values()}


def _swept(walk: Walk) -> bool:
    swept(walk.app)
    return False


def record(walk: Walk, job_id: str) -> Job | None:
    try:
        return walk.app.aws.jobs.record(job_id)
    except NotFound:
        return None
