"""Long polling: hold a request until a job changes, for at most MAX_WAIT_SECONDS."""

from __future__ import annotations

import time

from omnigen.domain.job import TERMINAL, Job
from omnigen.runtime.context import AppContext

MAX_WAIT_SECONDS = 20
_LOOK_AFTER_SECONDS = (0.1, 0.2, 0.3, 0.5)
"""Pauses between reads of the job; the last one repeats."""


def job_after(app: AppContext, job: Job, rev: int, seconds: float) -> Job:
    """The job as soon as its `rev` is above the given one, it has ended, or `seconds` have passed."""
    until = time.monotonic() + min(seconds, MAX_WAIT_SECONDS)
    indexes = 0
    while job.rev <= rev and job.status not in TERMINAL and time.monotonic() < until:
        time.sleep(_LOOK_AFTER_SECONDS[min(indexes, len(_LOOK_AFTER_SECONDS) - 1)])
        job = app.aws.jobs.get(job.job_id)
        indexes += 1
    return job
