"""Runs of a job: begin, cancel, resume, and reconcile after the end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from ulid import ULID

from omnigen.aws.dynamodb import Update
from omnigen.domain import ids
from omnigen.domain.brief import Brief, Gate, StopAt
from omnigen.domain.job import RUNNING, TERMINAL, Job, JobFailure, JobStatus, new_job
from omnigen.errors import ProviderError, StaleRun
from omnigen.jobs.feasibility import check_feasible, check_uploads
from omnigen.purchasing.reconcile import reconcile_open_purchases
from omnigen.runtime.context import AppContext

_ENDS: Mapping[str, tuple[JobStatus, str]] = {
    "FAILED": (JobStatus.FAILED, "The pipeline stopped and could not say why. Resume the job to go on"),
    "TIMED_OUT": (JobStatus.FAILED, "The pipeline waited longer than it may. Resume the job to go on"),
    "ABORTED": (JobStatus.CANCELLED, "The pipeline was stopped from outside. Resume the job to go on"),
    "SUCCEEDED": (JobStatus.FAILED, "The pipeline ended without a result. Resume the job to go on"),
}


def submit(
    app: AppContext, user_id: str, brief: Brief, job_id: str | None = None, project_id: str | None = None
) -> Job:
    """Accept a brief and start its first run; the user's own script waits as a draft where it is to be approved."""
    check_feasible(app, brief)
    check_uploads(user_id, brief)
    draft = is_draft(brief)
    now = app.now()
    job = new_job(job_id=job_id or ids.new_job_id(ULID()), user_id=user_id, brief=brief, now=now, draft=draft)
    app.aws.jobs.create(job, project_id)
    return job if draft else start(app, job)


def is_draft(brief: Brief) -> bool:
    """Whether a job of this brief waits for its user's approval before its first run."""
    return brief.script_text is not None and Gate.SCRIPT in brief.review


def start(app: AppContext, job: Job) -> Job:
    """Begin the next run and start its execution. The sweep starts one that was begun only."""
    begun = app.aws.jobs.begin_run(job, app.aws.workflow.execution_arn(job.job_id, job.run + 1))
    app.aws.workflow.start(begun.job_id, begun.run)
    return begun


def resume(app: AppContext, job: Job) -> Job:
    """Begin a new run of a failed or cancelled job; nothing is bought again."""
    job.require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")
    return start(app, job)


def continue_to_video(app: AppContext, job: Job) -> Job:
    """Take a job that stopped at its script on to the video."""
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    longer = app.aws.jobs.write(job.job_id, Update().set("brief.stop_at", StopAt.VIDEO))
    return start(app, longer)


def cancel(app: AppContext, job: Job, reason: str = "cancelled by the user") -> Job:
    """Cancel a job: its predictions are cancelled, its execution stopped, its slot and reservations released."""
    job.require(JobStatus.DRAFT, JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.AWAITING_REVIEW, to="cancel it")
    problem = JobFailure(code="Cancelled", message=f"The job was {reason}")
    cancelled = app.aws.jobs.change_status(job.job_id, job.run, JobStatus.CANCELLED, problem)
    if cancelled.execution_arn:
        app.aws.workflow.stop(cancelled.execution_arn, reason)
    release_resources(app, cancelled)
    return app.aws.jobs.get(job.job_id)


def end_run(app: AppContext, execution_arn: str, status: str) -> None:
    """Reconcile after the end of an execution; may be called again, late, or for a run long replaced."""
    app.aws.slots.release(execution_arn)
    job_id, run = ids.run_of(execution_arn)
    job = app.aws.jobs.get(job_id)
    if job.run == run and job.status in RUNNING:
        ended, words = _ENDS[status]
        try:
            job = app.aws.jobs.change_status(job_id, run, ended, JobFailure(code=status, message=words))
        except StaleRun:
            job = app.aws.jobs.get(job_id)
    if job.run == run and job.problem and job.problem.code == status:
        app.aws.webhook_queue.publish(job)  # again: an earlier attempt may have died before it
    if job.run == run and job.status in TERMINAL:
        reconcile_open_purchases(app, job)


def release_resources(app: AppContext, job: Job) -> None:
    """Release slot and purchases of a cancelled job."""
    if job.execution_arn:
        app.aws.slots.release(job.execution_arn)
    with suppress(ProviderError):  # its purchases stay open, and the sweep asks the vendor again
        reconcile_open_purchases(app, job)
    app.aws.webhook_queue.publish(job)
