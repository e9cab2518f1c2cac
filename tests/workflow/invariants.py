"""The judge of durability: the vendor's books against the record, the slots and the usage table."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.providers.offline.order_log import OrderLog
from omnigen.runtime.context import AppContext

PAID = ("ordered", "delivered")
"""What a vendor charges for: it was taken and neither failed nor was it cancelled."""


def judge(app: AppContext, folder: Path, job_id: str) -> Job:
    """Assert what must hold once a job has come to rest; the job."""
    job = app.aws.jobs.get(job_id)
    entries = OrderLog(folder).all()
    paid = Counter(entry.order_id for entry in entries if entry.state in PAID)
    assert not {order: times for order, times in paid.items() if times > 1}, "paid twice"
    delivered = {entry.order_id for entry in entries if entry.state == "delivered"}
    lost = {order for order in delivered if job.purchases[order].status is not PurchaseStatus.DONE}
    assert not lost, f"paid, delivered and lost: {lost}"
    assert job.status not in {JobStatus.PENDING, JobStatus.PROCESSING}
    assert all(purchase.settled for purchase in job.purchases.values()), "money hangs"
    assert job.committed_usd == job.spent_usd == sum((p.spent_usd for p in job.purchases.values()), Decimal(0))
    assert job.spent_usd == sum((entry.usd for entry in entries if entry.state == "delivered"), Decimal(0))
    holders = app.aws.slots.holders()
    assert not [arn for arn in holders if job_id in arn], "a slot leaked"
    assert not [waiter for waiter in app.aws.slots.queued() if job_id in waiter.execution_arn]
    return job
