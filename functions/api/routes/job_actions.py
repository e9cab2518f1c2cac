"""Actions on jobs: cancel, resume, continue, regenerate, delete."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response
from omnigen.domain.estimate import Estimate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.job_view import ViewModel
from omnigen.domain.next_actions import possible_now
from omnigen.errors import Conflict, StaleRun
from omnigen.jobs import admission, runs
from omnigen.jobs.editing import preview_regeneration
from omnigen.jobs.estimate import remaining

from functions.api.auth import RequestContext, request_context
from functions.api.presenters import accepted_response, job_response
from functions.api.price_guard import EstimatedUsd, check_price
from functions.api.requests import RegenerationRequest
from functions.api.responses import JobAccepted, JobResponse
from functions.api.routes.router import Routes

router = Routes()

_FINISHED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


_DELETED: Any = {204: {"description": "It is gone"}}


class RegenerationResponse(ViewModel):
    """What becomes stale, and its price; and the job, if it was started on that."""

    stale: Estimate
    job: JobAccepted | None


_BOTH: Any = {
    200: {"description": "Nothing was started", "content": {"application/json": {"model": RegenerationResponse}}},
    202: {"description": "A new run was started", "content": {"application/json": {"model": RegenerationResponse}}},
}


@router.post("/jobs/<job_id>/cancel", tags=["control"], summary="Stop a job wherever it is")
def cancel_job(job_id: str) -> JobResponse:
    """Cancels the job, the vendor's prediction and the composition; what was bought stays for a week."""
    call = request_context(router)
    return job_response(call.app, _cancelled(call, call.job(job_id)))


@router.post("/jobs/<job_id>/resume", status_code=202, tags=["control"], summary="Go on after a failure")
def resume_job(job_id: str, estimated_usd: EstimatedUsd = None) -> JobAccepted:
    """A new run of a job that failed, was cancelled or was interrupted; nothing is bought twice."""
    call = request_context(router)
    job = call.job(job_id)
    runs.check_resumable(call.app, job)
    check_price(estimated_usd, lambda: remaining(call.app, job))
    return accepted_response(admission.resume(call.app, job, call.caller))


@router.post("/jobs/<job_id>/continue", status_code=202, tags=["control"], summary="From the script to the video")
def continue_job(job_id: str, estimated_usd: EstimatedUsd = None) -> JobAccepted:
    """Takes a job that is script_ready on to its video."""
    call = request_context(router)
    job = call.job(job_id)
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    check_price(estimated_usd, lambda: remaining(call.app, job))
    return accepted_response(admission.continue_to_video(call.app, job, call.caller))


@router.post(
    "/jobs/<job_id>/regenerate", status_code=202, tags=["control"], summary="Make scenes anew", responses=_BOTH
)
def regenerate_job(
    job_id: str, request: RegenerationRequest, estimated_usd: EstimatedUsd = None
) -> Response[RegenerationResponse]:
    """Makes the scenes named anew, and what depends on them; without scenes, only what edits have made stale.

    With `dry_run` it answers in every state with what is left to buy.
    """
    call = request_context(router)
    job = call.job(job_id)
    stale = remaining(call.app, preview_regeneration(job, request.scenes, request.reason))
    if request.dry_run:
        return Response(200, "application/json", RegenerationResponse(stale=stale, job=None))
    job.require(*_FINISHED, to="make scenes of it anew")
    if not job.scenes and job.status is not JobStatus.COMPLETED:
        raise Conflict(f"The job {job_id!r} has no scenes yet. {possible_now(job)}")
    check_price(estimated_usd, lambda: stale)
    started = admission.regenerate(call.app, job, request.scenes, request.reason, call.caller)
    view = RegenerationResponse(stale=stale, job=accepted_response(started))
    return Response(202, "application/json", view)


@router.delete(
    "/jobs/<job_id>", status_code=204, tags=["control"], summary="Delete a job and all its files", responses=_DELETED
)
def delete_job(job_id: str) -> Response[None]:
    """Cancels the job if it runs and hides it at once; record and files are removed when nothing of it is open."""
    call = request_context(router)
    runs.delete(call.app, call.job(job_id))
    return Response(204)


def _cancelled(call: RequestContext, job: Job) -> Job:
    """The job after cancelling it; Conflict when it had ended before."""
    try:
        return runs.cancel(call.app, job, f"cancelled by {call.caller.described}")
    except StaleRun as error:
        now = call.app.aws.jobs.get(job.job_id)
        raise Conflict(f"The job {job.job_id!r} is {now.public_status} already") from error
