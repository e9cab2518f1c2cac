"""The sweep's scans are answered by indexes of the state database, with the same answers."""

from __future__ import annotations

from typing import Any

import pytest
from moto.dynamodb.comparisons import get_filter_expression
from omnigen.domain.job import Job, JobStatus
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from local.emulator.persistence.items import Range, _query
from local.emulator.persistence.moto_tables import filters
from tests.builders import a_brief, a_job

_VALUES: dict[str, Any] = {":a": {"S": "pending"}, ":b": {"S": "processing"}, ":none": {"N": "0"}, ":t": {"N": "9"}}
_EVENTS = "attribute_exists(brief.webhook_url) AND size(pending_events) > :none AND updated_at < :t"


@pytest.mark.parametrize(
    ("expression", "index"),
    [
        ("#s IN (:a, :b)", "items_by_status"),
        ("#s = :a", "items_by_status"),
        ("open_orders > :none", "items_by_open_orders"),
        (_EVENTS, "items_with_events"),
    ],
)
def test_every_scan_of_the_sweep_has_its_index(cloud: LocalCloud, expression: str, index: str) -> None:
    found = filters(get_filter_expression(expression, {"#s": "status"}, _VALUES))
    items = cloud._recorder.items
    query, values = _query(items.layouts["omnigen-local-jobs"], Range(filters=found))
    plan = items._database.rows(f"EXPLAIN QUERY PLAN {query}", *values)
    assert any(index in step[-1] for step in plan), plan


def test_the_sweep_finds_what_it_has_to_look_at(app: AppContext) -> None:
    jobs = {status: _stored(app, status) for status in (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.FAILED)}
    told = _stored(app, JobStatus.FAILED, brief=a_brief(webhook_url="https://example.com/hook"))
    app.aws.jobs.table.update_item(
        Key={"job_id": told.job_id},
        UpdateExpression="SET pending_events.failed = :one, open_orders = :one",
        ExpressionAttributeValues={":one": 1},
    )
    running = {jobs[status].job_id for status in (JobStatus.PENDING, JobStatus.PROCESSING)}
    assert {job.job_id for job in app.aws.jobs.unfinished()} >= running
    assert not {jobs[JobStatus.FAILED].job_id, told.job_id} & {job.job_id for job in app.aws.jobs.unfinished()}
    assert told.job_id in {job.job_id for job in app.aws.jobs.with_open_purchases()}
    assert [job.job_id for job in app.aws.jobs.with_pending_events(before=1 << 40)] == [told.job_id]


def _stored(app: AppContext, status: JobStatus, **changes: Any) -> Job:
    job = a_job(status=status, **changes)
    app.aws.jobs.create(job)
    return job
