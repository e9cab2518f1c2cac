"""The attributes of a job that the index projects for lists, and pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omnigen.aws.dynamodb import to_item
from omnigen.domain.job import Job


@dataclass(frozen=True)
class JobPage:
    """Some jobs, and where the next page begins; None at the end."""

    items: list[dict[str, Any]]
    cursor: Mapping[str, Any] | None


def index_projection(job: Job) -> dict[str, Any]:
    """Attributes of the brief that lists show and the index projects."""
    brief = job.brief
    attributes = {
        "prompt": brief.subject[:500],
        "duration": brief.duration,
        "aspect_ratio": brief.aspect_ratio,
        "mode": brief.mode,
        "pictures": brief.pictures,
        "project_id": brief.project_id,
        "open_reviews": 0,
    }
    stored: dict[str, Any] = to_item(attributes)
    return stored
