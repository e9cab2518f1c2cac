"""Deleting jobs in two steps: hidden at once, removed when nothing of them is open. Expiry waits for the same."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.job_index import OPEN
from omnigen.aws.job_records import ConditionFalse
from omnigen.aws.jobs import Jobs
from omnigen.aws.purchase_closing import UNUSED_BY_PROGRAM
from omnigen.deployment.resources import OPEN_MARK
from omnigen.domain.job import Job, JobStatus, sources_of
from omnigen.errors import Conflict


@dataclass(frozen=True)
class JobDeletions:
    """Records whose jobs are deleted for their users."""

    jobs: Jobs

    def begin(self, job: Job, removable_at: int) -> Job:
        """Hide the record for good; `remove` takes it away later. Conflict when it is running, NotFound when hidden.

        What only people read goes at once, so that the record never grows by this.
        """
        update = Update().set("status", JobStatus.DELETING).set("removable_at", removable_at).set("reviews", {})
        update.set(OPEN_MARK, OPEN)
        for unused in ("ttl", "problem", *UNUSED_BY_PROGRAM):
            update.remove(unused)
        try:
            return self.jobs.write(job.job_id, update.when_status_in(sources_of(JobStatus.DELETING)))
        except ConditionFalse as error:
            self.jobs.get(job.job_id)
            raise Conflict(f"The job {job.job_id!r} has just begun to run; cancel it first") from error

    def remove(self, job_id: str) -> bool:
        """Remove the record of a deleted job; False while purchases of it are open, or before `removable_at`."""
        condition = Update().when("<removable_at> <= :now", now=self.jobs.now()).when_status_in({JobStatus.DELETING})
        condition.when("attribute_not_exists(<open_orders>) OR <open_orders> <= :none", none=0)
        try:
            self.jobs.table.delete_item(Key={"job_id": job_id}, **condition.condition_arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def postpone_expiry(self, job: Job, until: int) -> None:
        """Keep a record that would expire before `until` (Unix seconds), because purchases of it are open."""
        update = Update().set("ttl", until).when("attribute_exists(<job_id>) AND <ttl> < :until", until=until)
        try:
            self.jobs.table.update_item(Key={"job_id": job.job_id}, **update.arguments())
        except ClientError as error:
            if not is_condition_failure(error):
                raise
