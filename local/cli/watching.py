"""Watching a job to its end, and what its end means for the shell."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from omnigen.domain.job import TERMINAL, Job, JobStatus
from omnigen.studio import Studio

from local.cli.display import Display
from local.cli.exits import Exit

_LOOK_EVERY_SECONDS = 0.25


def watch(studio: Studio, job: Job, display: Display, *, through_reviews: bool) -> Job:
    """Show the job's progress until it ends, or until it waits for a person and nobody is there to answer."""
    told: set[str] = set()
    while job.status not in TERMINAL and job.status is not JobStatus.DRAFT:
        display.update(job)
        waiting = {f"{review.gate} {review.scene_id or ''}".strip() for review in job.open_reviews}
        if waiting and not through_reviews:
            return job
        if waiting - told:
            display.say(f"Waits for you ({', '.join(sorted(waiting))}): omnigen review {job.job_id}")
            told |= waiting
        time.sleep(_LOOK_EVERY_SECONDS)
        job = studio.aws.jobs.get(job.job_id)
    display.update(job)
    return job


def exit_code(job: Job) -> Exit:
    """How the shell is told."""
    if job.status in {JobStatus.COMPLETED, JobStatus.SCRIPT_READY}:
        return Exit.DONE
    if job.shown_status in {JobStatus.AWAITING_REVIEW, JobStatus.DRAFT}:
        return Exit.WAITING
    return Exit.FAILED if job.status is JobStatus.FAILED else Exit.UNFINISHED


def save(studio: Studio, key: str, target: Path) -> Path:
    """Write a file of the job to its place, whole or not at all."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        studio.aws.assets.get_file(key, partial)
        shutil.move(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target.resolve()
