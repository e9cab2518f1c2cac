"""What the indexes of the jobs table hold of a job: what lists show, and a mark while something of it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omnigen.aws.dynamodb import to_item
from omnigen.deployment.resources import OPEN_MARK
from omnigen.domain.job import RUNNING, Job, JobStatus

OPEN = "yes"
"""The value of `OPEN_MARK`. Whatever opens something of a job sets it in the same write; `OpenJobs` removes it."""


@dataclass(frozen=True)
class JobPage:
    """Some jobs, and where the next page begins; None at the end."""

    items: list[dict[str, Any]]
    cursor: Mapping[str, Any] | None


def is_open(job: Job) -> bool:
    """Whether something of a job is left to do: its run, a purchase, an event that is not queued, its deletion."""
    unfinished = job.status in RUNNING or job.status is JobStatus.DELETING
    untold = bool(job.brief.webhook_url and job.pending_events)
    return unfinished or untold or any(not purchase.settled for purchase in job.purchases.values())


def index_projection(job: Job) -> dict[str, Any]:
    """Attributes of a new record that only the indexes need: those of the brief that lists show, and the mark."""
    brief = job.brief
    attributes = {
        "prompt": brief.subject[:500],
        "duration": brief.duration,
        "aspect_ratio": brief.aspect_ratio,
        "mode": brief.mode,
        "pictures": brief.pictures,
        "project_id": brief.project_id,
        "open_reviews": 0,
        OPEN_MARK: OPEN if is_open(job) else None,
    }
    stored: dict[str, Any] = to_item(attributes)
    return stored
