"""Recording a vendor's refusal to make a picture of a scene, and proposing another wording."""

from __future__ import annotations

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, Scene
from omnigen.domain.messages import ReviewRef
from omnigen.domain.record_size import cut
from omnigen.errors import OverBudget, OverQuota, ProviderError
from omnigen.purchasing.orders.text import plan_scene
from omnigen.runtime.context import AppContext


def remember_refusal(app: AppContext, job: Job, scene: Scene, reason: str) -> None:
    """Record the refusal with the scene and withdraw the approval of its text, so that its gate opens again."""
    app.aws.artifacts.scene(job.job_id, scene, refusal=cut(reason))
    if Gate.SCENES in job.brief.review:
        app.aws.reviews.withdraw(job, Gate.SCENES, scene.id)


def propose(app: AppContext, ref: ReviewRef, job: Job) -> tuple[str, str]:
    """Why a scene's gate opens again, and other words for its picture; both empty where nothing was refused.

    Only what is seen is reworded. What is said stays as it was approved, since that may be regulated text.
    """
    scene = job.scene(ref.scene_id) if ref.scene_id and ref.gate is Gate.SCENES else None
    if scene is None or not scene.refusal:
        return "", ""
    wish = f"A picture of this was refused ({scene.refusal}). Show the same idea in a way that nobody can object to"
    try:
        answer = plan_scene(app, ref, job, scene, wish)
    except (ProviderError, OverBudget, OverQuota) as error:
        return f"{scene.refusal} (no other wording could be proposed: {error})", ""
    return scene.refusal, answer.draft.scenes[scene.scene_index].visual_prompt
