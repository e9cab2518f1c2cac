"""Requests that die at a write: to cancel, delete, decide or resume. Each returns the job's id."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import RUNNING, ApprovalStatus, Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.jobs import runs

from tests.chaos.crashes import Death
from tests.chaos.function_walk import Walk, in_api, record, submitted, until
from tests.chaos.hosts import swept


def cancelled(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None)
    job = until(walk.app, job_id, at_the_vendor)
    in_api(death, lambda: runs.cancel(walk.app, job))
    if walk.app.aws.jobs.get(job_id).status in RUNNING:  # it died before that, and its user asks again
        runs.cancel(walk.app, job)
    return job_id


def deleted(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None)
    job = until(walk.app, job_id, at_the_vendor)
    in_api(death, lambda: runs.delete(walk.app, job))
    if not death.place.startswith("Api"):
        return job_id
    found = record(walk, job_id)
    if found and found.status is not JobStatus.DELETING:  # it died before that: its user sees the job, and asks again
        runs.delete(walk.app, walk.app.aws.jobs.get(job_id))
    return job_id


def decided(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None, review=("spend",))
    job = until(walk.app, job_id, lambda job: bool(job.open_reviews))
    decide = partial(walk.app.aws.reviews.decide, job, Gate.SPEND, None, ApprovalStatus.APPROVED, "", "ada")
    in_api(death, decide)
    if not walk.app.aws.jobs.get(job_id).decisions:  # it died before that, and the gate is still open
        decide()
    return job_id


def resumed(walk: Walk, death: Death) -> str:
    job_id = submitted(walk, None, review=("spend",))
    until(walk.app, job_id, lambda job: bool(job.open_reviews))
    job = runs.cancel(walk.app, walk.app.aws.jobs.get(job_id))
    in_api(death, lambda: runs.resume(walk.app, job))
    if walk.app.aws.jobs.get(job_id).run == 1:  # it died before that
        runs.resume(walk.app, job)
    job = until(walk.app, job_id, lambda job: bool(job.open_reviews) or _swept(walk))
    walk.app.aws.reviews.decide(job, Gate.SPEND, None, ApprovalStatus.APPROVED, "", "ada")
    return job_id


ACTS: dict[str, tuple[Callable[[Walk, Death], str], JobStatus | None]] = {
    "cancel": (cancelled, JobStatus.CANCELLED),
    "delete": (deleted, None),
    "decide": (decided, JobStatus.COMPLETED),
    "resume": (resumed, JobStatus.COMPLETED),
}


def at_the_vendor(job: Job) -> bool:
    """Whether something was ordered that takes a while, and the job still runs."""
    return job.status in RUNNING and PurchaseStatus.SUBMITTED in {known.status for known in job.purchases.values()}


def _swept(walk: Walk) -> bool:
    swept(walk.app)
    return False
