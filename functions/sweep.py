"""Runs every few minutes: repairs what a lost event or a dead process left undone."""

from __future__ import annotations

from contextlib import suppress

from omnigen import metrics
from omnigen.domain.job import DAY_SECONDS, RUNNING, Job, JobStatus
from omnigen.domain.messages import Message
from omnigen.domain.review import decision_for
from omnigen.errors import NotFound
from omnigen.jobs.erasure import erase_requested
from omnigen.jobs.orphaned_files import delete_orphaned_files
from omnigen.jobs.runs import end_run, is_interrupted
from omnigen.purchasing.reconcile import reconcile_open_purchases
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from omnigen.runtime.model_check import check_daily
from omnigen.runtime.troubles import Troubles

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

    Once a day check the models. What fails stops nothing else: it is named in the report, or raised at the end.
    """
    troubles = Troubles()
    done: dict[str, int] = {}
    findings: tuple[str, ...] = ()
    with troubles.about("slots"):
        done["slots"] = len(app.aws.slots.repair())
        metrics.record_oldest_wait(app.settings.omnigen_env, app.aws.slots.oldest_wait_seconds())
    with troubles.about("search"):
        app.aws.open_jobs.search()
    with troubles.about("open jobs"):
        done |= _attend_to_open_jobs(app, troubles)
    with troubles.about("files"):
        done["files"] = delete_orphaned_files(app)
    with troubles.about("erasures"):
        done["erased"] = erase_requested(app)
    with troubles.about("models"):
        findings = tuple(finding.message for finding in check_daily(app))
    troubles.raise_unexpected()
    return SweepReport(**done, findings=findings, troubles=tuple(troubles.words))


def _attend_to_open_jobs(app: AppContext, troubles: Troubles) -> dict[str, int]:
    done = dict.fromkeys(("jobs", "orders", "removed"), 0)
    for job_id in list(app.aws.open_jobs.ids()):
        with troubles.about(job_id), suppress(NotFound):  # the index is a moment behind the table
            job = app.aws.jobs.record(job_id)
            if job.pending_events and app.now() - job.updated_at > STARTING_SECONDS:
                app.aws.webhook_queue.publish(job)
            if job.status in RUNNING:
                done["jobs"] += _repair(app, job)
                continue
            done["orders"] += _reconcile(app, job)
            if job.status is JobStatus.DELETING:
                done["removed"] += app.aws.deletions.remove(job_id)
            else:
                app.aws.open_jobs.close(job)
    return done


def _reconcile(app: AppContext, job: Job) -> int:
    """Close purchases of a job that runs no more; its record does not expire while one is open."""
    if all(purchase.settled for purchase in job.purchases.values()):
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
