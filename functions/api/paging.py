"""Paging of lists: cursors that name the last item of a page, and filters that fill a page before it is returned."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.domain.job import JobStatus
from omnigen.errors import InvalidRequest
from pydantic import Field, TypeAdapter, ValidationError

from functions.api.auth import RequestContext
from functions.api.presenters import job_summary, shown_status
from functions.api.responses import JobListResponse, JobSummary

MAX_PAGE_ITEMS = 100
_READ_AT_ONCE = 500
"""Jobs that are read in one call where only some of them will fit."""

MAX_SIFTED = 2_000
"""Jobs that one request reads at most to fill its page."""

_SHARED: Mapping[JobStatus | None, JobStatus] = {
    JobStatus.PROCESSING: JobStatus.PROCESSING,
    JobStatus.AWAITING_REVIEW: JobStatus.PROCESSING,
}
"""Statuses that users tell apart though records have one for both."""

_logger = Logger(service="Api")
_PLACE: TypeAdapter[tuple[str, int]] = TypeAdapter(
    tuple[Annotated[str, Field(pattern="^[a-z]{3}_[0-9A-Z]{26}$")], Annotated[int, Field(ge=0, lt=1 << 53)]]
)

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_ITEMS, description="How many at most")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before")]


Sort = Literal["newest", "oldest"]


def page_of_jobs(
    call: RequestContext,
    *,
    limit: int,
    cursor: str | None,
    status: JobStatus | None = None,
    project_id: str | None = None,
    text: str | None = None,
    sort: Sort = "newest",
) -> JobListResponse:
    """The caller's jobs that pass the filters, by when they were made; `text` stands in the title or the subject.

    Where filters leave out most jobs the search ends after `MAX_SIFTED` of them: the page is then shorter than `limit`,
    even empty, and its cursor is where the next request goes on.
    """
    found: list[JobSummary] = []
    place = start_key(call.user_id, "job_id", cursor)
    sifted = status in _SHARED or project_id is not None or bool(text)
    wanted = _READ_AT_ONCE if sifted else limit
    for _ in range(MAX_SIFTED // _READ_AT_ONCE):
        page = call.app.aws.jobs.of_user(
            call.user_id, status=_SHARED.get(status, status), limit=wanted, cursor=place, oldest_first=sort == "oldest"
        )
        for job in _readable(call, (item for item in page.items if _fits(item, status, project_id, text))):
            if len(found) == limit:
                return JobListResponse(items=tuple(found), next_cursor=cursor_after("job_id", dict(found[-1])))
            found.append(job)
        place = page.cursor
        if place is None:
            return JobListResponse(items=tuple(found), next_cursor=None)
        if len(found) == limit:
            return JobListResponse(items=tuple(found), next_cursor=cursor_after("job_id", dict(found[-1])))
    return JobListResponse(items=tuple(found), next_cursor=cursor_after("job_id", place or {}))


def _readable(call: RequestContext, items: Iterable[Mapping[str, Any]]) -> Iterator[JobSummary]:
    """The summaries of these items; one that cannot be read is logged, and hides no other."""
    for item in items:
        try:
            yield job_summary(call.app, item)
        except ValidationError as error:
            _logger.warning("unreadable_record", job_id=item.get("job_id"), reason=error.errors()[0]["msg"])


def cursor_after(id_name: str, item: Mapping[str, Any]) -> str:
    """The cursor of the page that begins after this item. DynamoDB's numbers are Decimals."""
    place = json.dumps([item[id_name], int(item["created_at"])])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def start_key(user_id: str, id_name: str, cursor: str | None) -> Mapping[str, Any] | None:
    """The index key to start after, always among the user's own; InvalidRequest for a cursor not made here."""
    if cursor is None:
        return None
    try:
        place = _PLACE.validate_json(base64.b64decode(f"{cursor}===", altchars=b"-_"))
    except ValueError as error:  # of base64 or of pydantic
        raise InvalidRequest("This is not a cursor of ours; send next_cursor of the page before", "cursor") from error
    return {"user_id": user_id, id_name: place[0], "created_at": place[1]}


def _fits(item: Mapping[str, Any], status: JobStatus | None, project_id: str | None, text: str | None) -> bool:
    """Whether an item of the index passes; asked before a summary is made of it, which takes a hundred times longer."""
    if status is not None and shown_status(item) != status:
        return False
    if project_id is not None and item.get("project_id") != project_id:
        return False
    return not text or text.strip().casefold() in f"{item.get('title') or ''}\n{item.get('prompt') or ''}".casefold()
