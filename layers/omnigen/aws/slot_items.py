"""Reads of the slots table, all consistent. Each reads a number of items that does not grow with the queue.

| line | place | what |
|---|---|---|
| the execution's ARN | `entry` | an execution that waits or has a slot, with its task token |
| `{queue}#user#{user}` | `line` | how many of a user wait and have slots; `version` guards every change |
| `{queue}#user#{user}` | `wait#{turn}` | one that waits, in order of arrival |
| `{queue}#ready` | `next#{turn}` | the first of each user that may have the next slot |
| `{queue}#ready` | `granted#{turn}` | one that has a slot and was not told yet |
| `{queue}#held` | a number | how many slots this counter has given |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import from_item
from omnigen.domain.render_queue import QueuedExecution, QueueName, UserLine

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

ENTRY, LINE = "entry", "line"
WAITING, NEXT, GRANTED = "wait#", "next#", "granted#"


@dataclass(frozen=True)
class ReadyItem:
    """Whose turn it is, or who has a slot and is to be told (`granted`)."""

    granted: bool
    turn: str
    user_id: str
    execution_arn: str


@dataclass(frozen=True)
class SlotItems:
    """The items of one table."""

    table: Table

    def entry(self, execution_arn: str) -> QueuedExecution | None:
        """The execution, if it waits or has a slot."""
        item = self._item(execution_arn, ENTRY)
        return _as(QueuedExecution, item) if item else None

    def line_of(self, queue: QueueName, user_id: str) -> UserLine:
        """A user's line; an empty one when there is none."""
        item = self._item(user_partition(queue, user_id), LINE)
        return _as(UserLine, item) if item else UserLine(queue=queue, user_id=user_id)

    def waiting(self, line: UserLine) -> list[tuple[str, str]]:
        """Turn and ARN of the two that have waited longest in a line that was just read."""
        if not line.waiting:
            return []
        found = self._first(user_partition(line.queue, line.user_id), WAITING, 2)
        return [(str(item["place"]).removeprefix(WAITING), str(item["execution_arn"])) for item in found]

    def first_ready(self, queue: QueueName, *, waiting: bool = False) -> ReadyItem | None:
        """Who is to be told that it has a slot; if there is none, or with `waiting`, whose turn it is."""
        found = self._first(ready_partition(queue), NEXT if waiting else "", 1)
        if not found:
            return None
        kind, _, turn = str(found[0]["place"]).partition("#")
        return ReadyItem(f"{kind}#" == GRANTED, turn, str(found[0]["user_id"]), str(found[0]["execution_arn"]))

    def held(self, queue: QueueName) -> Mapping[int, int]:
        """How many slots each counter has given."""
        return {int(item["place"]): int(item["held"]) for item in self._first(held_partition(queue), "", None)}

    def everything(self) -> Iterator[QueuedExecution | UserLine]:
        """All executions and lines: a scan of the table, for the sweep."""
        arguments: dict[str, Any] = {
            "FilterExpression": "#place IN (:entry, :line)",
            "ExpressionAttributeNames": {"#place": "place"},
            "ExpressionAttributeValues": {":entry": ENTRY, ":line": LINE},
            "ConsistentRead": True,
        }
        while True:
            page = self.table.scan(**arguments)
            for item in page["Items"]:
                yield _as(QueuedExecution if item["place"] == ENTRY else UserLine, from_item(item))
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _item(self, line: str, place: str) -> Mapping[str, Any]:
        found = self.table.get_item(Key={"line": line, "place": place}, ConsistentRead=True)
        item: Mapping[str, Any] = from_item(found.get("Item", {}))
        return item

    def _first(self, line: str, prefix: str, limit: int | None) -> list[Mapping[str, Any]]:
        # As text: boto3's builder of conditions is shared by the threads of a process, and mixes their names up.
        arguments: dict[str, Any] = {
            "KeyConditionExpression": "#line = :line",
            "ExpressionAttributeNames": {"#line": "line"},
            "ExpressionAttributeValues": {":line": line},
            "ConsistentRead": True,
        }
        if prefix:
            arguments["KeyConditionExpression"] += " AND begins_with(#place, :prefix)"
            arguments["ExpressionAttributeNames"]["#place"] = "place"
            arguments["ExpressionAttributeValues"][":prefix"] = prefix
        if limit:
            arguments["Limit"] = limit
        return [from_item(item) for item in self.table.query(**arguments)["Items"]]


def user_partition(queue: QueueName, user_id: str) -> str:
    """Where a user's line is."""
    return f"{queue}#user#{user_id}"


def ready_partition(queue: QueueName) -> str:
    """Where it is noted whose turn it is."""
    return f"{queue}#ready"


def held_partition(queue: QueueName) -> str:
    """Where the counters of slots are."""
    return f"{queue}#held"


def _as(kind: type[Any], item: Mapping[str, Any]) -> Any:
    return kind(**{field.name: item[field.name] for field in fields(kind)})
