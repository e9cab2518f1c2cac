"""Jobs of which something is open are in a sparse index from the write that opens it until nothing is open any more."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from omnigen.aws.open_jobs import _PROGRESS
from omnigen.domain.job import Job, JobStatus
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_job

HOOK = "https://example.com/hook"


def stored(app: AppContext, **changes: Any) -> Job:
    job = a_job(**({"user_id": f"u{ULID()}"} | changes))
    app.aws.jobs.create(job)
    return job


def is_listed(app: AppContext, job: Job) -> bool:
    return job.job_id in set(app.aws.open_jobs.ids())


def closed(app: AppContext, job: Job) -> Job:
    """The job as it is now, out of the index."""
    now = app.aws.jobs.record(job.job_id)
    assert app.aws.open_jobs.close(now)
    assert not is_listed(app, job)
    return now


@pytest.mark.parametrize("status", JobStatus)
def test_a_new_job_is_listed_while_it_runs(app: AppContext, status: JobStatus) -> None:
    job = stored(app, status=status)
    open_ = status in {JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.DELETING}
    assert is_listed(app, job) is open_
    assert app.aws.open_jobs.close(job) is not open_


def test_each_run_lists_its_job_again(app: AppContext) -> None:
    job = closed(app, stored(app, status=JobStatus.FAILED))
    begun = app.aws.jobs.begin_run(job, "arn")
    assert is_listed(app, job)
    assert not app.aws.open_jobs.close(begun)
    app.aws.jobs.change_status(job.job_id, begun.run, JobStatus.CANCELLED)
    assert is_listed(app, job), "the sweep has not looked at its end yet"
    closed(app, job)


def test_a_job_that_began_to_run_meanwhile_is_not_closed(app: AppContext) -> None:
    seen = stored(app, status=JobStatus.FAILED)
    app.aws.jobs.begin_run(seen, "arn")
    assert not app.aws.open_jobs.close(seen)
    assert is_listed(app, seen)


def test_a_deletion_lists_its_job_until_the_record_is_gone(app: AppContext) -> None:
    job = closed(app, stored(app, status=JobStatus.COMPLETED))
    hidden = app.aws.deletions.begin(job, 0)
    assert is_listed(app, job)
    assert not app.aws.open_jobs.close(hidden)
    assert app.aws.deletions.remove(job.job_id)
    assert not is_listed(app, job)


def test_an_event_that_is_not_queued_keeps_its_job_listed(app: AppContext) -> None:
    job = stored(app, status=JobStatus.DRAFT, brief=a_brief(webhook_url=HOOK))
    cancelled = app.aws.jobs.change_status(job.job_id, job.run, JobStatus.CANCELLED)
    assert is_listed(app, job)
    assert not app.aws.open_jobs.close(cancelled)
    app.aws.webhook_queue.publish(cancelled)
    closed(app, job)


OPENED: dict[str, dict[str, Any]] = {
    "a run": {"status": JobStatus.PROCESSING},
    "a deletion": {"status": JobStatus.DELETING},
    "a purchase": {"status": JobStatus.FAILED},
    "an event": {"status": JobStatus.FAILED, "brief": a_brief(webhook_url=HOOK)},
}


@pytest.mark.parametrize("what", OPENED)
def test_the_search_finds_what_an_earlier_version_left_open(app: AppContext, what: str) -> None:
    job, done = stored(app, **OPENED[what]), stored(app, status=JobStatus.FAILED)
    app.aws.jobs.table.update_item(
        Key={"job_id": job.job_id},
        UpdateExpression="SET open_orders = :orders, pending_events = :events REMOVE open_mark",
        ExpressionAttributeValues={
            ":orders": int(what == "a purchase"),
            ":events": {"failed": 1} if what == "an event" else {},
        },
    )
    assert not is_listed(app, job)
    assert app.aws.open_jobs.search() >= 1
    assert is_listed(app, job)
    assert not is_listed(app, done)
    assert app.aws.open_jobs.search() == 0


def test_the_search_goes_through_the_table_page_by_page(app: AppContext, in_pages: Callable[[int], AppContext]) -> None:
    paged = in_pages(2)
    paged.aws.usage.table.delete_item(Key=_PROGRESS)
    jobs = [stored(app, status=JobStatus.PROCESSING) for _ in range(5)]
    for job in jobs:
        app.aws.jobs.table.update_item(Key={"job_id": job.job_id}, UpdateExpression="REMOVE open_mark")
    assert paged.aws.open_jobs.search() == 5, "the first time to the end"
    app.aws.jobs.table.update_item(Key={"job_id": jobs[-1].job_id}, UpdateExpression="REMOVE open_mark")
    found = [paged.aws.open_jobs.search() for _ in range(20)]
    assert sum(found) == 1
    assert max(found) == 1


@pytest.fixture
def in_pages(app: AppContext) -> Callable[[int], AppContext]:
    """The same context, whose scans give a few items at a time."""

    def opened(size: int) -> AppContext:
        class Paged:
            def __init__(self, table: Any) -> None:
                self._table = table

            def __getattr__(self, name: str) -> Any:
                return getattr(self._table, name)

            def scan(self, **arguments: Any) -> Any:
                return self._table.scan(**arguments, Limit=size)

        jobs = dataclasses.replace(app.aws.jobs, table=Paged(app.aws.jobs.table))  # type: ignore[arg-type]
        open_jobs = dataclasses.replace(app.aws.open_jobs, jobs=jobs)
        return dataclasses.replace(app, aws=dataclasses.replace(app.aws, open_jobs=open_jobs))

    return opened
