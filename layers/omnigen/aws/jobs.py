"""The jobs table: create, read and delete records, begin runs, change the status."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, error_code, from_item, is_condition_failure, to_item
from omnigen.aws.job_index import JobPage, index_projection
from omnigen.domain.brief import Gate
from omnigen.domain.job import RUNNING, TERMINAL, CompositionState, Job, JobFailure, JobStatus, expires_at, sources_of
from omnigen.domain.review import rejection, review_id
from omnigen.errors import Conflict, Contention, NotFound, StaleRun

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 6


@dataclass(frozen=True)
class Jobs:
    """The jobs table; `now` gives Unix seconds."""

    table: Table
    now: Callable[[], int]
    pause: Callable[[float], None] = time.sleep

    def create(self, job: Job, project_id: str | None = None) -> None:
        """Write a new record, of a project if it belongs to one; Conflict if the id is taken."""
        item = to_item(job) | index_projection(job) | ({"project_id": project_id} if project_id else {})
        for name in ("purchases", "reviews", "decisions", "usage"):
            item.setdefault(name, {})
        try:
            self.table.put_item(Item=item, ConditionExpression="attribute_not_exists(job_id)")
        except ClientError as error:
            if is_condition_failure(error):
                raise Conflict(f"The job {job.job_id!r} exists already") from error
            raise

    def get(self, job_id: str) -> Job:
        """The record; NotFound when there is none or it has expired."""
        item = self.table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item")
        job = Job.model_validate(from_item(item)) if item else None
        if job is None or (job.ttl is not None and job.ttl <= self.now()):
            raise NotFound(f"There is no job {job_id!r}")
        return job

    def delete(self, job: Job) -> None:
        """Delete the record of a job that is not running; its files follow. Conflict if it has begun to run again."""
        idle = [status for status in JobStatus if status not in RUNNING]
        names = {f":s{number}": str(status) for number, status in enumerate(idle)}
        try:
            self.table.delete_item(
                Key={"job_id": job.job_id},
                ConditionExpression=f"attribute_not_exists(job_id) OR #status IN ({', '.join(names)})",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues=names,
            )
        except ClientError as error:
            if is_condition_failure(error):
                raise Conflict(f"The job {job.job_id!r} has just begun to run; cancel it first") from error
            raise

    def enter(self, job_id: str, run: int) -> Job:
        """The record, for a stage of this run that begins to work; a pending job becomes processing.

        StaleRun when another run is current or the job is not running."""
        job = self.get(job_id)
        if job.run != run or job.status not in RUNNING:
            raise StaleRun(f"Run {run} of the job {job_id!r} is over: the job is {job.status} in run {job.run}")
        if job.status is not JobStatus.PENDING:
            return job
        try:
            return self.change_status(job_id, run, JobStatus.PROCESSING)
        except StaleRun:
            job = self.get(job_id)
            if job.run == run and job.status is JobStatus.PROCESSING:
                return job  # set by another stage of this run, or by an earlier attempt of this write
            raise

    def begin_run(self, job: Job, execution_arn: str) -> Job:
        """Make the next run the current one, with its status, in one write; Conflict when the record has changed."""
        update = (
            Update()
            .set("status", JobStatus.PENDING)
            .set("run", job.run + 1)
            .set("execution_arn", execution_arn)
            .set("reviews", {})
            .set("open_reviews", 0)
            .set("composition", CompositionState())
        )
        for stale in ("problem", "error_message", "ttl", "completed_at"):
            update.remove(stale)
        if rejection(job, Gate.SPEND):
            update.remove(f"decisions.{review_id(Gate.SPEND)}")  # a new run opens the spend gate again
        update.when("<run> = :run AND <status> = :status", run=job.run, status=job.status)
        try:
            return self.write(job.job_id, update)
        except ConditionFalse as error:
            raise Conflict(
                f"The job {job.job_id!r} has just been changed by somebody else; look at it again"
            ) from error

    def change_status(self, job_id: str, run: int, status: JobStatus, problem: JobFailure | None = None) -> Job:
        """Change the status, and keep the problem on the record.

        StaleRun when another run is current or TRANSITIONS does not allow the change."""
        sources = {f"s{i}": source for i, source in enumerate(sources_of(status))}
        index_projection = ", ".join(f":{name}" for name in sources)
        now = self.now()
        update = (
            Update()
            .set("status", status)
            .when(f"<run> = :run AND <status> IN ({index_projection})", run=run, **sources)
        )
        if status in TERMINAL:
            update.set("ttl", expires_at(status, now)).set("reviews", {}).set("open_reviews", 0)
        if status is JobStatus.COMPLETED:
            update.set("completed_at", now)
        if problem:
            update.set("problem", problem).set("error_message", problem.message)
        try:
            return self.write(job_id, update)
        except ConditionFalse as error:
            raise StaleRun(f"Run {run} of the job {job_id!r} may not make it {status}") from error

    def write(self, job_id: str, update: Update) -> Job:
        """Apply an update to an existing record and return what it became; ConditionFalse when its condition is."""
        update.add("rev", 1).set("updated_at", self.now()).when("attribute_exists(<job_id>)")
        for attempt in range(_ATTEMPTS):
            try:
                answer = self.table.update_item(Key={"job_id": job_id}, ReturnValues="ALL_NEW", **update.arguments())
            except ClientError as error:
                if is_condition_failure(error):
                    raise ConditionFalse(job_id) from error
                if error_code(error) != "TransactionConflictException":
                    raise
                self.pause(0.05 * 2**attempt)  # a spend transaction is writing this record: it takes milliseconds
            else:
                return Job.model_validate(from_item(answer["Attributes"]))
        raise Contention(f"The record of the job {job_id!r} is being written by too many at once")

    def of_user(self, user_id: str, *, limit: int = 100, cursor: Mapping[str, Any] | None = None) -> JobPage:
        """A page of a user's jobs, newest first, as the index shows them (not the whole records)."""
        arguments: dict[str, Any] = {"ExclusiveStartKey": dict(cursor)} if cursor else {}
        answer = self.table.query(
            IndexName="UserJobsIndex",
            KeyConditionExpression=Key("user_id").eq(user_id),
            ScanIndexForward=False,
            Limit=limit,
            **arguments,
        )
        now = self.now()
        items = [from_item(item) for item in answer["Items"]]
        live = [item for item in items if item.get("ttl") is None or item["ttl"] > now]
        return JobPage(items=live, cursor=answer.get("LastEvaluatedKey"))

    def unfinished(self) -> Iterator[Job]:
        """Every job of every user that is pending or processing."""
        for item in self._scan(
            "#s IN (:a, :b)", {"#s": "status"}, {":a": str(JobStatus.PENDING), ":b": str(JobStatus.PROCESSING)}
        ):
            yield Job.model_validate(from_item(item))

    def with_open_purchases(self) -> Iterator[Job]:
        """Every job of every user with a purchase that is not closed; its run may be over."""
        for item in self._scan("open_orders > :none", {}, {":none": 0}):
            yield Job.model_validate(from_item(item))

    def _scan(self, condition: str, names: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        arguments: dict[str, Any] = {"FilterExpression": condition, "ConsistentRead": True}
        arguments |= {"ExpressionAttributeNames": dict(names)} if names else {}
        arguments |= {"ExpressionAttributeValues": dict(values)} if values else {}
        while True:
            page = self.table.scan(**arguments)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]


class ConditionFalse(Exception):
    """The condition of a write was false. Caught within the adapters, which raise an OmnigenError instead."""
