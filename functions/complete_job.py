"""Complete the job with its finished video, or raise the error that the composition left on the record."""

from __future__ import annotations

from omnigen.domain.job import JobStatus
from omnigen.domain.messages import Completion, JobRef
from omnigen.errors import CompositionFailed, by_code
from omnigen.jobs.product_redraws import redraw_altered
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def complete_job(event: JobRef, app: AppContext) -> Completion:
    """Complete the job with the video that this run's composition left on the record, unless a scene is drawn anew."""
    job = app.aws.jobs.get(event.job_id)
    if job.status is JobStatus.COMPLETED and job.run == event.run:
        app.aws.webhook_queue.publish(job)  # called again: the first attempt may have died before this
        return Completion()
    job = app.aws.jobs.enter(event.job_id, event.run)
    rendered = job.composition
    if rendered.error and redraw_altered(app, job, rendered.error):
        return Completion(redraw=True)
    if rendered.error:
        raise by_code(rendered.error.code)(rendered.error.message)
    if rendered.video is None:
        raise CompositionFailed("The composition ended without leaving a video. Resume the job to compose again")
    app.aws.artifacts.video(job, rendered.video)
    app.aws.webhook_queue.publish(app.aws.jobs.change_status(job.job_id, event.run, JobStatus.COMPLETED))
    return Completion()


handler = lambda_handler(complete_job)
