"""Records of the jobs table: read, written under conditions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from omnigen.aws.dynamodb import Update, error_code, from_item, is_condition_failure, is_path_missing
from omnigen.domain.job import Job, JobStatus
from omnigen.errors import Contention, NotFound, UnreadableRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 6


@dataclass(frozen=True)
class JobRecords:
    """The jobs table; `now` gives Unix seconds. Unless jobs are `expiring`, their time to live is not looked at."""

    table: Table
    now: Callable[[], int]
    pause: Callable[[float], None] = time.sleep
    expiring: bool = True

    def get(self, job_id: str) -> Job:
        """The record; NotFound when there is none, it has expired, or its user has deleted it."""
        job = self.record(job_id)
        if job.status is JobStatus.DELETING or self.has_expired(job.ttl):
            raise NotFound(f"There is no job {job_id!r}")
        return job

    def record(self, job_id: str) -> Job:
        """The record, also of an expired or deleted job, which purchases are closed on. NotFound when there is none."""
        item = self.table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item")
        if item is None:
            raise NotFound(f"There is no job {job_id!r}")
        return read_job(item)

    def has_record(self, job_id: str) -> bool:
        """Whether there is a record, in whatever state."""
        found = self.table.get_item(Key={"job_id": job_id}, ProjectionExpression="job_id", ConsistentRead=True)
        return "Item" in found

    def write(self, job_id: str, update: Update) -> Job:
        """Apply an update to an existing record and return what it became; ConditionFalse when its condition is."""
        update.add("rev", 1).set("updated_at", self.now()).when("attribute_exists(<job_id>)")
        for attempt in range(_ATTEMPTS):
            try:
                answer = self.table.update_item(Key={"job_id": job_id}, ReturnValues="ALL_NEW", **update.arguments())
            except ClientError as error:
                if is_condition_failure(error):
                    raise ConditionFalse(job_id) from error
                if is_path_missing(error):
                    self._add_pending_events(job_id)  # the record was written by an earlier version
                elif error_code(error) != "TransactionConflictException":
                    raise
                self.pause(0.05 * 2**attempt)  # a spend transaction is writing this record: it takes milliseconds
            else:
                return read_job(answer["Attributes"])
        raise Contention(f"The record of the job {job_id!r} is being written by too many at once")

    def mark_queued(self, job_id: str, name: str, rev: int) -> None:
        """Remove an event that was queued, unless a later one of the same name has replaced it. `rev` stays."""
        update = Update().remove(f"pending_events.{name}").when(f"<pending_events.{name}> = :rev", rev=rev)
        try:
            self.table.update_item(Key={"job_id": job_id}, **update.arguments())
        except ClientError as error:
            if not is_condition_failure(error):
                raise

    def _add_pending_events(self, job_id: str) -> None:
        self.table.update_item(
            Key={"job_id": job_id},
            UpdateExpression="SET pending_events = if_not_exists(pending_events, :none)",
            ConditionExpression="attribute_exists(job_id)",
            ExpressionAttributeValues={":none": {}},
        )

    def has_expired(self, ttl: int | None) -> bool:
        """Whether a record with this time to live (Unix seconds) counts as gone."""
        return self.expiring and ttl is not None and ttl <= self.now()


def read_job(item: Mapping[str, Any]) -> Job:
    """The job of an item; UnreadableRecord names it."""
    try:
        return Job.model_validate(from_item(item))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableRecord(
            f"The record of the job {item.get('job_id')!r} cannot be read by this version ({where}: {first['msg']}). "
            "It is left as it is"
        ) from error


class ConditionFalse(Exception):
    """The condition of a write was false. Caught within the adapters, which raise an OmnigenError instead."""
