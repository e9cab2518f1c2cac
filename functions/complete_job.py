"""Complete the job with its finished video, or raise the error that the composition left on the record."""

from __future__ import annotations

from omnigen.domain.job import JobStatus
from omnigen.domain.messages import Empty, JobRef
from omnigen.errors import CompositionFailed, by_code
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def complete_job(event: JobRef, app: AppContext) -> Empty:
    """Complete the job with the video that this run's composition left on the record."""
    job = app.aws.jobs.get(event.job_id)
    if job.status is JobStatus.COMPLETED and job.run == event.run:
        app.aws.webhook_queue.publish(job)  # called again: the first attempt may have died before this
        return Empty()
    job = app.aws.jobs.enter(event.job_id, event.run)
    rendered = job.composition
    if rendered.error:
        raise by_code(rendered.error.code)(rendered.error.message)
    if rendered.video is None:
        raise CompositionFailed("The composition ended without leaving a video. Resume the job to compose again")
    app.aws.artifacts.video(job, rendered.video)
    app.aws.webhook_queue.publish(app.aws.jobs.change_status(job.job_id, event.run, JobStatus.COMPLETED))
    return Empty()


handler = lambda_handler(complete_job)
