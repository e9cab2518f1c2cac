"""The end of the road: the finished cut goes onto the record, or the composition's error comes out."""

from __future__ import annotations

from omnigen import errors
from omnigen.domain.job import JobStatus, Video
from omnigen.domain.messages import Empty, JobRef
from omnigen.errors import CompositionFailed, OmnigenError
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def complete_job(event: JobRef, app: AppContext) -> Empty:
    """Complete the job with the video that this run's composition left on the record."""
    job = app.aws.jobs.get(event.job_id)
    if job.status is JobStatus.COMPLETED and job.run == event.run:
        app.aws.webhook_queue.publish(job)  # called again: nobody knows how far the first attempt came
        return Empty()
    job = app.aws.jobs.enter(event.job_id, event.run)
    failure = job.composition.get("error")
    if failure:
        kind: type[OmnigenError] = getattr(errors, str(failure["code"]), CompositionFailed)
        raise kind(str(failure["message"]))
    if "video" not in job.composition:
        raise CompositionFailed("The composition ended without leaving a video. Resume the job to compose again")
    app.aws.artifacts.video(job, Video.model_validate(job.composition["video"]))
    app.aws.webhook_queue.publish(app.aws.jobs.change_status(job.job_id, event.run, JobStatus.COMPLETED))
    return Empty()


handler = lambda_handler(complete_job)
