"""Review gates: the artifact shown, whether an earlier decision holds, and what a decision changes."""

from __future__ import annotations

import hashlib
import json

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Decision, Job, Scene


def review_id(gate: Gate, scene_id: str | None = None) -> str:
    """The name of a gate on the record: `script`, `spend`, `scenes-s02`, `images-s02`."""
    return f"{gate}-{scene_id.rpartition('-')[2]}" if scene_id else str(gate)


def artifact_hash(job: Job, gate: Gate, scene_id: str | None = None) -> str:
    """Hash of the artifact shown at a gate; a decision is valid for this hash only."""
    if gate is Gate.SCRIPT:
        return _hash([job.script_hash, job.script.model_dump(mode="json") if job.script else None])
    if gate is Gate.SPEND:
        return _hash([_shown(scene) for scene in job.scenes])
    scene = job.scene(scene_id or "")
    if gate is Gate.SCENES:
        return _hash(_shown(scene))
    return _hash([[image.id, image.sha256] for image in scene.images[-1:]])


def decision_for(job: Job, gate: Gate, scene_id: str | None = None) -> Decision | None:
    """The decision about the current artifact, if there is one."""
    decision = job.decisions.get(review_id(gate, scene_id))
    if decision and decision.artifact_hash == artifact_hash(job, gate, scene_id):
        return decision
    return None


def rejection(job: Job, gate: Gate, scene_id: str | None = None) -> str:
    """The reviewer's reason if the current artifact was rejected, else an empty text."""
    decision = decision_for(job, gate, scene_id)
    return (
        (decision.reason or "Please make it different.")
        if decision and decision.decision is ApprovalStatus.REJECTED
        else ""
    )


def verdict(job: Job, gate: Gate, scene_id: str | None, decision: ApprovalStatus, reason: str) -> dict[str, object]:
    """What a decision changes on the record besides itself: attribute paths and their new values.

    A rejected picture is marked and its number becomes the scene's `redraws`, so that the next one is another order.
    """
    if scene_id is None:
        return {}
    scene = job.scene(scene_id)
    place = f"scenes[{scene.scene_index}]"
    if gate is Gate.SCENES:
        return {f"{place}.status": decision if decision is ApprovalStatus.APPROVED else ApprovalStatus.PENDING}
    image = scene.images[-1]
    changes: dict[str, object] = {
        f"{place}.images[{len(scene.images) - 1}].status": decision,
        f"{place}.images[{len(scene.images) - 1}].reason": reason,
    }
    return changes | ({f"{place}.redraws": image.number} if decision is ApprovalStatus.REJECTED else {})


def _shown(scene: Scene) -> object:
    shown: list[object] = [scene.narration, str(scene.duration.normalize()), scene.visual_prompt, scene.transition]
    shown += [scene.revision, *scene.direction.items(), *scene.product_use]
    return [*shown, scene.own_picture.model_dump(mode="json")] if scene.own_picture else shown


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
