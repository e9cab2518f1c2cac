"""Runs of a job: begin, cancel, resume, and reconcile after the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from ulid import ULID

from omnigen.aws.dynamodb import Update
from omnigen.aws.usage import Ticket
from omnigen.domain import ids
from omnigen.domain.asset import Asset
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Gate, StopAt
from omnigen.domain.caller import Caller
from omnigen.domain.job import RUNNING, Job, JobFailure, JobStatus, new_job
from omnigen.errors import NotFound, ProviderError, StaleRun
from omnigen.jobs.brands import copy_files
from omnigen.jobs.own_assets import copied_for_job
from omnigen.jobs.regulated import rule_set_version
from omnigen.purchasing.reconcile import reconcile_open_purchases
from omnigen.runtime.context import AppContext

_ENDS: Mapping[str, tuple[JobStatus, str]] = {
    "FAILED": (JobStatus.FAILED, "The pipeline stopped and could not say why. Resume the job to go on"),
    "TIMED_OUT": (JobStatus.FAILED, "The pipeline waited longer than it may. Resume the job to go on"),
    "ABORTED": (JobStatus.CANCELLED, "The pipeline was stopped from outside. Resume the job to go on"),
    "SUCCEEDED": (JobStatus.FAILED, "The pipeline ended without a result. Resume the job to go on"),
}

LATE_WRITES_SECONDS = 900
"""A stage or a composition that was stopped may write files for so long: the longest time that either needs to end."""


def submit(
    app: AppContext,
    user_id: str,
    brief: Brief,
    job_id: str | None = None,
    project_id: str | None = None,
    tickets: Sequence[Ticket] = (),
    assets: Sequence[Asset] = (),
    *,
    caller: Caller | None = None,
) -> Job:
    """Record a brief that was checked and start its first run; a draft waits for its user's approval.

    `assets` are those that the brief names; the job gets copies of its own.

    The sweep starts the execution of a job that was recorded only.
    """
    draft = is_draft(brief)
    job_id = job_id or ids.new_job_id(ULID())
    copies = [copied_for_job(app, asset, job_id) for asset in assets]
    job = new_job(
        job_id=job_id,
        user_id=user_id,
        brief=brief,
        now=app.now(),
        draft=draft,
        assets=copies,
        brand_files=copy_files(app, user_id, job_id, brief.brand),
        rule_set=rule_set_version(app, user_id, brief),
    )
    if brief.brand and brief.brand.brand_id:
        app.aws.brands.note_use(user_id, brief.brand.brand_id, job_id)
    if not draft:
        arn = app.aws.workflow.execution_arn(job.job_id, 1)
        started_by = (caller.start(1, app.now()),) if caller else ()
        job = job.model_copy(update={"run": 1, "execution_arn": arn, "started_by": started_by})
    app.aws.jobs.create(job, project_id, tickets)
    if not draft:
        app.aws.workflow.start(job.job_id, job.run)
    return job


def is_draft(brief: Brief) -> bool:
    """Whether a job of this brief waits for its user's approval before its first run."""
    return brief.script_text is not None and Gate.SCRIPT in brief.review


def start(
    app: AppContext,
    job: Job,
    changes: Update | None = None,
    tickets: Sequence[Ticket] = (),
    *,
    interrupted: bool = False,
    caller: Caller | None = None,
) -> Job:
    """Begin the next run, with `changes` of the record, and start its execution.

    Its purchases are counted against the budgets of its `caller`; without one, against those of the run before.
    The sweep starts the execution of a run that was begun only.
    """
    arn = app.aws.workflow.execution_arn(job.job_id, job.run + 1)
    if caller:
        start = caller.start(job.run + 1, app.now())
        changes = (changes or Update()).set("started_by", job.with_start(start))
    begun = app.aws.jobs.begin_run(job, arn, changes, tickets, interrupted=interrupted)
    app.aws.workflow.start(job.job_id, job.run + 1)
    return begun


