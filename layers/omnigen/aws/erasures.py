"""Erasures that were asked for: items of the usage table, which the sweep works off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import Update, from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_PARTITION = "#erasures"

REPEATED_SECONDS = 2 * 3_600
"""So long an erasure is repeated: a token given out before it is good for an hour, and a stage may still write."""


@dataclass(frozen=True)
class Erasure:
    """A user to erase, and when that was asked for (Unix seconds)."""

    user_id: str
    requested_at: int

    def is_over(self, now: int) -> bool:
        """Whether nothing new can have come since the last repetition."""
        return now >= self.requested_at + REPEATED_SECONDS


@dataclass(frozen=True)
class Erasures:
    """Users whose erasure was asked for. `now` is the time in Unix seconds."""

    table: Table
    now: Callable[[], int]

    def request(self, user_id: str) -> Erasure:
        """Ask for a user's erasure; asked for again, it is repeated for as long anew."""
        asked = Erasure(user_id, self.now())
        self.table.update_item(Key=_place(user_id), **Update().set("requested_at", asked.requested_at).arguments())
        return asked

    def pending(self) -> Iterator[Erasure]:
        """All that are not over."""
        arguments: dict[str, Any] = {"KeyConditionExpression": "user_id = :erasures", "ConsistentRead": True}
        arguments["ExpressionAttributeValues"] = {":erasures": _PARTITION}
        while True:
            page = self.table.query(**arguments)
            for item in map(from_item, page["Items"]):
                yield Erasure(item["period"], item["requested_at"])
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def end(self, erasure: Erasure) -> None:
        """Forget that it was asked for."""
        self.table.delete_item(Key=_place(erasure.user_id))


def _place(user_id: str) -> dict[str, str]:
    return {"user_id": _PARTITION, "period": user_id}
