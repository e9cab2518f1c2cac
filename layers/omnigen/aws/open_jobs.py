"""The jobs of which something is open, by a sparse index: the sweep and the start of a host read no others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.job_index import OPEN, is_open
from omnigen.aws.jobs import Jobs
from omnigen.deployment.resources import OPEN_JOBS_INDEX, OPEN_MARK
from omnigen.domain.job import RUNNING, Job, JobStatus
from omnigen.errors import NotFound, UnreadableRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

logger = logging.getLogger(__name__)

FIRST_ROUND_PAGES = 100
"""Pages of the table (1 MB each) that one search reads until it has come to the end once."""

_PROGRESS = {"user_id": "#open-jobs", "period": "search"}
"""An item of the usage table that belongs to no user: where the search has come to, and how often to the end."""

_LEFT_OPEN = (
    "attribute_not_exists(#mark) AND (#status IN (:pending, :processing, :deleting) OR open_orders > :none"
    " OR (attribute_exists(brief.webhook_url) AND size(pending_events) > :none))"
)


@dataclass(frozen=True)
class OpenJobs:
    """Jobs with the mark, of all users. `progress` is the usage table."""

    jobs: Jobs
    progress: Table

    def ids(self) -> Iterator[str]:
        """Their ids, the oldest first. The index is a moment behind the table."""
        arguments: dict[str, Any] = {
            "IndexName": OPEN_JOBS_INDEX,
            "KeyConditionExpression": "#mark = :open",
            "ExpressionAttributeNames": {"#mark": OPEN_MARK},
            "ExpressionAttributeValues": {":open": OPEN},
        }
        while True:
            page = self.jobs.table.query(**arguments)
            yield from (str(item["job_id"]) for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def all(self) -> Iterator[Job]:
        """Their records. One that this version cannot read is logged and left alone: it stops no other."""
        for job_id in list(self.ids()):
            try:
                yield self.jobs.record(job_id)
            except NotFound:
                continue
            except UnreadableRecord as error:
                logger.warning("%s", error)

    def running(self) -> Iterator[Job]:
        """Those that are pending or processing."""
        return (job for job in self.all() if job.status in RUNNING)

    def close(self, job: Job) -> bool:
        """Remove the mark of a job of which nothing is open any more; False if something is, or it has just changed."""
        if is_open(job):
            return False
        update = Update().remove(OPEN_MARK).when("<rev> = :rev", rev=job.rev)
        try:
            self.jobs.table.update_item(Key={"job_id": job.job_id}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def search(self) -> int:
        """Mark open jobs that have no mark, as earlier versions left them; how many were found.

        Each call goes on through the table from where the last one ended: as far as it may until the end was reached
        once, and from then on by one page, so that no mark is missed for good.
        """
        place, rounds = self._place()
        found = 0
        for _ in range(1 if rounds else FIRST_ROUND_PAGES):
            arguments: dict[str, Any] = {"ExclusiveStartKey": {"job_id": place}} if place else {}
            page = self.jobs.table.scan(
                FilterExpression=_LEFT_OPEN,
                ProjectionExpression="job_id",
                ExpressionAttributeNames={"#mark": OPEN_MARK, "#status": "status"},
                ExpressionAttributeValues={
                    ":pending": str(JobStatus.PENDING),
                    ":processing": str(JobStatus.PROCESSING),
                    ":deleting": str(JobStatus.DELETING),
                    ":none": 0,
                },
                **arguments,
            )
            found += sum(self._mark(str(item["job_id"])) for item in page["Items"])
            place = str(page.get("LastEvaluatedKey", {}).get("job_id", ""))
            self._keep(place)
            if not place:
                break
        return found

    def _mark(self, job_id: str) -> bool:
        update = (
            Update().set(OPEN_MARK, OPEN).when(f"attribute_exists(<job_id>) AND attribute_not_exists(<{OPEN_MARK}>)")
        )
        try:
            self.jobs.table.update_item(Key={"job_id": job_id}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def _place(self) -> tuple[str, int]:
        """The job after which the search goes on, empty at the beginning; and how often it came to the end."""
        update = Update().add("searches", 1)
        kept = self.progress.update_item(Key=_PROGRESS, ReturnValues="ALL_NEW", **update.arguments())["Attributes"]
        return str(kept.get("after_job", "")), int(str(kept.get("rounds", 0)))

    def _keep(self, place: str) -> None:
        update = Update().set("after_job", place)
        if not place:
            update.add("rounds", 1)
        self.progress.update_item(Key=_PROGRESS, **update.arguments())
