"""What the queue must do, told simply: the model that tests hold the program's queue against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from omnigen.domain.render_queue import QueuedExecution, QueueLimits


def next_to_start(
    queued: Sequence[QueuedExecution], holders: Mapping[str, str], limits: QueueLimits
) -> QueuedExecution | None:
    """The first queued execution that may get a slot now. `holders` maps executions to their users."""
    by_user = Counter(holders.values())
    for candidate in sorted(queued, key=lambda candidate: candidate.turn):
        if len(holders) < limits.total and by_user[candidate.user_id] < limits.per_user:
            return candidate
    return None
