"""Runs of a job: begun, cancelled, taken up again, and put in order when they are over."""

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
    """Begin the next run. If the process dies between the two steps, the sweep takes the second."""
    begun = app.aws.jobs.begin_run(job, app.aws.workflow.execution_arn(job.job_id, job.run + 1))
    app.aws.workflow.start(begun.job_id, begun.run)
    return begun


def resume(app: AppContext, job: Job) -> Job:
    """Take up a job that failed, was cancelled or was interrupted; what was bought is not bought again.

    The status changes in one conditional write, so that a process that dies at any moment leaves a job that can be
    resumed again.
    """
    check_resumable(app, job)
    return start(app, job)


def check_resumable(app: AppContext, job: Job) -> None:
    """Conflict unless the job failed, was cancelled or was interrupted."""
    if not is_interrupted(app, job):
        job.require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")


def is_interrupted(app: AppContext, job: Job) -> bool:
    """Whether the record says that the job runs although the host of its execution has stopped."""
    if job.status not in RUNNING or job.execution_arn is None:
        return False
    return app.aws.workflow.was_interrupted(job.execution_arn)


def continue_to_video(app: AppContext, job: Job) -> Job:
    """Take a job that stopped at its script on to the video."""
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    longer = app.aws.jobs.write(job.job_id, Update().set("brief.stop_at", StopAt.VIDEO))
    return start(app, longer)


def cancel(app: AppContext, job: Job, reason: str = "cancelled by the user") -> Job:
    """Stop a job wherever it is: its predictions are cancelled, its task stops, its slot and its money are free."""
    job.require(JobStatus.DRAFT, JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.AWAITING_REVIEW, to="cancel it")
    problem = JobFailure(code="Cancelled", message=f"The job was {reason}")
    cancelled = app.aws.jobs.change_status(job.job_id, job.run, JobStatus.CANCELLED, problem)
    if cancelled.execution_arn:
        app.aws.workflow.stop(cancelled.execution_arn, reason)
    release_resources(app, cancelled)
    return app.aws.jobs.get(job.job_id)


def end_run(app: AppContext, execution_arn: str, status: str) -> None:
    """Put in order what an execution that is over has left; may be called again, late, or for a run long replaced."""
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
        app.aws.webhook_queue.publish(job)  # again, if an earlier attempt may have died before it did
    if job.run == run and job.status in TERMINAL:
        reconcile_open_purchases(app, job)


def release_resources(app: AppContext, job: Job) -> None:
    """Free what a cancelled job held."""
    if job.execution_arn:
        app.aws.slots.release(job.execution_arn)
    with suppress(ProviderError):  # a vendor that cannot be reached now: its orders stay open, and the sweep asks again
        reconcile_open_purchases(app, job)
    app.aws.webhook_queue.publish(job)
