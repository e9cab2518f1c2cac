"""What a user can do with a job as it stands, by the verbs of the API. Errors name these, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from omnigen.domain.brief_options import Gate
from omnigen.domain.job_status import JobStatus

if TYPE_CHECKING:
    from omnigen.domain.job import Job


def next_actions(job: Job) -> tuple[str, ...]:
    """The verbs, what leads on first. A job that runs leads on by itself: `wait`."""
    edit = ("edit",) if job.script or job.scenes else ()
    regenerate = ("regenerate",) if job.scenes else ()
    waive = ("waive",) if job.problem and job.problem.code == "ComplianceBlocked" and job.videos else ()
    unfinished = ("resume", *waive, *regenerate, *edit, "delete")
    possible: Mapping[JobStatus, tuple[str, ...]] = {
        JobStatus.DRAFT: ("approve", "edit", "cancel", "delete"),
        JobStatus.PENDING: ("wait", "cancel", "delete"),
        JobStatus.PROCESSING: ("wait", "cancel", "delete"),
        JobStatus.AWAITING_REVIEW: ("approve", *_at_gates(job), "cancel", "delete"),
        JobStatus.SCRIPT_READY: ("continue", *edit, "delete"),
        JobStatus.COMPLETED: ("regenerate", *edit, "delete"),
        JobStatus.FAILED: unfinished,
        JobStatus.CANCELLED: unfinished,
        JobStatus.DELETING: (),
    }
    return possible[job.public_status]


def possible_now(job: Job) -> str:
    """The verbs as the last sentence of an error."""
    return f"Possible now: {', '.join(next_actions(job))}"


def _at_gates(job: Job) -> tuple[str, ...]:
    """`reject` and `edit`, where a gate that waits has them: spending is approved or the job cancelled."""
    gates = {review.gate for review in job.open_reviews}
    reject = ("reject",) if gates - {Gate.SPEND} else ()
    return (*reject, *(("edit",) if gates & {Gate.SCRIPT, Gate.SCENES} else ()))
