"""The render queue as versions before this one kept it: taken over, item by item, by whoever looks at the queue.

All of it was in the partition `render`: `holders` with a map of executions and users, `wait#…` for each that waited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.slot_items import SlotItems
from omnigen.aws.slot_writes import SlotWrites, Write
from omnigen.aws.transactions import transact
from omnigen.domain.render_queue import SHARDS, QueuedExecution, QueueLimits, QueueName

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_QUEUE: QueueName = "render"
_HOLDERS = {"line": _QUEUE, "place": "holders"}
_WAIT = "wait#"


@dataclass(frozen=True)
class OldQueue:
    """What is left of it; nothing, once it was taken over."""

    table: Table

    def holds(self, execution_arn: str) -> bool:
        """Whether an execution has a slot there."""
        item = self.table.get_item(Key=_HOLDERS, ConsistentRead=True).get("Item", {})
        holders: Any = item.get("holders", {})
        return execution_arn in holders

    def take_over(self, limits: QueueLimits) -> None:
        """Move all executions into the queue of today, each in one transaction. What others moved is passed over."""
        found = self.table.query(
            KeyConditionExpression="#line = :line",
            ExpressionAttributeNames={"#line": "line"},
            ExpressionAttributeValues={":line": _QUEUE},
            ConsistentRead=True,
        )["Items"]
        for item in found:
            if item["place"] == _HOLDERS["place"]:
                self._take_over_holders(item, limits)
            else:
                self._move(_waiting(item), self._delete(item), limits)

    def _take_over_holders(self, item: Mapping[str, Any], limits: QueueLimits) -> None:
        for execution_arn, user_id in item["holders"].items():
            given = SlotItems(self.table).held(_QUEUE)
            shard = min(range(SHARDS), key=lambda number: given.get(number, 0))
            holder = QueuedExecution(
                queue=_QUEUE,
                turn=f"{0:013d}#{execution_arn.rpartition(':')[2]}",
                execution_arn=execution_arn,
                user_id=str(user_id),
                shard=shard,
            )
            update = Update().remove(f"holders.{execution_arn}").add("rev", 1)
            update.when(f"attribute_exists(<holders.{execution_arn}>)")
            self._move(
                holder, {"Update": {"TableName": self.table.name, "Key": _HOLDERS, **update.arguments()}}, limits
            )
        empty = Update().when("attribute_not_exists(<line>) OR size(<holders>) = :none", none=0).condition_arguments()
        transact(self.table, [{"Delete": {"TableName": self.table.name, "Key": _HOLDERS, **empty}}], _at_once)

    def _move(self, execution: QueuedExecution, from_old: Write, limits: QueueLimits) -> None:
        """Take an execution out of the old queue and into the new one, unless it is there already."""
        items, writes = SlotItems(self.table), SlotWrites(self.table)
        known = items.entry(execution.execution_arn)
        if known:  # it waited and had a slot: it was not told yet
            told = replace(known, task_token=execution.task_token)
            untold = [writes.token(told), writes.untold(told)] if known.holds and not execution.holds else []
            transact(self.table, [from_old, *untold], _at_once)
            return
        line = items.line_of(_QUEUE, execution.user_id)
        waiting = items.waiting(line)
        if execution.holds:
            own = [writes.entry(execution), writes.count(_QUEUE, execution.shard, 1)]
            held, more = 1, 0
        else:
            own = writes.enter(execution)
            waiting.append((execution.turn, execution.execution_arn))
            held, more = 0, 1
        turn, first = min(waiting, default=("", ""))
        after = line.changed(held=held, waiting=more, head=turn, limits=limits)
        transact(self.table, [from_old, *writes.line(line, after, first), *own], _at_once)

    def _delete(self, item: Mapping[str, Any]) -> Write:
        same = Update().when("<task_token> = :token", token=item["task_token"]).condition_arguments()
        key = {"line": item["line"], "place": item["place"]}
        return {"Delete": {"TableName": self.table.name, "Key": key, **same}}


def _waiting(item: Mapping[str, Any]) -> QueuedExecution:
    return QueuedExecution(
        queue=_QUEUE,
        turn=str(item["place"]).removeprefix(_WAIT),
        execution_arn=str(item["execution_arn"]),
        user_id=str(item["user_id"]),
        task_token=str(item["task_token"]),
    )


def _at_once(_: float) -> None:
    """No pause after a conflict: what is not moved now is moved by the next call."""
