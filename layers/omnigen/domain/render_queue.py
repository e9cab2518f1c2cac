"""The queues for rendering and for composing: first in, first out, within limits for all and for each user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

QueueName = Literal["render", "compose"]

QUEUES: tuple[QueueName, ...] = ("render", "compose")

SHARDS = 8
"""Over so many counters the held slots of a queue are spread, so that no single one is written by everybody."""

NO_SHARD = -1


@dataclass(frozen=True, kw_only=True)
class QueueLimits:
    """How many executions hold a slot at once, altogether and of one user."""

    total: int
    per_user: int

    def of_shard(self, shard: int) -> int:
        """How many slots a counter may give: the shares of all counters add up to `total`."""
        return self.total // SHARDS + (shard < self.total % SHARDS)


@dataclass(frozen=True, kw_only=True)
class QueuedExecution:
    """An execution in a queue, or with a slot.

    `turn` sorts by arrival. `task_token` answers it; it is empty where it was answered and forgotten. `shard` is the
    counter of its slot, `NO_SHARD` while it waits.
    """

    queue: QueueName
    turn: str
    execution_arn: str
    user_id: str
    task_token: str = ""
    shard: int = NO_SHARD

    @property
    def holds(self) -> bool:
        """Whether it has a slot."""
        return self.shard != NO_SHARD


@dataclass(frozen=True, kw_only=True)
class UserLine:
    """What one user has in one queue: how many slots, how many that wait, and the turn of the one who is next.

    `ready` is empty when nobody waits, and when the user has all the slots that one may have. `version` changes with
    every write; it is empty before the first.
    """

    queue: QueueName
    user_id: str
    held: int = 0
    waiting: int = 0
    ready: str = ""
    version: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self.held <= 0 and self.waiting <= 0

    def changed(self, *, held: int = 0, waiting: int = 0, head: str, limits: QueueLimits) -> UserLine:
        """The line with so many more slots and waiting executions, of which `head` came first (empty for none)."""
        after = replace(self, held=self.held + held, waiting=self.waiting + waiting)
        return replace(after, ready=head if after.held < limits.per_user else "")
