"""Spending is written to the job record and to its user's month in one transaction.

Both conditions hold at the moment of the write, so parallel branches overspend neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.jobs import Jobs
from omnigen.aws.transactions import transact
from omnigen.domain.job import Job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


@dataclass(frozen=True)
class SpendTransaction:
    """Writes to the jobs table and the usage table."""

    jobs: Jobs
    usage: Table
    pause: Callable[[float], None]

    def write(
        self, job: Job, period: str, on_job: Update, on_usage: Update, *more: Mapping[str, Any]
    ) -> tuple[bool, ...] | None:
        """None when all is written, else which of the conditions was false (job, usage, then `more`).

        Contention after repeated conflicts with other writers.
        """
        on_job.add("rev", 1).set("updated_at", self.jobs.now())
        month = {"user_id": job.user_id, "period": period}
        return transact(
            self.jobs.table,
            [
                {"Update": {"TableName": self.jobs.table.name, "Key": {"job_id": job.job_id}, **on_job.arguments()}},
                {"Update": {"TableName": self.usage.name, "Key": month, **on_usage.arguments()}},
                *more,
            ],
            self.pause,
        )
