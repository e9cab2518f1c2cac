"""The end of the road: the finished cut goes onto the record, or the composition's error comes out."""

from __future__ import annotations

from omnigen import errors
from omnigen.domain.job import JobStatus, Video
from omnigen.domain.messages import JobRef, Nothing
from omnigen.errors import CompositionFailed, OmnigenError
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def complete_job(event: JobRef, studio: Studio) -> Nothing:
    """Complete the job with the video that this run's composition left on the record."""
    job = studio.aws.jobs.get(event.job_id)
    if job.status is JobStatus.COMPLETED and job.run == event.run:
        studio.aws.outbox.tell(job)  # called again: nobody knows how far the first attempt came
        return Nothing()
    job = studio.aws.jobs.enter(event.job_id, event.run)
    failure = job.composition.get("error")
    if failure:
        kind: type[OmnigenError] = getattr(errors, str(failure["code"]), CompositionFailed)
        raise kind(str(failure["message"]))
    if "video" not in job.composition:
        raise CompositionFailed("The composition ended without leaving a video. Resume the job to compose again")
    studio.aws.artifacts.video(job, Video.model_validate(job.composition["video"]))
    studio.aws.outbox.tell(studio.aws.jobs.change_status(job.job_id, event.run, JobStatus.COMPLETED))
    return Nothing()


handler = stage(complete_job)
