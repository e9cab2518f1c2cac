"""Scenes: edited and decided about at their gate."""

from __future__ import annotations

from omnigen.domain.brief import Gate
from omnigen.domain.job import Review
from omnigen.domain.storyboard import SceneEdit
from omnigen.jobs import editing
from omnigen.jobs.editing import set_duration

from functions.api.auth import caller
from functions.api.decisions import decide
from functions.api.presenters import images_shown, scene_shown
from functions.api.requests import Rejection
from functions.api.responses import ImageShown, SceneShown
from functions.api.routes.router import Routes

router = Routes()


@router.put("/scenes/<scene_id>", tags=["scenes"], summary="Edit a scene")
def edit_scene(scene_id: str, edit: SceneEdit) -> SceneShown:
    """At its gate, before the run or after it; what depends on the scene becomes stale.

    When its duration changes, the other scenes share the difference in proportion to theirs, as the video keeps its
    length; so all of them must be editable.
    """
    call = caller(router)
    job = call.job(scene_id)
    if edit.duration is not None:
        job = set_duration(call.studio, job, scene_id, edit.duration)
    rest = edit.model_copy(update={"duration": None})
    return scene_shown(call.studio, editing.edit_scene(call.studio, job, scene_id, rest).scene(scene_id))


@router.post("/scenes/<scene_id>/approve", tags=["scenes"], summary="Approve a scene")
def approve_scene(scene_id: str) -> SceneShown:
    """Lets the scene go on to its picture."""
    call = caller(router)
    job, _ = call.scene(scene_id)
    return scene_shown(call.studio, decide(call, job, Gate.SCENES, scene_id, Review.APPROVED).scene(scene_id))


@router.post("/scenes/<scene_id>/reject", tags=["scenes"], summary="Turn a scene down")
def reject_scene(scene_id: str, rejection: Rejection) -> SceneShown:
    """Has the scene planned again, with the reason."""
    call = caller(router)
    job, _ = call.scene(scene_id)
    decided = decide(call, job, Gate.SCENES, scene_id, Review.REJECTED, rejection.reason)
    return scene_shown(call.studio, decided.scene(scene_id))


@router.get("/scenes/<scene_id>/images", tags=["scenes"], summary="A scene's pictures")
def list_images(scene_id: str) -> list[ImageShown]:
    """All that were drawn, oldest first."""
    call = caller(router)
    return [*images_shown(call.studio, call.scene(scene_id)[1])]
