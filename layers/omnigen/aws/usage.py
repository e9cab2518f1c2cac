"""The usage table: money and counts by month, jobs accepted by day, and the jobs running now, for each user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import from_item, is_condition_failure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RUNNING = "running"
"""The period under which a user's running jobs are listed."""


@dataclass(frozen=True)
class UsageBook:
    """Items by user and period. The jobs of an item are a set, so that entering one twice counts once."""

    table: Table

    def month(self, user_id: str, month: str) -> Mapping[str, Any]:
        """The sums of a month (`2026-11`); empty when nothing was used."""
        item = from_item(self._page(user_id, month))
        return {name: value for name, value in item.items() if name not in {"user_id", "period"}}

    def jobs(self, user_id: str, page: str) -> frozenset[str]:
        """The ids of the jobs entered under a period."""
        return frozenset(self._page(user_id, page).get("jobs", ()))

    def enter(self, user_id: str, page: str, job_id: str, *, most: int, ttl: int | None = None) -> bool:
        """Enter a job under a period; False when that would make more than `most`. A job entered before may again."""
        if most <= 0:
            return job_id in self.jobs(user_id, page)
        update: dict[str, Any] = {
            "UpdateExpression": "ADD #jobs :one" + (" SET #ttl = :ttl" if ttl else ""),
            "ConditionExpression": "attribute_not_exists(#jobs) OR size(#jobs) < :most OR contains(#jobs, :id)",
            "ExpressionAttributeNames": {"#jobs": "jobs"} | ({"#ttl": "ttl"} if ttl else {}),
            "ExpressionAttributeValues": {":one": {job_id}, ":most": most, ":id": job_id}
            | ({":ttl": ttl} if ttl else {}),
        }
        try:
            self.table.update_item(Key={"user_id": user_id, "period": page}, **update)
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def leave(self, user_id: str, page: str, job_id: str) -> None:
        """Remove a job from a period, if it is there."""
        self.table.update_item(
            Key={"user_id": user_id, "period": page},
            UpdateExpression="DELETE #jobs :one",
            ExpressionAttributeNames={"#jobs": "jobs"},
            ExpressionAttributeValues={":one": {job_id}},
        )

    def _page(self, user_id: str, period: str) -> Mapping[str, Any]:
        found = self.table.get_item(Key={"user_id": user_id, "period": period}, ConsistentRead=True)
        return found.get("Item", {})
