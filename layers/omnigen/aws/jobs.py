"""The jobs table: create, read and delete records, begin runs, change the status."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from omnigen.aws.dynamodb import (
    Update,
    error_code,
    from_item,
    is_condition_failure,
    is_path_missing,
    is_too_large,
    to_item,
)
from omnigen.aws.job_index import JobPage, index_projection
from omnigen.aws.transactions import transact
from omnigen.aws.usage import LimitReached, Ticket
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import (
    RUNNING,
    TERMINAL,
    CompositionState,
    Job,
    JobFailure,
    JobStatus,
    expires_at,
    sources_of,
)
from omnigen.domain.review import rejection, review_id
from omnigen.domain.webhook import pending_event
from omnigen.errors import Conflict, Contention, NotFound, StaleRun, UnreadableRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

logger = logging.getLogger(__name__)

_ATTEMPTS = 6


@dataclass(frozen=True)
class Jobs:
    """The jobs table; `now` gives Unix seconds. Unless jobs are `expiring`, their time to live is not looked at."""

    table: Table
    now: Callable[[], int]
    pause: Callable[[float], None] = time.sleep
    expiring: bool = True

    def create(self, job: Job, project_id: str | None = None, tickets: Sequence[Ticket] = ()) -> None:
        """Write a new record, of a project if it belongs to one, with its tickets.

        Conflict if the id is taken, LimitReached for a ticket that is one too many.
        """
        item = to_item(job) | index_projection(job) | ({"project_id": project_id} if project_id else {})
        for name in ("purchases", "reviews", "decisions", "usage", "pending_events"):
            item.setdefault(name, {})
        put = {"TableName": self.table.name, "Item": item, "ConditionExpression": "attribute_not_exists(job_id)"}
        try:
            self._with_tickets({"Put": put}, tickets)
        except ConditionFalse as error:
            raise Conflict(f"The job {job.job_id!r} exists already") from error

    def get(self, job_id: str) -> Job:
        """The record; NotFound when there is none, it has expired, or its user has deleted it."""
        job = self.record(job_id)
        if job.status is JobStatus.DELETING or self._has_expired(job.ttl):
            raise NotFound(f"There is no job {job_id!r}")
        return job

    def record(self, job_id: str) -> Job:
        """The record, also of an expired or deleted job, which purchases are closed on. NotFound when there is none."""
        item = self.table.get_item(Key={"job_id": job_id}, ConsistentRead=True).get("Item")
        if item is None:
            raise NotFound(f"There is no job {job_id!r}")
        return _read(item)

    def has_record(self, job_id: str) -> bool:
        """Whether there is a record, in whatever state."""
        found = self.table.get_item(Key={"job_id": job_id}, ProjectionExpression="job_id", ConsistentRead=True)
        return "Item" in found

    def enter(self, job_id: str, run: int) -> Job:
        """The record, for a stage of this run that begins to work; a pending job becomes processing.

        StaleRun when another run is current or the job is not running.
        """
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

    def begin_run(
        self,
        job: Job,
        execution_arn: str,
        changes: Update | None = None,
        tickets: Sequence[Ticket] = (),
        *,
        interrupted: bool = False,
    ) -> Job:
        """Make the next run the current one, with its `changes`, its tickets and its status.

        All of it is one write, on the condition that the job still has the run and the status that `job` has. Conflict
        otherwise, and when a job of this status begins no run; LimitReached for a ticket that is one too many.
        `interrupted` says that the caller knows the current run to have ended without a word on the record.
        """
        if not interrupted:
            job.require(*sources_of(JobStatus.PENDING), to="begin a run of it")
        job.require_room()
        update = changes or Update()
        update.set("status", JobStatus.PENDING).set("run", job.run + 1).set("execution_arn", execution_arn)
        update.set("reviews", {}).set("open_reviews", 0).set("composition", CompositionState())
        for stale in ("problem", "error_message", "ttl", "completed_at"):
            update.remove(stale)
        if not job.brief.webhook_url:
            update.set("pending_events", {})
        if rejection(job, Gate.SPEND):
            update.remove(f"decisions.{review_id(Gate.SPEND)}")  # a new run opens the spend gate again
        update.when("<run> = :run", run=job.run).when_status_in({job.status})
        update.add("rev", 1).set("updated_at", self.now())
        write = {"TableName": self.table.name, "Key": {"job_id": job.job_id}, **update.arguments()}
        try:
            self._with_tickets({"Update": write}, tickets)
        except ConditionFalse as error:
            raise Conflict(
                f"The job {job.job_id!r} has just been changed by somebody else; look at it again"
            ) from error
        return self.record(job.job_id)

    def change_status(self, job_id: str, run: int, status: JobStatus, problem: JobFailure | None = None) -> Job:
        """Change the status, and keep the problem on the record.

        StaleRun when another run is current or TRANSITIONS does not allow the change.
        """
        update = self._to_status(run, status).set_to_next(f"pending_events.{pending_event(status, run)}", "rev")
        if status is JobStatus.COMPLETED:
            update.set("completed_at", self.now())
        if problem:
            update.set("problem", problem).set("error_message", problem.message)
        try:
            return self._write_in_full(job_id, update, self._to_status(run, status))
        except ConditionFalse as error:
            raise StaleRun(f"Run {run} of the job {job_id!r} may not make it {status}") from error

    def _to_status(self, run: int, status: JobStatus) -> Update:
        update = Update().set("status", status).when("<run> = :run", run=run).when_status_in(sources_of(status))
        if status in TERMINAL:
            update.set("ttl", expires_at(status, self.now())).set("reviews", {}).set("open_reviews", 0)
        return update

    def _write_in_full(self, job_id: str, update: Update, least: Update) -> Job:
        """Apply `update`, or `least` to a record that has no room for it; that also removes what only people read."""
        try:
            return self.write(job_id, update)
        except ClientError as error:
            if not is_too_large(error):
                raise
        for unused in ("prompt", "deliveries", "audio_spec", "composition", "problem", "error_message"):
            least.remove(unused)
        return self.write(job_id, least)

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
                return _read(answer["Attributes"])
        raise Contention(f"The record of the job {job_id!r} is being written by too many at once")

    def of_user(self, user_id: str, *, limit: int = 100, cursor: Mapping[str, Any] | None = None) -> JobPage:
        """A page of a user's jobs, newest first, as the index shows them (not the whole records)."""
        arguments: dict[str, Any] = {"ExclusiveStartKey": dict(cursor)} if cursor else {}
        answer = self.table.query(
            IndexName="UserJobsIndex",
            KeyConditionExpression="user_id = :user",
            ExpressionAttributeValues={":user": user_id},
            ScanIndexForward=False,
            Limit=limit,
            **arguments,
        )
        items = [from_item(item) for item in answer["Items"]]
        live = [item for item in items if not self._has_expired(item.get("ttl"))]
        live = [item for item in live if item["status"] != JobStatus.DELETING]
        return JobPage(items=live, cursor=answer.get("LastEvaluatedKey"))

    def _has_expired(self, ttl: int | None) -> bool:
        return self.expiring and ttl is not None and ttl <= self.now()

    def unfinished(self) -> Iterator[Job]:
        """Every job of every user that is pending or processing."""
        statuses = {":a": str(JobStatus.PENDING), ":b": str(JobStatus.PROCESSING)}
        yield from readable(self.scan("#s IN (:a, :b)", {"#s": "status"}, statuses))

    def with_pending_events(self, before: int) -> Iterator[Job]:
        """Every job of every user that has a webhook and events not queued yet, last changed before that time."""
        condition = "attribute_exists(brief.webhook_url) AND size(pending_events) > :none AND updated_at < :before"
        yield from readable(self.scan(condition, {}, {":none": 0, ":before": before}))

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

    def with_open_purchases(self) -> Iterator[Job]:
        """Every job of every user with a purchase that is not closed; its run may be over."""
        yield from readable(self.scan("open_orders > :none", {}, {":none": 0}))

    def _with_tickets(self, write: Mapping[str, Any], tickets: Sequence[Ticket]) -> None:
        """Write to this table with tickets, all or nothing. ConditionFalse, or LimitReached for a ticket."""
        refused = transact(self.table, [write, *(ticket.write() for ticket in tickets)], self.pause)
        if refused and refused[0]:
            raise ConditionFalse(self.table.name)
        if refused:
            raise LimitReached(next(ticket for ticket, full in zip(tickets, refused[1:], strict=True) if full))

    def scan(self, condition: str, names: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The items that meet a filter expression."""
        arguments: dict[str, Any] = {"FilterExpression": condition, "ConsistentRead": True}
        arguments |= {"ExpressionAttributeNames": dict(names)} if names else {}
        arguments |= {"ExpressionAttributeValues": dict(values)} if values else {}
        while True:
            page = self.table.scan(**arguments)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def readable(items: Iterable[Mapping[str, Any]]) -> Iterator[Job]:
    """The jobs of these records. One that this version cannot read is logged and left alone: it stops no other."""
    for item in items:
        try:
            yield _read(item)
        except UnreadableRecord as error:
            logger.warning("%s", error)


def _read(item: Mapping[str, Any]) -> Job:
    """The job of a record; UnreadableRecord names it."""
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
