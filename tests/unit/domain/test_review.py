"""Decisions hold for exactly what was shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Decision, Job
from omnigen.domain.review import artifact_hash, decision_for, rejection, review_id

from tests.builders import NOW, a_planned_job, a_script, an_image


def decided(job: Job, gate: Gate, scene_id: str | None, decision: ApprovalStatus, reason: str = "") -> Job:
    made = Decision(
        gate=gate,
        artifact_hash=artifact_hash(job, gate, scene_id),
        decision=decision,
        decided_at=NOW,
        decided_by="ada",
        scene_id=scene_id,
        reason=reason,
    )
    return job.model_copy(update={"decisions": {review_id(gate, scene_id): made}})


@pytest.mark.parametrize(
    "change",
    [
        {"narration": "Other words."},
        {"visual_prompt": "Another view"},
        {"duration": Decimal("2.5")},
        {"transition": "fade"},
        {"revision": 1},
    ],
)
@pytest.mark.parametrize("gate", [Gate.SCENES, Gate.SPEND])
def test_decision_about_a_scene_holds_until_it_is_edited(gate: Gate, change: dict[str, object]) -> None:
    job = a_planned_job()
    scene_id = job.scenes[0].id if gate is Gate.SCENES else None
    job = decided(job, gate, scene_id, ApprovalStatus.APPROVED)
    assert decision_for(job, gate, scene_id)
    edited = job.scenes[0].model_copy(update=change)
    assert decision_for(job.model_copy(update={"scenes": (edited, *job.scenes[1:])}), gate, scene_id) is None


def test_length_written_differently_is_the_same_scene() -> None:
    job = decided(a_planned_job(), Gate.SPEND, None, ApprovalStatus.APPROVED)
    same = tuple(scene.model_copy(update={"duration": Decimal("3.00")}) for scene in job.scenes)
    assert decision_for(job.model_copy(update={"scenes": same}), Gate.SPEND)


def test_new_picture_needs_a_new_decision() -> None:
    job = a_planned_job()
    scene = job.scenes[0].model_copy(update={"images": (an_image(job.scenes[0]),)})
    job = decided(
        job.model_copy(update={"scenes": (scene,)}), Gate.IMAGES, scene.id, ApprovalStatus.REJECTED, "too dark"
    )
    assert rejection(job, Gate.IMAGES, scene.id) == "too dark"
    redrawn = scene.model_copy(update={"images": (*scene.images, an_image(scene, 2))})
    assert rejection(job.model_copy(update={"scenes": (redrawn,)}), Gate.IMAGES, scene.id) == ""


def test_rewritten_script_needs_a_new_decision() -> None:
    job = decided(a_planned_job(), Gate.SCRIPT, None, ApprovalStatus.REJECTED, "shorter")
    assert rejection(job, Gate.SCRIPT) == "shorter"
    assert rejection(job.model_copy(update={"script": a_script(("Hi.", "Bye."))}), Gate.SCRIPT) == ""


def test_rejection_without_a_reason_still_asks_for_a_change() -> None:
    assert rejection(decided(a_planned_job(), Gate.SCRIPT, None, ApprovalStatus.REJECTED), Gate.SCRIPT)
    assert rejection(decided(a_planned_job(), Gate.SCRIPT, None, ApprovalStatus.APPROVED), Gate.SCRIPT) == ""


def test_gates_are_called_by_what_they_guard() -> None:
    assert review_id(Gate.SPEND) == "spend"
    assert review_id(Gate.IMAGES, a_planned_job().scenes[1].id) == "images-s02"