def resume(app: AppContext, job: Job, tickets: Sequence[Ticket] = (), caller: Caller | None = None) -> Job:
    """Take up a job that failed, was cancelled or was interrupted; what was bought is not bought again.

    The status changes in one conditional write, so that a process that dies at any moment leaves a job that can be
    resumed again.
    """
    interrupted = is_interrupted(app, job)
    if not interrupted:
        job.require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")
    return start(app, job, tickets=tickets, interrupted=interrupted, caller=caller)


def check_resumable(app: AppContext, job: Job) -> None:
    """Conflict unless the job failed, was cancelled or was interrupted."""
    if not is_interrupted(app, job):
        job.require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")


def is_interrupted(app: AppContext, job: Job) -> bool:
    """Whether the record says that the job runs although the host of its execution has stopped."""
    if job.status not in RUNNING or job.execution_arn is None:
        return False
    return app.aws.workflow.was_interrupted(job.execution_arn)


def continue_to_video(app: AppContext, job: Job, tickets: Sequence[Ticket] = (), caller: Caller | None = None) -> Job:
    """Take a job that stopped at its script on to the video."""
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    return start(app, job, Update().set("brief.stop_at", StopAt.VIDEO), tickets, caller=caller)


def cancel(app: AppContext, job: Job, reason: str = "cancelled by the user") -> Job:
    """Cancel a job: its execution is stopped and its slot released, and whoever asked need not wait for more.

    The end of the execution has its predictions cancelled and its reservations released (`end_run`); where that event
    is lost, or there was no execution, the sweep does.
    """
    job.require(JobStatus.DRAFT, JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.AWAITING_REVIEW, to="cancel it")
    problem = JobFailure(code="Cancelled", message=f"The job was {reason}")
    cancelled = app.aws.jobs.change_status(job.job_id, job.run, JobStatus.CANCELLED, problem)
    if cancelled.execution_arn:
        app.aws.workflow.stop(cancelled.execution_arn, reason)
        app.aws.slots.release(cancelled.execution_arn)
    app.aws.webhook_queue.publish(cancelled)
    return app.aws.jobs.get(job.job_id)


def delete(app: AppContext, job: Job) -> None:
    """Cancel a job if it runs, hide it for good, and remove its record as soon as nothing of it is open.

    A job that ran just now may have stages that still write files, so its record stays for `LATE_WRITES_SECONDS`; its
    files are deleted with it. Conflict when it has just begun to run.
    """
    ran = job.status in RUNNING
    if ran:
        with suppress(StaleRun):  # it ended in this moment
            cancel(app, job, "deleted by the user")
    hidden = app.aws.deletions.begin(job, app.now() + (LATE_WRITES_SECONDS if ran else 0))
    with suppress(NotFound):  # the end of its run, or the sweep, has removed it meanwhile
        release_resources(app, hidden)
        app.aws.deletions.remove(job.job_id)


def end_run(app: AppContext, execution_arn: str, status: str) -> None:
    """Reconcile after the end of an execution; may be called again, late, or for a run long replaced."""
    app.aws.slots.release(execution_arn)
    job_id, run = ids.run_of(execution_arn)
    job = app.aws.jobs.record(job_id)
    if job.run == run and job.status in RUNNING:
        ended, words = _ENDS[status]
        try:
            job = app.aws.jobs.change_status(job_id, run, ended, JobFailure(code=status, message=words))
        except StaleRun:
            job = app.aws.jobs.record(job_id)
    app.aws.webhook_queue.publish(job)
    if job.run == run and job.status not in RUNNING:
        reconcile_open_purchases(app, job)
        app.aws.deletions.remove(job_id)


def release_resources(app: AppContext, job: Job) -> None:
    """Release slot and purchases of a cancelled job."""
    if job.execution_arn:
        app.aws.slots.release(job.execution_arn)
    with suppress(ProviderError):  # its purchases stay open, and the sweep asks the vendor again
        reconcile_open_purchases(app, job)
