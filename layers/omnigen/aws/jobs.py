"""The jobs table: create records, begin runs, change the status, list a user's jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_too_large, to_item
from omnigen.aws.job_index import OPEN, JobPage, index_projection
from omnigen.aws.job_records import ConditionFalse, JobRecords
from omnigen.aws.transactions import transact
from omnigen.aws.usage import LimitReached, Ticket
from omnigen.deployment.resources import OPEN_MARK
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
from omnigen.errors import Conflict, StaleRun


@dataclass(frozen=True)
class Jobs(JobRecords):
    """The life of jobs."""

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
        update.set("reviews", {}).set("open_reviews", 0).set("composition", CompositionState()).set(OPEN_MARK, OPEN)
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
        update = Update().set("status", status).set(OPEN_MARK, OPEN)
        update.when("<run> = :run", run=run).when_status_in(sources_of(status))
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

    def of_user(
        self,
        user_id: str,
        *,
        status: JobStatus | None = None,
        limit: int = 100,
        cursor: Mapping[str, Any] | None = None,
        oldest_first: bool = False,
    ) -> JobPage:
        """A page of a user's jobs, newest first unless asked otherwise, as the index shows them (not whole records).

        With `status` only those that have it on their record. A cursor has user, job and creation time.
        """
        condition = "user_id = :user" if status is None else "user_id = :user AND #status = :status"
        names = {} if status is None else {"ExpressionAttributeNames": {"#status": "status"}}
        values = {":user": user_id} | ({} if status is None else {":status": str(status)})
        place = dict(cursor) | ({} if status is None else {"status": str(status)}) if cursor else None
        arguments: dict[str, Any] = names | ({"ExclusiveStartKey": place} if place else {})
        answer = self.table.query(
            IndexName="UserJobsIndex" if status is None else "UserStatusIndex",
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ScanIndexForward=oldest_first,
            Limit=limit,
            **arguments,
        )
        items = [from_item(item) for item in answer["Items"]]
        live = [item for item in items if not self.has_expired(item.get("ttl"))]
        live = [item for item in live if item["status"] != JobStatus.DELETING]
        return JobPage(items=live, cursor=answer.get("LastEvaluatedKey"))

    def _with_tickets(self, write: Mapping[str, Any], tickets: Sequence[Ticket]) -> None:
        """Write to this table with tickets, all or nothing. ConditionFalse, or LimitReached for a ticket."""
        refused = transact(self.table, [write, *(ticket.write() for ticket in tickets)], self.pause)
        if refused and refused[0]:
            raise ConditionFalse(self.table.name)
        if refused:
            raise LimitReached(next(ticket for ticket, full in zip(tickets, refused[1:], strict=True) if full))
