"""Spending is written to the job record and to its user's month in one transaction.

Both conditions hold at the moment of the write, so parallel branches overspend neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, error_code
from omnigen.aws.jobs import Jobs
from omnigen.domain.job import Job
from omnigen.errors import Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 6


@dataclass(frozen=True)
class SpendTransaction:
    """Writes to the jobs table and the usage table."""

    jobs: Jobs
    usage: Table
    pause: Callable[[float], None]

    def write(self, job: Job, period: str, on_job: Update, on_usage: Update) -> tuple[bool, bool] | None:
        """None when both are written, else which of the two conditions was false (job, usage).

        Contention after six conflicts with other writers. The SDK sends a client request token of its own, so its
        retries count once.
        """
        on_job.add("rev", 1).set("updated_at", self.jobs.now())
        month = {"user_id": job.user_id, "period": period}
        writes: Any = [  # plain values: the resource's own client converts them
            {"Update": {"TableName": self.jobs.table.name, "Key": {"job_id": job.job_id}, **on_job.arguments()}},
            {"Update": {"TableName": self.usage.name, "Key": month, **on_usage.arguments()}},
        ]
        for attempt in range(_ATTEMPTS):
            try:
                self.jobs.table.meta.client.transact_write_items(TransactItems=writes)
            except ClientError as error:
                if error_code(error) not in {"TransactionCanceledException", "TransactionInProgressException"}:
                    raise
                reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
                if "ConditionalCheckFailed" in reasons:
                    return reasons[0] == "ConditionalCheckFailed", reasons[1] == "ConditionalCheckFailed"
                self.pause(0.05 * 2**attempt)
            else:
                return None
        raise Contention(f"The record of the job {job.job_id!r} is being written by too many at once")


def when_within(update: Update, room: Decimal) -> Update:
    """Condition: `committed_usd` (0 if missing) is at most `room`, which is the limit less the amount added."""
    if room < 0:
        return update.when("attribute_exists(<committed_usd>) AND <committed_usd> <= :room", room=room)
    return update.when("attribute_not_exists(<committed_usd>) OR <committed_usd> <= :room", room=room)
