"""The judge of the soak: the offline vendor's books, the records, the slots, the month and the files have to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog
from omnigen.runtime.context import AppContext


def troubles_of(app: AppContext, jobs: Sequence[Job]) -> list[str]:
    """What is wrong once every job has ended, in words."""
    entries = OrderLog(app.settings.omnigen_offline_order_log).all()
    found = [*_paid_twice(jobs, entries), *_lost(jobs, entries), *_held(app)]
    for job in jobs:
        found += _of_job(app, job)
    return [*found, *_month(app, jobs)]


def _paid_twice(jobs: Sequence[Job], entries: Sequence[LoggedOrder]) -> Iterator[str]:
    """Orders of different jobs may bear the same name."""
    named = Counter(name for job in jobs for name in job.purchases)
    paid = Counter(entry.order_id for entry in entries if _is_paid(entry))
    for name, times in paid.items():
        if times > named[name]:
            yield f"{name}: paid {times} times, {named[name]} jobs"


def paid_twice(app: AppContext, jobs: Sequence[Job]) -> list[str]:
    """Orders that were paid more often than jobs have them; those of jobs that are gone count as theirs."""
    named = Counter(name for job in jobs for name in job.purchases)
    paid = Counter(
        entry.order_id for entry in OrderLog(app.settings.omnigen_offline_order_log).all() if _is_paid(entry)
    )
    return [name for name, times in paid.items() if times > max(named[name], 1)]


def paid_usd(app: AppContext) -> Decimal:
    """What the offline vendor was paid in all."""
    entries = OrderLog(app.settings.omnigen_offline_order_log).all()
    return sum((entry.usd for entry in entries if _is_paid(entry)), Decimal(0))


def _is_paid(entry: LoggedOrder) -> bool:
    return entry.state in {"ordered", "delivered"}


def _lost(jobs: Sequence[Job], entries: Sequence[LoggedOrder]) -> Iterator[str]:
    kept = {name for job in jobs for name, known in job.purchases.items() if known.status is PurchaseStatus.DONE}
    for name in {entry.order_id for entry in entries if entry.state == "delivered"} - kept:
        yield f"{name}: paid, delivered and lost"


def _held(app: AppContext) -> Iterator[str]:
    for execution_arn in app.aws.slots.holders():
        yield f"{execution_arn}: still holds a slot"
    for waiter in app.aws.slots.queued():
        yield f"{waiter.execution_arn}: still in line"


def _of_job(app: AppContext, job: Job) -> Iterator[str]:
    if job.status is not JobStatus.COMPLETED:
        yield f"{job.job_id}: {job.status}: {job.error_message}"
    spent = sum((known.spent_usd for known in job.purchases.values()), Decimal(0))
    if not job.committed_usd == job.spent_usd == spent:
        yield f"{job.job_id}: committed {job.committed_usd}, spent {job.spent_usd}, purchases {spent}"
    for name, known in job.purchases.items():
        if not known.settled:
            yield f"{job.job_id}: money hangs on {name}"
        if known.status is PurchaseStatus.DONE and known.key and app.aws.objects.size(known.key) is None:
            yield f"{job.job_id}: {known.key} is paid and gone"
    if len(job.videos) != (job.status is JobStatus.COMPLETED):
        yield f"{job.job_id}: {len(job.videos)} videos"


def _month(app: AppContext, jobs: Sequence[Job]) -> Iterator[str]:
    months = {(job.user_id, known.period) for job in jobs for known in job.purchases.values()}
    sums = [app.aws.usage.month(user_id, period) for user_id, period in months]
    for name in ("committed_usd", "spent_usd"):
        booked = sum((Decimal(month.get(name, 0)) for month in sums), Decimal(0))
        owed = sum((getattr(job, name) for job in jobs), Decimal(0))
        if booked != owed:
            yield f"the month's {name} is {booked}, the jobs' {owed}"
