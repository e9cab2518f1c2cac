"""Finished videos, with presigned URLs that are valid for an hour."""

from __future__ import annotations

from omnigen.domain.job import Job
from omnigen.errors import NotFound

from functions.api.auth import RequestContext, request_context
from functions.api.presenters import video_response
from functions.api.responses import VideoResponse
from functions.api.routes.router import Routes

router = Routes()


@router.get("/jobs/<job_id>/video", tags=["videos"], summary="A job's newest video")
def show_job_video(job_id: str) -> VideoResponse:
    """The newest cut that passed its checks."""
    call = request_context(router)
    return newest(call, call.job(job_id))


@router.get("/videos/<video_id>", tags=["videos"], summary="One cut")
def show_video(video_id: str) -> VideoResponse:
    """Any cut of a job."""
    call = request_context(router)
    job = call.job(video_id)
    if all(known.id != video_id for known in job.videos):
        raise NotFound(f"There is no video {video_id!r}")
    return video_response(call.app, job, video_id)


def newest(call: RequestContext, job: Job) -> VideoResponse:
    """The newest video that passed its checks; NotFound before there is one."""
    for known in reversed(job.videos):
        if known.key == job.video_key:
            return video_response(call.app, job, known.id)
    raise NotFound(f"The job {job.job_id!r} has no video yet: it is {job.public_status}")
