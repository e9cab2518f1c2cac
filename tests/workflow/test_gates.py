"""People at the four gates: what they say reaches the video, and nobody waits for a slot meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.job import ApprovalStatus, JobStatus
from omnigen.domain.storyboard import SceneEdit
from omnigen.errors import Conflict
from omnigen.jobs import editing, runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

STILLS: dict[str, Any] = {"pictures": "stills", "narration": {"enabled": False}, "music": {"enabled": False}}
CLIPS: dict[str, Any] = {"narration": {"enabled": False}, "music": {"enabled": False}}
ALL_GATES = ("script", "scenes", "images", "spend")


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


def test_job_with_every_gate_waits_at_each_and_goes_on_when_all_say_yes(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=ALL_GATES, **STILLS)
    drive.gates("script")
    assert (drive.job.public_status, drive.bought()) == (JobStatus.AWAITING_REVIEW, {"script": 1})
    drive.decide("script")
    drive.gates("scenes-s01", "scenes-s02")
    assert drive.bought() == {"script": 1, "storyboard": 1}
    drive.decide("scenes-s01")
    drive.gates("images-s01", "scenes-s02")
    drive.decide("scenes-s02")
    drive.decide("images-s02")
    drive.decide("images-s01")
    drive.gates("spend")
    assert drive.job.public_status is JobStatus.AWAITING_REVIEW
    drive.decide("spend")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert {scene.status for scene in job.scenes} == {ApprovalStatus.APPROVED}
    assert {image.status for scene in job.scenes for image in scene.images} == {ApprovalStatus.APPROVED}
    assert drive.bought() == {"script": 1, "storyboard": 1, "image": 2}


def test_rejected_script_is_written_again_with_the_reason(cloud: LocalCloud, app: AppContext) -> None:
    spoken = STILLS | {"narration": {"enabled": True}, "duration": 15, "seed": 4}
    drive = Drive.begin(cloud, app, review=("script",), **spoken)
    [first] = drive.gates("script")
    before = drive.job.script
    drive.decide("script", ApprovalStatus.REJECTED, "say less")
    drive.until(lambda job: bool(job.reviews) and job.reviews["script"].artifact_hash != first.artifact_hash)
    assert drive.job.script != before
    drive.decide("script")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED
    bought = drive.bought()
    assert (bought["storyboard"], bought["image"]) == (1, len(job.scenes))
    assert bought["script"] >= 2
    assert drive.nothing_twice()


def test_rejected_scene_is_planned_again_and_the_others_stay(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("scenes",), **STILLS)
    [first, _] = drive.gates("scenes-s01", "scenes-s02")
    before = drive.job.scenes
    drive.decide("scenes-s01", ApprovalStatus.REJECTED, "show a red bottle")
    drive.until(lambda job: job.scenes[0].revision == 1 and "scenes-s01" in job.reviews)
    [again] = drive.gates("scenes-s01")
    assert again.artifact_hash != first.artifact_hash
    assert "red bottle" in drive.job.scenes[0].visual_prompt
    assert drive.job.scenes[1] == before[1]
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    job = drive.end()
    assert {scene.status for scene in job.scenes} == {ApprovalStatus.APPROVED}
    assert drive.bought() == {"script": 1, "storyboard": 2, "image": 2}


def test_rejected_picture_is_drawn_again_with_the_reason_and_kept_in_history(
    cloud: LocalCloud, app: AppContext
) -> None:
    drive = Drive.begin(cloud, app, review=("images",), **STILLS)
    drive.decide("images-s01", ApprovalStatus.REJECTED, "too dark")
    drive.decide("images-s02")
    drive.until(lambda job: len(job.scenes[0].images) == 2)
    drive.decide("images-s01")
    job = drive.end()
    first, second = job.scenes[0].images
    assert [(image.status, image.reason) for image in (first, second)] == [("rejected", "too dark"), ("approved", "")]
    assert first.sha256 != second.sha256
    assert job.scenes[0].image == second
    assert drive.bought()["image"] == 3


def test_scene_edited_at_its_gate_is_made_as_edited(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("scenes",), **STILLS)
    drive.gates("scenes-s01", "scenes-s02")
    edit = SceneEdit(visual_prompt="A red bottle on a rock")
    editing.edit_scene(app, drive.job, drive.job.scenes[0].id, edit)
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    job = drive.end()
    assert (job.status, job.scenes[0].visual_prompt) == (JobStatus.COMPLETED, "A red bottle on a rock")
    assert drive.bought() == {"script": 1, "storyboard": 1, "image": 2}


def test_no_to_the_video_cancels_the_job_and_a_resume_asks_again(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("spend",), **STILLS)
    drive.decide("spend", ApprovalStatus.REJECTED, "not this month")
    job = drive.end()
    assert (job.status, job.error_message) == (JobStatus.CANCELLED, "not this month (SpendRejected)")
    runs.resume(app, job)
    drive.decide("spend")
    assert drive.end().status is JobStatus.COMPLETED
    assert drive.bought() == {"script": 1, "storyboard": 1, "image": 2}


def test_second_decision_about_the_same_thing_is_refused(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("spend",), **STILLS)
    [review] = drive.gates("spend")
    job = drive.job
    app.aws.reviews.decide(job, review.gate, None, ApprovalStatus.APPROVED, "", "ada")
    with pytest.raises(Conflict, match="Somebody else has just decided about spend"):
        app.aws.reviews.decide(job, review.gate, None, ApprovalStatus.REJECTED, "no", "bob")
    with pytest.raises(Conflict, match="Nothing waits for a decision about spend"):
        app.aws.reviews.decide(drive.job, review.gate, None, ApprovalStatus.REJECTED, "no", "bob")
    assert drive.end().status is JobStatus.COMPLETED


def test_job_cancelled_at_its_gate_waits_no_more(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("scenes",), **STILLS)
    [review, _] = drive.gates("scenes-s01", "scenes-s02")
    runs.cancel(app, drive.job)
    job = drive.end()
    assert (job.status, job.open_reviews, job.committed_usd) == (JobStatus.CANCELLED, (), Decimal(0))
    with pytest.raises(Conflict):
        app.aws.reviews.decide(job, review.gate, review.scene_id, ApprovalStatus.APPROVED, "", "ada")


def test_gate_decided_before_a_resume_is_not_asked_again(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, review=("script", "spend"), **STILLS)
    drive.decide("script")
    drive.gates("spend")
    runs.cancel(app, drive.job)
    runs.resume(app, drive.end())
    drive.decide("spend")
    assert drive.end().status is JobStatus.COMPLETED
    assert "AwaitScriptReview" in drive.states()
    assert drive.bought() == {"script": 1, "storyboard": 1, "image": 2}


def test_scene_whose_picture_is_refused_opens_its_gate_again_with_the_reason(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    app = app_with(OMNIGEN_OFFLINE_FAULTS="image:PolicyBlocked:s01")
    drive = Drive.begin(cloud, app, review=("scenes",), **STILLS)
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    drive.until(lambda job: job.scenes[0].refusal != "")
    [review] = drive.gates("scenes-s01")
    assert "flagged as sensitive" in review.reason
    editing.edit_scene(app, drive.job, drive.job.scenes[0].id, SceneEdit(visual_prompt="A calm bottle"))
    drive.decide("scenes-s01")
    job = drive.end()
    assert (job.status, job.scenes[0].refusal) == (JobStatus.COMPLETED, "")
    assert drive.bought()["image"] == 2


def test_scene_whose_clip_is_refused_gives_the_slot_back_while_a_person_thinks(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    app = app_with(OMNIGEN_OFFLINE_FAULTS="clip:PolicyBlocked:s02:check")
    drive = Drive.begin(cloud, app, review=("scenes",), **CLIPS)
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    drive.until(lambda job: job.scenes[1].refusal != "")
    drive.gates("scenes-s02")
    drive.until(lambda job: job.execution_arn not in app.aws.slots.holders())
    editing.edit_scene(app, drive.job, drive.job.scenes[1].id, SceneEdit(visual_prompt="A calm bottle"))
    drive.decide("scenes-s02")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    clips = sorted((entry.order_id.split("-")[1], entry.state) for entry in drive.orders() if entry.kind == "clip")
    assert clips == [("s01", "delivered"), ("s02", "delivered"), ("s02", "failed")]


def test_refused_scene_without_a_gate_fails_in_words_and_goes_on_when_edited(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    app = app_with(OMNIGEN_OFFLINE_FAULTS="clip:PolicyBlocked:s02")
    drive = Drive.begin(cloud, app, **CLIPS)
    job = drive.end()
    assert job.status is JobStatus.FAILED
    assert job.error_message
    assert job.error_message.startswith("Scene 2: ")
    assert "flagged as sensitive" in job.error_message
    assert "stage start_clip, PolicyBlocked" in job.error_message
    job = editing.edit_scene(app, job, job.scenes[1].id, SceneEdit(visual_prompt="A calm bottle"))
    runs.resume(app, job)
    job = drive.end()
    assert (job.status, job.error_message, job.run) == (JobStatus.COMPLETED, None, 2)
    assert drive.nothing_twice()
    assert drive.bought()["clip"] == 2


def test_own_script_waits_as_a_draft_and_costs_nothing(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, script_text="Meet the bottle. Find yours.", review=("script",), **STILLS)
    assert (drive.job.status, drive.bought(), drive.job.execution_arn) == (JobStatus.DRAFT, {}, None)
    runs.start(app, drive.job)
    assert drive.end().status is JobStatus.COMPLETED
