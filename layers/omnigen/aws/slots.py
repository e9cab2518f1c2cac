"""The queues before rendering and composing: executions wait for a slot with their task tokens.

Every call may be repeated and made concurrently, and may die after each of its writes: what it began is finished when
it is repeated, by the next call of anybody, or by the sweep. How many items a call reads and writes does not depend on
how many wait or have slots.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from omnigen.aws.old_queue import OldQueue
from omnigen.aws.slot_changes import ATTEMPTS, SlotChanges
from omnigen.aws.slot_items import SlotItems
from omnigen.aws.slot_writes import told_key
from omnigen.aws.workflow import TokenGone, WorkflowClient
from omnigen.domain.render_queue import QUEUES, QueuedExecution, QueueLimits, QueueName, UserLine
from omnigen.errors import Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_MAX_CHECKED = 300
"""Executions that one round of repair asks Step Functions about."""


@dataclass(frozen=True)
class RenderSlots:
    """The slots for rendering and for composing, and their queues. An execution is in one queue at a time."""

    table: Table
    workflow: WorkflowClient
    limits: QueueLimits
    compositions: QueueLimits
    now_ms: Callable[[], int]
    pause: Callable[[float], None] = time.sleep

    def join(self, execution_arn: str, user_id: str, task_token: str, queue: QueueName = "render") -> None:
        """Queue an execution, or replace its task token, and dispatch. What it has in the other queue it gives back."""
        self._old.take_over(self.limits)
        for attempt in range(ATTEMPTS):
            known = self._changes.with_token(execution_arn, queue, task_token)
            if known and known.holds:
                self._announce(known)
            if known or self._changes.enter(queue, execution_arn, user_id, task_token):
                return self._dispatch_all()
            self._changes.wait(attempt)
        raise Contention(f"The line of {user_id!r} in the queue is being changed by too many at once")

    def holds(self, execution_arn: str) -> bool:
        """Whether this execution may render."""
        known = self._items.entry(execution_arn)
        return (known.queue == "render" and known.holds) if known else self._old.holds(execution_arn)

    def release(self, execution_arn: str) -> None:
        """Release an execution's slot or its place in a queue, if it has one, and dispatch."""
        self._old.take_over(self.limits)
        self._changes.take_out(execution_arn)
        self._dispatch_all()

    def dispatch(self, queue: QueueName = "render") -> int:
        """Give free slots to queued executions, in order, and answer their tokens; how many were answered.

        Whoever is faster goes on with what this one leaves, since everybody dispatches after every change.
        """
        answered, lost = 0, 0
        while lost < ATTEMPTS:
            first = self._items.first_ready(queue)
            if first is None:
                break
            if first.granted:
                chosen = self._items.entry(first.execution_arn)
            else:
                free = self._changes.free_shards(queue)
                if not free:
                    break
                chosen = self._changes.give(first, queue, random.choice(free))
            if chosen:
                answered += self._announce(chosen)
            else:
                lost += 1
                self._changes.wait(lost)
        return answered

    def repair(self) -> list[str]:
        """Release slots and places of executions that run no more (their end event was lost); their ARNs.

        Also notes whose turn it is where limits were changed. At most 300 executions are looked at, by chance.
        """
        self._old.take_over(self.limits)
        found = list(self._items.everything())
        known = [one for one in found if isinstance(one, QueuedExecution)]
        looked_at = random.sample(known, min(len(known), _MAX_CHECKED))
        dead = sorted(one.execution_arn for one in looked_at if not self.workflow.is_running(one.execution_arn))
        for execution_arn in dead:
            self.release(execution_arn)
        for line in (one for one in found if isinstance(one, UserLine)):
            may_have_one = bool(line.waiting) and line.held < self._changes.limits[line.queue].per_user
            if may_have_one is not bool(line.ready):
                self._changes.note_turn(self._items.line_of(line.queue, line.user_id))
        self._dispatch_all()
        return dead

    def holders(self, *queues: QueueName) -> Mapping[str, str]:
        """The executions that hold a slot in these queues, or in any, with their users. Reads the whole table."""
        return {one.execution_arn: one.user_id for one in self._all(queues) if one.holds}

    def queued(self, *queues: QueueName) -> list[QueuedExecution]:
        """The executions that wait in these queues, or in any, in order of arrival. Reads the whole table."""
        return sorted((one for one in self._all(queues) if not one.holds), key=lambda one: one.turn)

    def oldest_wait_seconds(self, queue: QueueName = "render") -> float:
        """Seconds for which the one that gets the next slot has waited; 0 when there is none."""
        first = self._items.first_ready(queue, waiting=True)
        return max(self.now_ms() - int(first.turn.partition("#")[0]), 0) / 1000 if first else 0.0

    def _announce(self, known: QueuedExecution) -> int:
        """Answer the token of an execution that has a slot; 1 when it was answered.

        One whose token is dead keeps its slot while it runs, since its retry brings a new token.
        """
        try:
            self.workflow.succeed(known.task_token, {})
        except TokenGone:
            now = self._items.entry(known.execution_arn)
            if now and now.holds and now.task_token != known.task_token:
                return self._announce(now)
            if not self.workflow.is_running(known.execution_arn):
                self._changes.take_out(known.execution_arn)
            answered = 0
        else:
            answered = 1
        self.table.delete_item(Key=told_key(known))
        return answered

    def _dispatch_all(self) -> None:
        for queue in QUEUES:
            self.dispatch(queue)

    def _all(self, queues: Collection[QueueName]) -> list[QueuedExecution]:
        self._old.take_over(self.limits)
        found = (one for one in self._items.everything() if isinstance(one, QueuedExecution))
        return [one for one in found if one.queue in (queues or QUEUES)]

    @cached_property
    def _items(self) -> SlotItems:
        return SlotItems(self.table)

    @cached_property
    def _changes(self) -> SlotChanges:
        limits: Mapping[QueueName, QueueLimits] = {"render": self.limits, "compose": self.compositions}
        return SlotChanges(self.table, limits, self.now_ms, self.pause)

    @cached_property
    def _old(self) -> OldQueue:
        return OldQueue(self.table)
