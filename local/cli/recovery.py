"""Putting in order, at the start of a host, what the end of the last one left: before any command and any stage."""

from __future__ import annotations

import logging

from omnigen.domain.job import RUNNING, Job, JobStatus
from omnigen.errors import OmnigenError
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

logger = logging.getLogger(__name__)


def reconcile(app: AppContext, *, resume_jobs: bool = False) -> list[Job]:
    """Free what dead executions hold, end the runs that had ended, and start those that were recorded only.

    With `resume_jobs`, resume interrupted jobs too.

    Returns the jobs that were resumed. Every step is one conditional write that can be repeated: a process that dies
    anywhere in here leaves work for the next start and nothing else. A job that fails here is logged and left alone.
    """
    app.aws.slots.repair()
    app.aws.open_jobs.search()
    resumed: list[Job] = []
    for job in app.aws.open_jobs.all():
        try:
            if job.status in RUNNING:
                resumed += _put_in_order(app, job, resume_jobs=resume_jobs)
            else:
                app.aws.open_jobs.close(job)
        except OmnigenError as error:
            logger.warning("the job %s cannot be put in order: %s: %s", job.job_id, error.code, error)
    return resumed


def _put_in_order(app: AppContext, job: Job, *, resume_jobs: bool) -> list[Job]:
    """The job, if it was resumed. All workers of the last host have died with it, so their leases are free."""
    status = app.aws.workflow.status(job.execution_arn) if job.execution_arn else None
    if status == "RUNNING":
        return []
    app.aws.leases.release_all(job)
    if job.execution_arn and runs.is_interrupted(app, job):
        return [runs.resume(app, job)] if resume_jobs else []
    if status is None and job.status is JobStatus.PENDING:
        app.aws.workflow.start(job.job_id, job.run)  # the last host died between the record and the start
        return []
    if job.execution_arn and status:
        runs.end_run(app, job.execution_arn, status)  # its end was not announced any more
    return []
