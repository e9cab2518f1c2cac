"""Changes of the queues, each in one transaction: an execution enters a user's line, gets a slot, leaves."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.slot_items import ENTRY, ReadyItem, SlotItems
from omnigen.aws.slot_writes import SlotWrites, Write
from omnigen.aws.transactions import transact
from omnigen.domain.render_queue import SHARDS, QueuedExecution, QueueLimits, QueueName, UserLine
from omnigen.errors import Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

ATTEMPTS = 8
"""How often a change is tried anew after others were faster."""


@dataclass(frozen=True)
class SlotChanges:
    """Changes of one table's queues. What returns False or None was refused: others were faster."""

    table: Table
    limits: Mapping[QueueName, QueueLimits]
    now_ms: Callable[[], int]
    pause: Callable[[float], None]

    def with_token(self, execution_arn: str, queue: QueueName, task_token: str) -> QueuedExecution | None:
        """The execution with this token in place of its earlier one; None when it is not in this queue (any more)."""
        known = self._items.entry(execution_arn)
        if known and known.queue != queue:
            self.leave(known)
            return None
        update = Update().set("task_token", task_token).when("<queue> = :queue", queue=queue)
        try:
            changed = self.table.update_item(
                Key={"line": execution_arn, "place": ENTRY}, ReturnValues="ALL_NEW", **update.arguments()
            )
        except ClientError as error:
            if is_condition_failure(error):
                return None
            raise
        return replace(known, shard=int(str(changed["Attributes"]["shard"])), task_token=task_token) if known else None

    def enter(self, queue: QueueName, execution_arn: str, user_id: str, task_token: str) -> bool:
        """Queue an execution at the end of its user's line; False when others were faster."""
        line = self._items.line_of(queue, user_id)
        turn = f"{self.now_ms():013d}#{execution_arn.rpartition(':')[2]}"
        new = QueuedExecution(
            queue=queue, turn=turn, execution_arn=execution_arn, user_id=user_id, task_token=task_token
        )
        return self._change(
            line, [(turn, execution_arn), *self._items.waiting(line)], self._writes.enter(new), waiting=1
        )

    def leave(self, known: QueuedExecution) -> bool:
        """Take an execution out of its queue; False when others were faster."""
        line = self._items.line_of(known.queue, known.user_id)
        left = [one for one in self._items.waiting(line) if one[1] != known.execution_arn]
        held, waiting = (-1, 0) if known.holds else (0, -1)
        return self._change(line, left, self._writes.leave(known), held=held, waiting=waiting)

    def take_out(self, execution_arn: str) -> None:
        """Take an execution out of its queue, if it is in one; Contention when others are always faster."""
        for attempt in range(ATTEMPTS):
            known = self._items.entry(execution_arn)
            if known is None or self.leave(known):
                return
            self.wait(attempt)
        raise Contention(f"The slot of {execution_arn} is being changed by too many at once")

    def free_shards(self, queue: QueueName) -> list[int]:
        """The counters that have slots left."""
        limits, given = self.limits[queue], self._items.held(queue)
        return [shard for shard in range(SHARDS) if given.get(shard, 0) < limits.of_shard(shard)]

    def give(self, first: ReadyItem, queue: QueueName, shard: int) -> QueuedExecution | None:
        """The execution whose turn it is, with a slot of this counter; None when others were faster."""
        limits, line = self.limits[queue], self._items.line_of(queue, first.user_id)
        if line.ready != first.turn:
            return None
        if line.held >= limits.per_user:
            self.note_turn(line)
            return None
        known = self._items.entry(first.execution_arn)
        if known is None or known.holds:
            return None
        left = [one for one in self._items.waiting(line) if one[1] != known.execution_arn]
        writes = self._writes.give(known, shard, limits.of_shard(shard))
        return replace(known, shard=shard) if self._change(line, left, writes, held=1, waiting=-1) else None

    def note_turn(self, line: UserLine) -> None:
        """Note whose turn it is in a line, as the limits are now. Others that are faster do the same."""
        self._change(line, self._items.waiting(line), [])

    def _change(
        self,
        line: UserLine,
        left: Sequence[tuple[str, str]],
        writes: Sequence[Write],
        *,
        held: int = 0,
        waiting: int = 0,
    ) -> bool:
        """Change a line that was read, in one transaction with `writes`; False when one of them was refused.

        `left` has turn and ARN of those that wait afterwards, the first of them at least.
        """
        turn, execution_arn = min(left, default=("", ""))
        after = line.changed(held=held, waiting=waiting, head=turn, limits=self.limits[line.queue])
        return transact(self.table, [*self._writes.line(line, after, execution_arn), *writes], self.pause) is None

    def wait(self, attempt: int) -> None:
        """Let others go ahead, longer after each attempt."""
        self.pause(0.02 * 2**attempt * random.uniform(0.5, 1))

    @cached_property
    def _items(self) -> SlotItems:
        return SlotItems(self.table)

    @cached_property
    def _writes(self) -> SlotWrites:
        return SlotWrites(self.table)
