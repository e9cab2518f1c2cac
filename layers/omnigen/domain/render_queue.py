"""The render queue: which execution is next. First in, first out, within the limits."""

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
    """A queued execution; `place` sorts by arrival, `task_token` answers it."""

    place: str
    execution_arn: str
    user_id: str
    task_token: str


def next_to_start(
    queued: Sequence[QueuedExecution], holders: Mapping[str, str], limits: QueueLimits
) -> QueuedExecution | None:
    """The first queued execution that has a slot already (its answer was lost) or may get one now.

    `holders` maps executions to their users.
    """
    by_user = Counter(holders.values())
    for candidate in sorted(queued, key=lambda candidate: candidate.place):
        if candidate.execution_arn in holders:
            return candidate
        if len(holders) < limits.total and by_user[candidate.user_id] < limits.per_user:
            return candidate
    return None
