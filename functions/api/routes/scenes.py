"""Scenes: editing and review."""

from __future__ import annotations

from omnigen.domain.brief_options import Gate
from omnigen.domain.estimate import Estimate
from omnigen.domain.job import ApprovalStatus
from omnigen.domain.own_media import OwnPicture
from omnigen.domain.storyboard import SceneEdit
from omnigen.jobs import editing
from omnigen.jobs.editing import set_duration
from omnigen.jobs.estimate import remaining
from omnigen.jobs.own_media import set_picture

from functions.api.auth import request_context
from functions.api.decisions import record_decision
from functions.api.presenters import image_responses, scene_response
from functions.api.requests import RejectionRequest
from functions.api.responses import ImageResponse, SceneResponse
from functions.api.routes.router import Routes

router = Routes()


@router.put("/scenes/<scene_id>", tags=["scenes"], summary="Edit a scene")
def edit_scene(scene_id: str, edit: SceneEdit) -> SceneResponse:
    """At its gate, before the run or after it; what depends on the scene becomes stale.

    When its duration changes, the other scenes share the difference in proportion to theirs, as the video keeps its
    length; so all of them must be editable.
    """
    call = request_context(router)
    job = call.job(scene_id)
    if edit.duration is not None:
        job = set_duration(call.app, job, scene_id, edit.duration)
    rest = edit.model_copy(update={"duration": None})
    edited = editing.edit_scene(call.app, job, scene_id, rest)
    return scene_response(call.app, edited, edited.scene(scene_id))


@router.post("/scenes/<scene_id>/estimate", tags=["scenes"], summary="What an edit of a scene would cost")
def estimate_scene(scene_id: str, edit: SceneEdit) -> Estimate:
    """What would be left to buy until the video shows the edit. Nothing is changed; the same errors as the edit."""
    call = request_context(router)
    return remaining(call.app, editing.preview_scene(call.app, call.job(scene_id), scene_id, edit))


@router.put("/scenes/<scene_id>/picture", tags=["scenes"], summary="Show a picture of your own")
def use_own_picture(scene_id: str, picture: OwnPicture) -> SceneResponse:
    """Has the scene show a still or clip of yours; nothing is made for it. At the gate of its image, it goes on.

    Otherwise at its gate, before the run or after it.
    """
    call = request_context(router)
    job, _ = call.scene(scene_id)
    edited = set_picture(call.app, job, scene_id, picture)
    if any((review.gate, review.scene_id) == (Gate.IMAGES, scene_id) for review in edited.open_reviews):
        edited = record_decision(call, edited, Gate.IMAGES, scene_id, ApprovalStatus.APPROVED)
    return scene_response(call.app, edited, edited.scene(scene_id))


@router.delete("/scenes/<scene_id>/picture", tags=["scenes"], summary="Have the picture made again")
def drop_own_picture(scene_id: str) -> SceneResponse:
    """Takes your own picture out of the scene; the next run makes one."""
    call = request_context(router)
    job, _ = call.scene(scene_id)
    edited = set_picture(call.app, job, scene_id, None)
    return scene_response(call.app, edited, edited.scene(scene_id))


@router.post("/scenes/<scene_id>/approve", tags=["scenes"], summary="Approve a scene")
def approve_scene(scene_id: str) -> SceneResponse:
    """Lets the scene go on to its picture."""
    call = request_context(router)
    job, _ = call.scene(scene_id)
    decided = record_decision(call, job, Gate.SCENES, scene_id, ApprovalStatus.APPROVED)
    return scene_response(call.app, decided, decided.scene(scene_id))


@router.post("/scenes/<scene_id>/reject", tags=["scenes"], summary="Turn a scene down")
def reject_scene(scene_id: str, rejection: RejectionRequest) -> SceneResponse:
    """Has the scene planned again, with the reason."""
    call = request_context(router)
    job, _ = call.scene(scene_id)
    decided = record_decision(call, job, Gate.SCENES, scene_id, ApprovalStatus.REJECTED, rejection.reason)
    return scene_response(call.app, decided, decided.scene(scene_id))


@router.get("/scenes/<scene_id>/images", tags=["scenes"], summary="A scene's pictures")
def list_images(scene_id: str) -> list[ImageResponse]:
    """All that were drawn, oldest first."""
    call = request_context(router)
    return [*image_responses(call.app, call.scene(scene_id)[1])]
