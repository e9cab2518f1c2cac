"""Deleting a job while something of it is at a vendor: hidden at once, removed when all of it is closed and booked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.aws.job_deletions import JobDeletions
from omnigen.domain.job import DAY_SECONDS, JobStatus
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.errors import NotFound, StaleRun
from omnigen.jobs import runs
from omnigen.jobs.runs import LATE_WRITES_SECONDS
from omnigen.purchasing.reconcile import reconcile_open_purchases

from functions.sweep import ScheduledEvent, sweep
from tests.purchase_harness import PRICE, PurchaseHarness

OpenHarness = Callable[..., PurchaseHarness]


def delete(harness: PurchaseHarness) -> None:
    runs.delete(harness.app, harness.job())


def month(harness: PurchaseHarness) -> dict[str, Decimal]:
    (purchase,) = harness.app.aws.jobs.record(harness.created.job_id).purchases.values()
    sums = harness.app.aws.usage.month(harness.created.user_id, purchase.period)
    return {name: sums.get(name, Decimal(0)) for name in ("committed_usd", "spent_usd")}


def later(harness: PurchaseHarness) -> JobDeletions:
    """Deletions as they are when nothing is written late any more."""
    jobs = harness.app.aws.jobs
    return JobDeletions(dataclasses.replace(jobs, now=lambda: harness.app.now() + LATE_WRITES_SECONDS))


def test_prediction_that_is_submitted_while_its_job_is_deleted_is_cancelled_and_its_money_released(
    open_harness: OpenHarness,
) -> None:
    harness = open_harness()
    harness.makers[0].meanwhile = lambda: delete(harness)
    with pytest.raises(StaleRun):
        harness.submit()
    assert harness.orders() == [("offline/a", "cancelled")]
    assert month(harness) == {"committed_usd": 0, "spent_usd": 0}
    with pytest.raises(NotFound):
        harness.job()
    assert later(harness).remove(harness.created.job_id)


def test_answer_that_arrives_after_its_job_was_deleted_is_booked_before_the_record_goes(
    open_harness: OpenHarness,
) -> None:
    harness = open_harness()

    def while_asked() -> None:
        delete(harness)
        assert not later(harness).remove(harness.created.job_id), "the purchase is open"

    harness.makers[0].meanwhile = while_asked
    harness.now()
    assert month(harness) == {"committed_usd": PRICE, "spent_usd": PRICE}
    assert not harness.app.aws.deletions.remove(harness.created.job_id), "its stages may still write files"
    assert later(harness).remove(harness.created.job_id)


def test_deleting_a_failed_job_cancels_what_is_at_the_vendor(open_harness: OpenHarness) -> None:
    harness = open_harness(latency_seconds=60)
    harness.submit()
    harness.stop(JobStatus.FAILED)
    job = harness.job()
    hidden = harness.app.aws.deletions.begin(job, harness.app.now())
    provider = harness.makers[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(
            harness.app.__dict__,
            "providers",
            dataclasses.replace(harness.app.providers, video_providers=(provider,)),  # type: ignore[arg-type]
        )
        assert reconcile_open_purchases(harness.app, hidden) == 1
    assert harness.orders() == [("offline/a", "cancelled")]
    assert month(harness) == {"committed_usd": 0, "spent_usd": 0}
    assert harness.app.aws.deletions.remove(job.job_id)


def test_sweep_removes_deleted_jobs_and_keeps_records_with_open_purchases_from_expiring(
    open_harness: OpenHarness,
) -> None:
    gone, held = open_harness(), open_harness(latency_seconds=60)
    gone.stop(JobStatus.FAILED)
    gone.app.aws.deletions.begin(gone.job(), 0)
    held.now()
    order = held.order(PurchaseKind.CLIP)
    held.app.aws.purchases.reserve(held.job(), order, PRICE, "offline/filmmaker", "attempt", held.app.now() + 600)
    held.stop(JobStatus.FAILED)
    soon = held.app.now() + 60
    held.app.aws.jobs.table.update_item(
        Key={"job_id": held.created.job_id},
        UpdateExpression="SET #ttl = :soon",
        ExpressionAttributeNames={"#ttl": "ttl"},
        ExpressionAttributeValues={":soon": soon},
    )
    assert sweep(ScheduledEvent(), held.app).removed == 1
    with pytest.raises(NotFound):
        gone.app.aws.jobs.record(gone.created.job_id)
    kept = held.job()
    assert kept.purchases[order.id].status is PurchaseStatus.RESERVED
    assert kept.ttl
    assert kept.ttl >= soon - 60 + DAY_SECONDS - 5
