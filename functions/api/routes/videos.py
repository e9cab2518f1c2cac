"""Finished videos, with presigned URLs that are valid for an hour."""

from __future__ import annotations

import json

from omnigen.domain.job import Job, Video
from omnigen.errors import NotFound

from functions.api.auth import RequestContext, request_context
from functions.api.presenters import video_response
from functions.api.responses import ProvenanceResponse, VideoResponse
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
    return video_response(call.app, job, _video(job, video_id).id)


@router.get("/videos/<video_id>/provenance", tags=["videos"], summary="How a cut was made")
def show_provenance(video_id: str) -> ProvenanceResponse:
    """What a reader of content credentials (C2PA) finds in the file: who signed it, and what it is made of.

    404 for a cut that was not signed.
    """
    call = request_context(router)
    video = _video(call.job(video_id), video_id)
    if not video.provenance_key:
        raise NotFound(f"The video {video_id!r} is not signed; set OMNIGEN_SIGNING_KEY and recut it")
    found = json.loads(call.app.aws.objects.get(video.provenance_key))
    return ProvenanceResponse(video_id=video_id, sha256=video.sha256, unsigned_sha256=video.unsigned_sha256, **found)


def _video(job: Job, video_id: str) -> Video:
    for known in job.videos:
        if known.id == video_id:
            return known
    raise NotFound(f"There is no video {video_id!r}")


def newest(call: RequestContext, job: Job) -> VideoResponse:
    """The newest video that passed its checks; NotFound before there is one."""
    for known in reversed(job.videos):
        if known.key == job.video_key:
            return video_response(call.app, job, known.id)
    raise NotFound(f"The job {job.job_id!r} has no video yet: it is {job.public_status}")
