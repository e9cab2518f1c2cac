"""Pictures: decided about at their gate."""

from __future__ import annotations

from omnigen.domain.brief import Gate
from omnigen.domain.job import Review
from omnigen.errors import Conflict

from functions.api.auth import caller
from functions.api.decisions import decide
from functions.api.presenters import images_shown
from functions.api.requests import Rejection
from functions.api.responses import ImageShown
from functions.api.routes.router import Routes

router = Routes()


@router.post("/images/<image_id>/approve", tags=["images"], summary="Approve a picture")
def approve_image(image_id: str) -> ImageShown:
    """Lets the job go on with this picture."""
    return _decided(image_id, Review.APPROVED, "")


@router.post("/images/<image_id>/reject", tags=["images"], summary="Turn a picture down")
def reject_image(image_id: str, rejection: Rejection) -> ImageShown:
    """Has the picture drawn again, with the reason."""
    return _decided(image_id, Review.REJECTED, rejection.reason)


def _decided(image_id: str, verdict: Review, reason: str) -> ImageShown:
    call = caller(router)
    job, scene, image = call.image(image_id)
    if scene.images[-1].id != image.id:
        raise Conflict(f"The image {image_id!r} is not the newest one of its scene; decide about that")
    decided = decide(call, job, Gate.IMAGES, scene.id, verdict, reason).scene(scene.id)
    return next(shown for shown in images_shown(call.studio, decided) if shown.id == image_id)
