"""Whatever one piece of the sweep's work meets, the others are done, and nothing goes unsaid."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from botocore.exceptions import ClientError
from omnigen.domain.job import Job, JobStatus
from omnigen.errors import ConfigError
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.sweep import ScheduledEvent, sweep
from tests.builders import a_job

THROTTLED = ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, "GetItem")


@pytest.fixture
def deleted(app: AppContext) -> list[Job]:
    """Three jobs that are deleted, and whose records the sweep is to remove."""
    jobs = [a_job(user_id=f"u{ULID()}", status=JobStatus.FAILED) for _ in range(3)]
    for job in jobs:
        app.aws.jobs.create(job)
        app.aws.deletions.begin(job, 0)
    return jobs


def failing(app: AppContext, adapter: str, method: str, error: Exception, when: str = "") -> AppContext:
    """The same context, one method of which fails: always, or for the job named."""

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return refused if name == method else getattr(getattr(app.aws, adapter), name)

    def refused(*arguments: Any, **options: Any) -> Any:
        if not when or arguments[0] == when:
            raise error
        return getattr(getattr(app.aws, adapter), method)(*arguments, **options)

    changed: Any = {adapter: Failing()}
    return dataclasses.replace(app, aws=dataclasses.replace(app.aws, **changed))


@pytest.mark.parametrize("error", [THROTTLED, ConfigError("no key")], ids=["busy", "ours"])
def test_one_job_that_fails_stops_no_other(app: AppContext, deleted: list[Job], error: Exception) -> None:
    first = next(job_id for job_id in app.aws.open_jobs.ids() if job_id in {job.job_id for job in deleted})
    report = sweep(ScheduledEvent(), failing(app, "jobs", "record", error, when=first))
    assert [line for line in report.troubles if line.startswith(first)]
    assert [app.aws.jobs.has_record(job.job_id) for job in deleted].count(True) == 1


def test_what_nobody_foresaw_is_raised_when_all_else_is_done(app: AppContext, deleted: list[Job]) -> None:
    first = next(job_id for job_id in app.aws.open_jobs.ids() if job_id in {job.job_id for job in deleted})
    with pytest.raises(KeyError, match="surprise") as raised:
        sweep(ScheduledEvent(), failing(app, "jobs", "record", KeyError("surprise"), when=first))
    assert first in str(raised.value.__notes__)
    assert [app.aws.jobs.has_record(job.job_id) for job in deleted].count(True) == 1


@pytest.mark.parametrize(
    ("adapter", "method"),
    [("slots", "repair"), ("open_jobs", "search"), ("file_sweeps", "claim"), ("model_checks", "claim")],
)
def test_a_part_that_fails_leaves_the_other_parts(
    app: AppContext, deleted: list[Job], adapter: str, method: str
) -> None:
    report = sweep(ScheduledEvent(), failing(app, adapter, method, THROTTLED))
    assert report.removed >= len(deleted)
    assert len(report.troubles) >= 1
