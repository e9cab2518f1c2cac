"""Jobs whose functions die at their writes, each job's at another, while the rest of AWS does its part."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from omnigen.domain import ids
from omnigen.domain.job import TERMINAL, Job, JobStatus
from omnigen.errors import NotFound
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext
from ulid import ULID

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.chaos.crashes import Call, Death, ExitError, in_call
from tests.chaos.hosts import HOOK, swept

AT_ONCE = 6
PATIENCE_SECONDS = 400.0
ONE_SCENE: dict[str, Any] = {"script_text": "Meet the bottle that keeps water cold all day", "webhook_url": HOOK}

DEATHS: dict[str, Death] = {}


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
            begun = self.round(range(number + 1, number + 1 + AT_ONCE), walk_one)
            number += AT_ONCE

    def round(self, writes: Iterable[int], walk_one: Callable[[Death], str]) -> dict[str, Death]:
        """Begin a job for each of these writes, which its functions die at, and wait until all have ended."""
        begun = {walk_one(death): death for death in map(Death, writes)}
        self.jobs |= begun
        self.rest(begun)
        return begun

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


def record(walk: Walk, job_id: str) -> Job | None:
    try:
        return walk.app.aws.jobs.record(job_id)
    except NotFound:
        return None
