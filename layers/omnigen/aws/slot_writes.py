"""Writes to the slots table, as parts of transactions. Every change of a user's line is conditional on its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from omnigen.aws.dynamodb import Update
from omnigen.aws.slot_items import (
    ENTRY,
    GRANTED,
    LINE,
    NEXT,
    WAITING,
    held_partition,
    ready_partition,
    user_partition,
)
from omnigen.domain.render_queue import QueuedExecution, QueueName, UserLine

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

Write = dict[str, Any]
_NEW = "attribute_not_exists(<line>)"


@dataclass(frozen=True)
class SlotWrites:
    """The writes to one table."""

    table: Table

    def line(self, before: UserLine, after: UserLine, next_arn: str = "") -> list[Write]:
        """The line that was read becomes another one, and the item that says whose turn it is follows it.

        `next_arn` is the execution whose turn is `after.ready`. The condition is that of the first write.
        """
        writes = [self._line(before, after)]
        if before.ready != after.ready and before.ready:
            writes.append(self._delete(ready_partition(before.queue), f"{NEXT}{before.ready}"))
        if before.ready != after.ready and after.ready:
            named = {"user_id": after.user_id, "execution_arn": next_arn}
            writes.append(self._put(ready_partition(after.queue), f"{NEXT}{after.ready}", named))
        return writes

    def enter(self, execution: QueuedExecution) -> list[Write]:
        """Record an execution that waits; refused when it is recorded already."""
        waiting = {"execution_arn": execution.execution_arn}
        return [
            self.entry(execution),
            self._put(user_partition(execution.queue, execution.user_id), f"{WAITING}{execution.turn}", waiting),
        ]

    def entry(self, execution: QueuedExecution) -> Write:
        """Record an execution with what it has; refused when it is recorded already."""
        return self._put(execution.execution_arn, ENTRY, asdict(execution), Update().when(_NEW))

    def leave(self, execution: QueuedExecution) -> list[Write]:
        """Forget an execution as it was read: its place in the line, or its slot."""
        condition = Update().when("<shard> = :seen AND <queue> = :queue", seen=execution.shard, queue=execution.queue)
        writes = [self._delete(execution.execution_arn, ENTRY, condition)]
        if execution.holds:
            return [
                *writes,
                self.count(execution.queue, execution.shard, -1),
                {"Delete": {"TableName": self.table.name, "Key": told_key(execution)}},
            ]
        return [*writes, self._leaves_line(execution)]

    def give(self, execution: QueuedExecution, shard: int, limit: int) -> list[Write]:
        """Give a waiting execution a slot of this counter and note that it is to be told.

        The first write is refused when the counter has given its `limit` of slots.
        """
        update = Update().set("shard", shard)
        update.when("<shard> = :seen AND <queue> = :queue", seen=execution.shard, queue=execution.queue)
        return [
            self.count(execution.queue, shard, 1, limit),
            self._update(execution.execution_arn, ENTRY, update),
            self._leaves_line(execution),
            self.untold(execution),
        ]

    def untold(self, execution: QueuedExecution) -> Write:
        """Note that an execution has a slot and is to be told."""
        named = {"user_id": execution.user_id, "execution_arn": execution.execution_arn}
        return {"Put": {"TableName": self.table.name, "Item": {**named, **told_key(execution)}}}

    def token(self, execution: QueuedExecution) -> Write:
        """Give an execution that has a slot its newer task token."""
        return self._update(execution.execution_arn, ENTRY, Update().set("task_token", execution.task_token))

    def count(self, queue: QueueName, shard: int, change: int, limit: int | None = None) -> Write:
        """Count a slot given (1) or given back (-1); with a `limit`, refused when so many are given."""
        update = Update().add("held", change)
        if limit is not None:
            update.when("attribute_not_exists(<held>) OR <held> < :limit", limit=limit)
        return self._update(held_partition(queue), str(shard), update)

    def _line(self, before: UserLine, after: UserLine) -> Write:
        place = user_partition(before.queue, before.user_id)
        seen = Update().when("<version> = :seen", seen=before.version) if before.version else Update().when(_NEW)
        if after.empty:
            return self._delete(place, LINE, seen)
        return self._put(place, LINE, asdict(replace(after, version=uuid4().hex)), seen)

    def _leaves_line(self, execution: QueuedExecution) -> Write:
        return self._delete(user_partition(execution.queue, execution.user_id), f"{WAITING}{execution.turn}")

    def _update(self, line: str, place: str, update: Update) -> Write:
        return {"Update": {"TableName": self.table.name, "Key": _key(line, place), **update.arguments()}}

    def _put(self, line: str, place: str, item: Mapping[str, Any], condition: Update | None = None) -> Write:
        conditions = condition.condition_arguments() if condition else {}
        return {"Put": {"TableName": self.table.name, "Item": {**item, **_key(line, place)}, **conditions}}

    def _delete(self, line: str, place: str, condition: Update | None = None) -> Write:
        conditions = condition.condition_arguments() if condition else {}
        return {"Delete": {"TableName": self.table.name, "Key": _key(line, place), **conditions}}


def told_key(execution: QueuedExecution) -> dict[str, str]:
    """Of the item that says that an execution has a slot and was not told yet."""
    return _key(ready_partition(execution.queue), f"{GRANTED}{execution.turn}")


def _key(line: str, place: str) -> dict[str, str]:
    return {"line": line, "place": place}
