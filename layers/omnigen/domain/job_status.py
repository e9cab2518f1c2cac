"""Job statuses, the transitions between them, and how long records are kept."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

DAY_SECONDS = 86_400
KEEP_UNFINISHED_DAYS = 7
KEEP_COMPLETED_DAYS = 365


class JobStatus(StrEnum):
    """Status of a job. `awaiting_review` is never stored: it is a processing job with an open review.

    `deleting` is never shown: the job is deleted for its user, and its record is removed when nothing of it is open.
    """

    DRAFT = "draft"
    PENDING = "pending"
    PROCESSING = "processing"
    AWAITING_REVIEW = "awaiting_review"
    SCRIPT_READY = "script_ready"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETING = "deleting"

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        """The schema without `deleting`, which no request and no response holds."""
        schema = handler(core_schema)
        definition = handler.resolve_ref_schema(schema)
        definition["enum"] = [status for status in definition["enum"] if status != cls.DELETING]
        return schema


TERMINAL = frozenset({JobStatus.SCRIPT_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})
RUNNING = frozenset({JobStatus.PENDING, JobStatus.PROCESSING})

TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset({JobStatus.PENDING, JobStatus.CANCELLED, JobStatus.DELETING}),
    JobStatus.PENDING: frozenset({JobStatus.PROCESSING, JobStatus.FAILED, JobStatus.CANCELLED}),
    JobStatus.PROCESSING: TERMINAL,
    JobStatus.SCRIPT_READY: frozenset({JobStatus.PENDING, JobStatus.DELETING}),
    JobStatus.COMPLETED: frozenset({JobStatus.PENDING, JobStatus.DELETING}),
    JobStatus.FAILED: frozenset({JobStatus.PENDING, JobStatus.DELETING}),
    JobStatus.CANCELLED: frozenset({JobStatus.PENDING, JobStatus.DELETING}),
    JobStatus.DELETING: frozenset(),
}
"""Allowed transitions. Going back to pending begins a new run."""


def sources_of(status: JobStatus) -> tuple[JobStatus, ...]:
    """The statuses from which this one can be reached, for a conditional write."""
    return tuple(source for source, targets in TRANSITIONS.items() if status in targets)


def expires_at(status: JobStatus, now: int) -> int | None:
    """When the record expires (Unix seconds); None while the job is running."""
    if status is JobStatus.COMPLETED:
        return now + KEEP_COMPLETED_DAYS * DAY_SECONDS
    if status in TERMINAL or status is JobStatus.DRAFT:
        return now + KEEP_UNFINISHED_DAYS * DAY_SECONDS
    return None
