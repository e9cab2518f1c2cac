"""The usage table: money and counts by month, jobs accepted by day, and the jobs running now, for each user."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_condition_failure
from omnigen.aws.transactions import transact
from omnigen.domain.job_status import RUNNING, JobStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_NO_SUM = re.compile(r"user_id|period|ttl|day_\d\d_usd")
"""Attributes of a month's item that are no sums of the month."""

RUNNING_JOBS = "running"
"""The period under which a user's running jobs are listed."""


@dataclass(frozen=True)
class Ticket:
    """An entry among at most `limit` ones under a user's period.

    It is written in the transaction that begins a run, so neither is there without the other. Entering it twice counts
    once. `ttl` is when the item of the period expires (Unix seconds).
    """

    table: str
    user_id: str
    period: str
    entry: str
    limit: int
    ttl: int | None = None

    def write(self) -> dict[str, Any]:
        """The update that makes the entry, as part of a transaction."""
        room = "attribute_not_exists(#jobs) OR size(#jobs) < :limit OR " if self.limit > 0 else ""
        names = {"#jobs": "jobs"} | ({"#ttl": "ttl"} if self.ttl else {})
        values: dict[str, Any] = {":one": {self.entry}, ":entry": self.entry}
        values |= {":limit": self.limit} if self.limit > 0 else {}
        values |= {":ttl": self.ttl} if self.ttl else {}
        update = {
            "TableName": self.table,
            "Key": {"user_id": self.user_id, "period": self.period},
            "UpdateExpression": "ADD #jobs :one" + (" SET #ttl = :ttl" if self.ttl else ""),
            "ConditionExpression": f"{room}contains(#jobs, :entry)",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
        return {"Update": update}


class LimitReached(Exception):
    """A ticket was one too many. Caught by submission, which says when to try again."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.period)
        self.ticket = ticket


@dataclass(frozen=True)
class UsageBook:
    """Items by user and period."""

    table: Table
    pause: Callable[[float], None] = time.sleep

    def month(self, user_id: str, month: str) -> Mapping[str, Any]:
        """The sums of a month (`2026-11`); empty when nothing was used."""
        item = from_item(self._item(user_id, month))
        return {name: value for name, value in item.items() if not _NO_SUM.fullmatch(name)}

    def jobs(self, user_id: str, period: str) -> frozenset[str]:
        """The entries under a period."""
        return frozenset(self._item(user_id, period).get("jobs", ()))

    def ticket(self, user_id: str, period: str, entry: str, *, limit: int, ttl: int | None = None) -> Ticket:
        """A ticket of this table."""
        return Ticket(self.table.name, user_id, period, entry, limit, ttl)

    def count(self, user_id: str, period: str, *, limit: int, ttl: int) -> bool:
        """Count one more under a period; False, and nothing counted, when that would make more than `limit`."""
        if limit <= 0:
            return False
        update = Update().add("count", 1).set("ttl", ttl)
        update.when("attribute_not_exists(<count>) OR <count> < :limit", limit=limit)
        try:
            self.table.update_item(Key={"user_id": user_id, "period": period}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def release(self, jobs: Table, user_id: str, job_id: str) -> bool:
        """Take a job off its user's running jobs, if at that moment it is not running or has no record."""
        over = Update().when_status_in(status for status in JobStatus if status not in RUNNING).condition_arguments()
        over["ConditionExpression"] = f"attribute_not_exists(job_id) OR {over['ConditionExpression']}"
        entry = {
            "Key": {"user_id": user_id, "period": RUNNING_JOBS},
            "UpdateExpression": "DELETE #jobs :one",
            "ExpressionAttributeNames": {"#jobs": "jobs"},
            "ExpressionAttributeValues": {":one": {job_id}},
        }
        refused = transact(
            self.table,
            [
                {"ConditionCheck": {"TableName": jobs.name, "Key": {"job_id": job_id}, **over}},
                {"Update": {"TableName": self.table.name, **entry}},
            ],
            self.pause,
        )
        return refused is None

    def delete_all(self, user_id: str) -> int:
        """Delete all that is counted of a user; the number of periods."""
        arguments: dict[str, Any] = {"KeyConditionExpression": "user_id = :user", "ConsistentRead": True}
        arguments["ExpressionAttributeValues"] = {":user": user_id}
        deleted = 0
        while True:
            answer = self.table.query(**arguments)
            for item in answer["Items"]:
                self.table.delete_item(Key={"user_id": user_id, "period": item["period"]})
            deleted += len(answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return deleted
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _item(self, user_id: str, period: str) -> Mapping[str, Any]:
        found = self.table.get_item(Key={"user_id": user_id, "period": period}, ConsistentRead=True)
        return found.get("Item", {})
