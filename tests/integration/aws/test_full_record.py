"""Records that are full: they take nothing more, and are ended, booked and deleted all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from botocore.exceptions import ClientError
from omnigen.aws.dynamodb import Update, is_too_large
from omnigen.domain.job import Job, JobStatus
from omnigen.errors import Conflict, NotFound
from omnigen.jobs import runs
from omnigen.purchasing.reconcile import reconcile_open_purchases
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_planned_job, an_order

MAX_ITEM_BYTES = 400 * 1024


@pytest.fixture
def full(app: AppContext) -> Job:
    """A job that runs, with an open purchase of $0.40, on whose record not ten more bytes fit."""
    job = a_planned_job(user_id=f"u{ULID()}")
    app.aws.jobs.create(job)
    app.aws.purchases.reserve(job, an_order(), Decimal("0.40"), "m")
    least, most = 0, MAX_ITEM_BYTES
    while least < most - 1:
        middle = (least + most) // 2
        least, most = (middle, most) if _fits(app, job, middle) else (least, middle)
    assert not _fits(app, job, least + 8)
    return app.aws.jobs.get(job.job_id)


def _fits(app: AppContext, job: Job, characters: int) -> bool:
    try:
        app.aws.jobs.write(job.job_id, Update().set("style", "x" * characters))
    except ClientError as error:
        if is_too_large(error):
            return False
        raise
    return True


def test_job_whose_record_is_full_is_cancelled_and_its_money_released(app: AppContext, full: Job) -> None:
    cancelled = runs.cancel(app, full)
    assert (cancelled.status, bool(cancelled.ttl)) == (JobStatus.CANCELLED, True)
    assert reconcile_open_purchases(app, cancelled) == 1  # as the end of its execution does
    purchases = app.aws.jobs.get(full.job_id).purchases.values()
    assert sum(p.reserved_usd for p in purchases if not p.settled) == 0


def test_result_that_does_not_fit_on_the_record_is_paid_all_the_same(app: AppContext, full: Job) -> None:
    app.aws.purchases.settle(full.job_id, an_order().id, {"text": "x" * 5_000}, {}, Decimal("0.30"))
    job = app.aws.jobs.get(full.job_id)
    assert (job.spent_usd, job.committed_usd) == (Decimal("0.30"), Decimal("0.30"))


def test_job_whose_record_is_full_is_deleted(app: AppContext, full: Job) -> None:
    app.aws.purchases.refuse(full.job_id, an_order().id, None)
    app.aws.jobs.change_status(full.job_id, 1, JobStatus.FAILED)
    runs.delete(app, app.aws.jobs.get(full.job_id))
    with pytest.raises(NotFound):
        app.aws.jobs.record(full.job_id)


def test_full_record_takes_neither_a_purchase_nor_a_run(app: AppContext) -> None:
    job = a_planned_job(user_id=f"u{ULID()}", style="x" * 250_000)
    app.aws.jobs.create(job)
    with pytest.raises(Conflict, match=r"is full: it has 25\d kB of at most 250. Make another job"):
        app.aws.purchases.reserve(job, an_order(), Decimal("0.40"), "m")
    failed = app.aws.jobs.change_status(job.job_id, 1, JobStatus.FAILED)
    with pytest.raises(Conflict, match="is full"):
        runs.resume(app, failed)
    assert app.aws.jobs.get(job.job_id).run == 1


def test_record_of_an_earlier_version_with_a_language_tag_of_any_length_is_read_and_deleted(app: AppContext) -> None:
    job = a_planned_job(user_id=f"u{ULID()}", status=JobStatus.FAILED)
    app.aws.jobs.create(job)
    app.aws.jobs.table.update_item(
        Key={"job_id": job.job_id},
        UpdateExpression="SET brief.narration.#l = :long",
        ExpressionAttributeNames={"#l": "language"},
        ExpressionAttributeValues={":long": "en" + "-abcdefgh" * 40_000},
    )
    assert app.aws.jobs.get(job.job_id).brief.narration.language == "en"
    runs.delete(app, app.aws.jobs.get(job.job_id))
    with pytest.raises(NotFound):
        app.aws.jobs.record(job.job_id)
