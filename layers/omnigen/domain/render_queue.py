"""The line for rendering: who may go next. First come, first served among those who may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class QueueLimits:
    """How many executions render at once, altogether and for one user."""

    total: int
    per_user: int


@dataclass(frozen=True, kw_only=True)
class QueuedExecution:
    """An execution in line; `place` sorts by arrival, `task_token` answers it."""

    place: str
    execution_arn: str
    user_id: str
    task_token: str


def next_to_start(
    waiters: Sequence[QueuedExecution], holders: Mapping[str, str], limits: QueueLimits
) -> QueuedExecution | None:
    """The first waiter who holds a slot already (and was never told) or may have one now.

    `holders` maps executions to their users.
    """
    by_user = Counter(holders.values())
    for waiter in sorted(waiters, key=lambda waiter: waiter.place):
        if waiter.execution_arn in holders:
            return waiter
        if len(holders) < limits.total and by_user[waiter.user_id] < limits.per_user:
            return waiter
    return None
