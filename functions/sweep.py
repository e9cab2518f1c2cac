"""Runs every few minutes: repairs what a lost event or a dead process left undone."""

from __future__ import annotations

from omnigen import metrics
from omnigen.domain.job import DAY_SECONDS, RUNNING, Job, JobStatus
from omnigen.domain.messages import Message
from omnigen.domain.review import decision_for
from omnigen.errors import OmnigenError
from omnigen.jobs.erasure import erase_requested
from omnigen.jobs.orphaned_files import delete_orphaned_files
from omnigen.jobs.runs import end_run, is_interrupted
from omnigen.purchasing.reconcile import reconcile_open_purchases
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from omnigen.runtime.model_check import check_daily

STARTING_SECONDS = 60
"""Seconds after which the sweep does what a process had to do that has probably died."""


class ScheduledEvent(Message):
    """The schedule's event; its content is not used."""


class SweepReport(Message):
    """How much was repaired, and what could not be."""

    slots: int = 0
    jobs: int = 0
    orders: int = 0
    removed: int = 0
    files: int = 0
    erased: int = 0
    findings: tuple[str, ...] = ()
    """Of the daily model check."""

    troubles: tuple[str, ...] = ()


def sweep(event: ScheduledEvent, app: AppContext) -> SweepReport:  # noqa: ARG001 - a handler takes its event
    """Repair slots, jobs without an execution, and purchases of runs that are over; delete files without a record.

    Once a day check the models.
    """
    slots = len(app.aws.slots.repair())
    metrics.record_oldest_wait(app.settings.omnigen_env, app.aws.slots.oldest_wait_seconds())
    jobs = orders = 0
    troubles: list[str] = []
    for job in app.aws.jobs.unfinished():
        try:
            jobs += _repair(app, job)
        except OmnigenError as error:
            troubles.append(f"{job.job_id}: {error.code}: {error}")
    for job in app.aws.jobs.with_open_purchases():
        try:
            orders += _reconcile(app, job)
        except OmnigenError as error:
            troubles.append(f"{job.job_id}: {error.code}: {error}")
    for job in app.aws.jobs.with_pending_events(before=app.now() - STARTING_SECONDS):
        app.aws.webhook_queue.publish(job)
    removed = sum(app.aws.deletions.remove(job.job_id) for job in app.aws.deletions.pending())
    files = 0
    try:
        files = delete_orphaned_files(app)
    except OmnigenError as error:
        troubles.append(f"files: {error.code}: {error}")
    erased = 0
    try:
        erased = erase_requested(app)
    except OmnigenError as error:
        troubles.append(f"erasures: {error.code}: {error}")
    findings: tuple[str, ...] = ()
    try:
        findings = tuple(finding.message for finding in check_daily(app))
    except OmnigenError as error:
        troubles.append(f"models: {error.code}: {error}")
    return SweepReport(
        slots=slots,
        jobs=jobs,
        orders=orders,
        removed=removed,
        files=files,
        erased=erased,
        findings=findings,
        troubles=tuple(troubles),
    )


def _reconcile(app: AppContext, job: Job) -> int:
    """Close purchases of a job that runs no more; its record does not expire while one is open."""
    if job.status in RUNNING:
        return 0
    if job.ttl is not None:
        app.aws.deletions.postpone_expiry(job, app.now() + DAY_SECONDS)
    return reconcile_open_purchases(app, job)


def _repair(app: AppContext, job: Job) -> bool:
    """Start an execution that was never started, end a run that has ended, answer decided reviews."""
    arn = job.execution_arn or app.aws.workflow.execution_arn(job.job_id, job.run)
    status = app.aws.workflow.status(arn)
    if status is None:
        return _without_execution(app, job, arn)
    if is_interrupted(app, job):
        return False  # its user resumes it
    if status != "RUNNING":
        end_run(app, arn, status)
        return True
    answered = False
    for review in job.open_reviews:
        decision = decision_for(job, review.gate, review.scene_id)
        if decision:
            app.aws.reviews.answer(job, review, decision)
            answered = True
    return answered


def _without_execution(app: AppContext, job: Job, arn: str) -> bool:
    """Start the execution of a pending job; end a run whose execution Step Functions has removed."""
    if app.now() - job.updated_at < STARTING_SECONDS:
        return False
    if job.status is JobStatus.PENDING:
        app.aws.workflow.start(job.job_id, job.run)
    else:
        end_run(app, arn, "TIMED_OUT")
    return True


handler = lambda_handler(sweep)
