"""Upload forms: each is for one file of one media type and a maximum size."""

from __future__ import annotations

from collections.abc import Mapping

from omnigen.domain.asset import max_bytes, media_family
from omnigen.domain.job_view import ViewModel
from omnigen.domain.storage_keys import EXTENSIONS, uploads_prefix
from omnigen.errors import InvalidRequest
from omnigen.jobs.admission import count_today
from ulid import ULID

from functions.api.auth import request_context
from functions.api.requests import UploadRequest
from functions.api.routes.router import Routes

router = Routes()


class UploadResponse(ViewModel):
    """A form to be posted as multipart/form-data: all `fields`, then the file as `file`.

    `key` then becomes an asset with `POST /assets`, or goes into a brief.
    """

    key: str
    url: str
    fields: Mapping[str, str]
    max_bytes: int
    expires_at: int


@router.post("/uploads", status_code=201, tags=["uploads"], summary="Get a form to upload a file with")
def create_upload(request: UploadRequest) -> UploadResponse:
    """A presigned POST to a place that only the caller's own briefs may name."""
    call = request_context(router)
    family = media_family(request.kind)
    if not request.media_type.startswith(family):
        raise InvalidRequest(f"A {request.kind} is {family}…, not {request.media_type}", "media_type")
    count_today(call.app, call.user_id, "uploads", call.app.settings.omnigen_uploads_per_day)
    key = f"{uploads_prefix(call.user_id)}{ULID()}.{EXTENSIONS[request.media_type]}"
    most = max_bytes(request.kind)
    url, fields = call.app.aws.objects.form(key, request.media_type, max_bytes=most)
    expires_at = call.app.now() + call.app.settings.omnigen_presign_seconds
    return UploadResponse(key=key, url=url, fields=fields, max_bytes=most, expires_at=expires_at)
