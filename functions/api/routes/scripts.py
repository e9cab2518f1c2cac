"""Scripts: the user's own as drafts, written ones, their editing and review."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job, JobStatus
from omnigen.domain.next_actions import possible_now
from omnigen.domain.phrases import PARAGRAPH_BREAK
from omnigen.domain.script import Script, Segment
from omnigen.errors import Conflict, InvalidRequest
from omnigen.jobs import admission, editing
from omnigen.jobs.estimate import remaining

from functions.api.auth import IdempotencyKey, RequestContext, request_context
from functions.api.decisions import record_decision
from functions.api.paging import Cursor, Limit, page_of_jobs
from functions.api.presenters import accepted_response, scene_responses, script_response
from functions.api.price_guard import EstimatedUsd, check_price
from functions.api.requests import OwnScriptRequest, RejectionRequest, ScriptEditRequest
from functions.api.responses import JobAccepted, JobListResponse, SceneResponse, ScriptResponse, VideoResponse
from functions.api.routes.generate import submit_job
from functions.api.routes.router import Routes
from functions.api.routes.videos import newest

router = Routes()


@router.post("/scripts", status_code=202, tags=["scripts"], summary="Bring your own script")
def create_script(script: OwnScriptRequest, key: IdempotencyKey = None) -> Response[JobAccepted]:
    """Keeps the text as a draft, until it is approved."""
    return submit_job(request_context(router), script.brief(), key)


@router.get("/scripts", tags=["scripts"], summary="Your scripts, newest first")
def list_scripts(status: JobStatus | None = None, limit: Limit = 20, cursor: Cursor = None) -> JobListResponse:
    """Every job has a script under the job's own id."""
    return page_of_jobs(request_context(router), limit=limit, cursor=cursor, status=status)


@router.get("/scripts/<script_id>", tags=["scripts"], summary="One script")
def show_script(script_id: str) -> ScriptResponse:
    """Text, segments and storyboard."""
    call = request_context(router)
    return script_response(call.app, call.job(script_id))


@router.put("/scripts/<script_id>", tags=["scripts"], summary="Edit a script")
def edit_script(script_id: str, edit: ScriptEditRequest) -> ScriptResponse:
    """A draft's text, or a script at its gate or after its run; the storyboard of an edited script is planned anew.

    Durations must add up to the video's. To change what is said in a scene without planning anew, edit the scene.
    """
    call = request_context(router)
    return script_response(call.app, _edited(call, call.job(script_id), edit))


@router.post("/scripts/<script_id>/approve", status_code=202, tags=["scripts"], summary="Approve a script")
def approve_script(script_id: str, estimated_usd: EstimatedUsd = None) -> JobAccepted:
    """Starts a draft, or lets a job go on from its script's gate."""
    call = request_context(router)
    job = call.job(script_id)
    check_price(estimated_usd, lambda: remaining(call.app, job))
    if job.status is JobStatus.DRAFT:
        return accepted_response(admission.start(call.app, job, call.caller))
    return accepted_response(record_decision(call, job, Gate.SCRIPT, None, ApprovalStatus.APPROVED))


@router.post("/scripts/<script_id>/reject", status_code=202, tags=["scripts"], summary="Turn a script down")
def reject_script(script_id: str, rejection: RejectionRequest) -> JobAccepted:
    """Has the script written again, with the reason."""
    call = request_context(router)
    job = call.job(script_id)
    if job.status is JobStatus.DRAFT:
        raise Conflict(f"A draft is your own text, which is not written again. {possible_now(job)}")
    return accepted_response(record_decision(call, job, Gate.SCRIPT, None, ApprovalStatus.REJECTED, rejection.reason))


@router.get("/scripts/<script_id>/scenes", tags=["scripts"], summary="A script's scenes")
def list_scenes(script_id: str) -> list[SceneResponse]:
    """The storyboard."""
    call = request_context(router)
    return [*scene_responses(call.app, call.job(script_id))]


@router.post("/scripts/<script_id>/create-video", status_code=202, tags=["scripts"], summary="Create the video now")
def create_video(script_id: str, estimated_usd: EstimatedUsd = None) -> JobAccepted:
    """Opens the last gate before the video is paid for, or takes a job that stopped at its script on to the video."""
    call = request_context(router)
    job = call.job(script_id)
    check_price(estimated_usd, lambda: remaining(call.app, job))
    if job.status is JobStatus.SCRIPT_READY:
        return accepted_response(admission.continue_to_video(call.app, job, call.caller))
    return accepted_response(record_decision(call, job, Gate.SPEND, None, ApprovalStatus.APPROVED))


@router.get("/scripts/<script_id>/video", tags=["scripts"], summary="The video of a script")
def show_script_video(script_id: str) -> VideoResponse:
    """The newest cut that passed its checks."""
    call = request_context(router)
    return newest(call, call.job(script_id))


def _edited(call: RequestContext, job: Job, edit: ScriptEditRequest) -> Job:
    changes = {name: text for name in ("title", "product_name", "call_to_action") if (text := getattr(edit, name))}
    if job.status is JobStatus.DRAFT:
        if edit.text is None or edit.segments or edit.elements or changes:
            raise InvalidRequest("A draft has a text only; send that", "text")
        return editing.edit_text(call.app, job, edit.text)
    if job.script is None:
        raise Conflict(f"The job {job.job_id!r} has no script yet. {possible_now(job)}")
    if edit.text is not None:
        raise InvalidRequest("The text of a job that has begun is edited as its segments", "text")
    if edit.elements and edit.segments:
        raise InvalidRequest(
            "Other segments have the storyboard planned anew; describe its elements after that", "elements"
        )
    if edit.elements:
        job = editing.edit_elements(call.app, job, edit.elements)
    if not (edit.segments or changes):
        return job
    script = job.written_script
    segments = _segments(edit, script) if edit.segments else script.segments
    return editing.edit_script(call.app, job, editing.as_script(script, segments, **changes))


def _segments(edit: ScriptEditRequest, script: Script) -> list[Segment]:
    """The edited segments. As many as before are joined as before; others are paragraphs of their own."""
    parts = edit.segments or ()
    before = script.segments if len(parts) == len(script.segments) else ()
    lead_ins = [segment.lead_in for segment in before] or [PARAGRAPH_BREAK] * len(parts)
    return [
        Segment(text=part.text, duration=part.duration, lead_in=lead_in)
        for part, lead_in in zip(parts, lead_ins, strict=True)
    ]
