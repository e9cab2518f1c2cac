"""Reading jobs: lists, one job, its script, and its changes."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from omnigen.domain.job import TERMINAL, JobStatus

from functions.api.auth import request_context
from functions.api.long_poll import MAX_WAIT_SECONDS, job_after
from functions.api.paging import Cursor, Limit, Sort, page_of_jobs
from functions.api.presenters import job_response, script_response
from functions.api.problems import Unchanged
from functions.api.responses import JobListResponse, JobResponse, ScriptResponse
from functions.api.routes.router import Routes

router = Routes()

Wait = Annotated[int, Query(ge=0, le=MAX_WAIT_SECONDS, description="Wait so many seconds for a change")]
_RETRY_MILLISECONDS = 1_000
_EVENTS: Any = {
    200: {"description": "One event, or none", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
    204: {"description": "No more will come"},
}


_UNCHANGED: Any = {
    200: {"description": "The job"},
    304: {"description": "It is as it was", "content": {}},
}


@router.get("/jobs", tags=["jobs"], summary="Your jobs, newest first or oldest first")
def list_jobs(
    status: JobStatus | None = None,
    project_id: str | None = None,
    q: Annotated[str | None, Query(max_length=200, description="Only jobs with this in title or subject")] = None,
    sort: Annotated[Sort, Query(description="Which come first")] = "newest",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> JobListResponse:
    """A page of jobs. A cursor goes with the `sort` of the page before. Upper and lower case are the same to `q`.

    With filters a page may be short or empty although more fit: go on while there is a `next_cursor`.
    """
    call = request_context(router)
    return page_of_jobs(call, limit=limit, cursor=cursor, status=status, project_id=project_id, text=q, sort=sort)


@router.get("/jobs/<job_id>", tags=["jobs"], summary="One job", responses=_UNCHANGED)
def show_job(
    job_id: str,
    wait: Wait = 0,
    since: Annotated[int | None, Query(ge=0, description="Wait until `rev` is newer than this")] = None,
    if_none_match: Annotated[str | None, Header(alias="If-None-Match", max_length=200)] = None,
) -> Response[JobResponse]:
    """The job as it stands; with `wait`, as soon as it has changed.

    To follow a job, ask again every few seconds with the `ETag` of the last answer in `If-None-Match`: the answer is a
    304 without a body until the job has changed. A request that waits keeps a function busy for as long.
    """
    call = request_context(router)
    job = call.job(job_id)
    job = job_after(call.app, job, job.rev if since is None else since, wait)
    headers = {"ETag": f'"{job.rev}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in _tags(if_none_match or ""):
        raise Unchanged(headers)
    return Response(200, "application/json", job_response(call.app, job), headers)


@router.get("/jobs/<job_id>/script", tags=["jobs"], summary="A job's script and storyboard")
def show_job_script(job_id: str) -> ScriptResponse:
    """Segments of narration and one storyboard scene for each."""
    call = request_context(router)
    return script_response(call.app, call.job(job_id))


@router.get("/jobs/<job_id>/events", tags=["jobs"], summary="A job's changes, as server-sent events", responses=_EVENTS)
def job_events(
    job_id: str,
    wait: Wait = 0,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=20)] = None,
) -> Response[str]:
    """The job as one event if it is newer than `Last-Event-ID`; ask again after `retry`. 204 when no more will come."""
    call = request_context(router)
    job = call.job(job_id)
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else -1
    if job.status in TERMINAL and job.rev <= seen:
        return Response(204, body="")
    job = job_after(call.app, job, seen, wait)
    text = f"retry: {_RETRY_MILLISECONDS}\n\n"
    if job.rev > seen:
        text = f"retry: {_RETRY_MILLISECONDS}\nid: {job.rev}\nevent: job\n"
        text += f"data: {job_response(call.app, job).model_dump_json()}\n\n"
    return Response(200, "text/event-stream", text, {"Cache-Control": "no-store"})


def _tags(if_none_match: str) -> set[str]:
    """The entity tags of the header (RFC 9110, 13.1.2); weak ones compare as strong ones do."""
    return {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
