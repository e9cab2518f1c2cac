"""Ends a run that failed: the reason is recorded on the job and returned for the console."""

from __future__ import annotations

from omnigen.domain.failure import failure_message, parse_failure
from omnigen.domain.job import TERMINAL, Job, JobFailure, JobStatus
from omnigen.domain.messages import FailureRef, FailureSummary
from omnigen.domain.record_size import cut
from omnigen.errors import NotFound, SpendRejected, StaleRun
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def fail_job(event: FailureRef, app: AppContext) -> FailureSummary:
    """Fail this run; a rejection at the spend gate cancels it instead. Purchases are kept for a resume."""
    problem = _problem(event, app)
    words = cut(failure_message(problem))
    status = JobStatus.CANCELLED if problem.code == SpendRejected.__name__ else JobStatus.FAILED
    try:
        job = app.aws.jobs.change_status(event.job_id, event.run, status, problem.model_copy(update={"message": words}))
    except StaleRun:
        known = _written_before(event, words, app)
        if known is None:
            return FailureSummary(
                message=words
            )  # cancelled or replaced by another run meanwhile, which has published that
        job = known
    app.aws.webhook_queue.publish(job)
    return FailureSummary(message=words)


def _written_before(event: FailureRef, words: str, app: AppContext) -> Job | None:
    """The job if an earlier attempt of this call has failed it, and may have died before it published that."""
    try:
        job = app.aws.jobs.get(event.job_id)
    except NotFound:
        return None
    return job if (job.run, job.error_message) == (event.run, words) and job.status in TERMINAL else None


def _problem(event: FailureRef, app: AppContext) -> JobFailure:
    """The failure; a composition that failed every time has left its reason on the record."""
    if event.error.Error == "States.TaskFailed":
        left = app.aws.jobs.get(event.job_id).composition.error
        if left:
            return left
    return parse_failure(event.error.Error, event.error.Cause)


handler = lambda_handler(fail_job)
