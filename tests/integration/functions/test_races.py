"""Quotas of running jobs and of jobs of a day, when jobs are resumed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from omnigen.aws.usage import RUNNING_JOBS
from omnigen.domain.job import RUNNING, Job, JobStatus
from omnigen.errors import Conflict, NotFound, OmnigenError, OverQuota
from omnigen.jobs import admission, runs
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_job
from tests.conftest import StudioWith

CALLS = 16
Call = Callable[[AppContext, Job], object]


@pytest.fixture(autouse=True)
def stop_executions(app: AppContext) -> Iterator[None]:
    """Leaves no execution behind."""
    yield
    for job in list(app.aws.open_jobs.running()):
        if job.execution_arn:
            app.aws.workflow.stop(job.execution_arn, "the test is over")


def succeeded(calls: list[Callable[[], object]]) -> int:
    """How many of these calls, made at once, were not refused."""

    def attempt(call: Callable[[], object]) -> bool:
        try:
            call()
        except (Conflict, NotFound, OverQuota):
            return False
        return True

    with ThreadPoolExecutor(CALLS) as pool:
        return sum(pool.map(attempt, calls))


def test_running_jobs_never_exceed_the_quota_however_often_jobs_are_resumed_at_once(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_USER="3")
    user = f"u{ULID()}"
    brief = a_brief(stop_at="script", review=["script"])
    jobs = [a_job(user_id=user, brief=brief, status=JobStatus.CANCELLED) for _ in range(8)]
    for job in jobs:
        app.aws.jobs.create(job)

    def running() -> list[Job]:
        return [job for known in jobs if (job := app.aws.jobs.get(known.job_id)).status in RUNNING]

    def resume(job_id: str) -> Job:
        return admission.resume(app, app.aws.jobs.get(job_id))

    for _ in range(3):
        succeeded([partial(resume, job.job_id) for job in jobs])
        alive = running()
        assert len(alive) == 3
        assert {job.job_id for job in alive} == app.aws.usage.jobs(user, RUNNING_JOBS)
        for job in alive[:2]:
            try:
                runs.cancel(app, job)
            except OmnigenError:
                assert app.aws.jobs.get(job.job_id).status not in RUNNING


def test_resuming_counts_as_a_job_of_the_day(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_DAY="2")
    user = f"u{ULID()}"
    job = admission.submit_once(app, user, a_brief(stop_at="script", review=["script"]))
    admission.resume(app, runs.cancel(app, app.aws.jobs.get(job.job_id)))
    cancelled = runs.cancel(app, app.aws.jobs.get(job.job_id))
    with pytest.raises(OverQuota, match="2 jobs and new runs today") as refusal:
        admission.resume(app, cancelled)
    assert 0 < (refusal.value.retry_after_seconds or 0) <= 86_400
    assert app.aws.jobs.get(job.job_id).run == 2
