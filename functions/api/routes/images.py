"""Images and their review."""

from __future__ import annotations

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus
from omnigen.errors import Conflict

from functions.api.auth import request_context
from functions.api.decisions import record_decision
from functions.api.presenters import image_responses
from functions.api.requests import RejectionRequest
from functions.api.responses import ImageResponse
from functions.api.routes.router import Routes

router = Routes()


@router.post("/images/<image_id>/approve", tags=["images"], summary="Approve a picture")
def approve_image(image_id: str) -> ImageResponse:
    """Lets the job go on with this picture."""
    return _decided(image_id, ApprovalStatus.APPROVED, "")


@router.post("/images/<image_id>/reject", tags=["images"], summary="Turn a picture down")
def reject_image(image_id: str, rejection: RejectionRequest) -> ImageResponse:
    """Has the picture drawn again, with the reason."""
    return _decided(image_id, ApprovalStatus.REJECTED, rejection.reason)


def _decided(image_id: str, verdict: ApprovalStatus, reason: str) -> ImageResponse:
    call = request_context(router)
    job, scene, image = call.image(image_id)
    if scene.images[-1].id != image.id:
        raise Conflict(f"The image {image_id!r} is not the newest one of its scene; decide about that")
    decided = record_decision(call, job, Gate.IMAGES, scene.id, verdict, reason).scene(scene.id)
    return next(shown for shown in image_responses(call.app, decided) if shown.id == image_id)
