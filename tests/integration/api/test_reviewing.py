"""People at gates: decisions that count once, edits where they are allowed, and what they make stale."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.domain.brief_options import Gate, StopAt
from omnigen.domain.job import ApprovalStatus, Job, JobStatus
from omnigen.domain.review import decision_for
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, an_image
from tests.integration.api.conftest import Ask

OWN = {"script_text": "Meet the bottle. Take it along.", "duration": 6}


def test_an_own_script_is_a_draft_whose_text_may_be_edited(ask: Ask, app: AppContext) -> None:
    made = ask("POST", "/scripts", OWN).json
    place = f"/scripts/{made['job_id']}"
    assert made["status"] == "draft"
    assert ask("PUT", place, {"text": "Meet the flask."}).json["text"] == "Meet the flask."
    too_long = ask("PUT", place, {"text": "word " * 300})
    assert (too_long.status, too_long.json["field"]) == (422, "script_text")
    job = app.aws.jobs.get(made["job_id"])
    assert (job.brief.script_text, job.run) == ("Meet the flask.", 0)
    assert job.brief.review == (Gate.SCRIPT, Gate.SCENES, Gate.IMAGES, Gate.SPEND)


def test_approving_a_draft_starts_it_once(ask: Ask, app: AppContext) -> None:
    job_id = ask("POST", "/scripts", OWN).json["job_id"]
    assert ask("POST", f"/scripts/{job_id}/approve").status == 202
    assert ask("POST", f"/scripts/{job_id}/approve").status == 409
    job = app.aws.jobs.get(job_id)
    assert job.run == 1
    app.aws.workflow.stop(job.execution_arn or "", "the test is over")


def test_a_draft_is_not_rejected_but_edited(ask: Ask) -> None:
    job_id = ask("POST", "/scripts", OWN).json["job_id"]
    assert ask("POST", f"/scripts/{job_id}/reject", {"reason": "no"}).status == 409


def test_a_decision_closes_its_gate_and_counts_once(ask: Ask, wait_at: Callable[..., Job], app: AppContext) -> None:
    job = wait_at(Gate.SCRIPT)
    assert ask("POST", f"/scripts/{job.job_id}/reject", {"reason": "shorter"}).status == 202
    decided = app.aws.jobs.get(job.job_id)
    again = ask("POST", f"/scripts/{job.job_id}/approve")
    assert (again.status, again.json["code"]) == (409, "AlreadyDecided")
    assert job.job_id not in again.json["detail"]
    assert app.aws.jobs.get(job.job_id) == decided
    decision = decision_for(decided, Gate.SCRIPT)
    assert decision
    assert (decision.decision, decision.reason, decision.decided_by) == (ApprovalStatus.REJECTED, "shorter", "ada")


@pytest.mark.parametrize(
    "path",
    ["/scripts/{job}/approve", "/scripts/{job}/create-video", "/scenes/{job}-s01/approve", "/images/{image}/approve"],
)
def test_deciding_where_nothing_waits_is_a_conflict(
    path: str, ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    job = keep(status=JobStatus.PROCESSING)
    job = app.aws.artifacts.image(job.job_id, job.scenes[0], an_image(job.scenes[0]))
    assert ask("POST", path.format(job=job.job_id, image=job.scenes[0].images[0].id)).status == 409
    assert app.aws.jobs.get(job.job_id) == job


def test_a_rejected_image_is_marked_with_the_reason_in_the_same_write(
    ask: Ask, wait_at: Callable[..., Job], app: AppContext
) -> None:
    job = wait_at(Gate.IMAGES)
    image = job.scenes[0].images[0]
    assert ask("POST", f"/images/{image.id}/reject", {}).status == 422  # a no without a reason helps nobody
    shown = ask("POST", f"/images/{image.id}/reject", {"reason": "too dark"}).json
    assert (shown["status"], shown["reason"]) == ("rejected", "too dark")
    assert app.aws.jobs.get(job.job_id).scenes[0].redraws == image.number
    assert ask("POST", f"/images/{image.id}/approve").status == 409


def test_only_the_newest_image_is_decided_about(ask: Ask, wait_at: Callable[..., Job], app: AppContext) -> None:
    job = wait_at(Gate.IMAGES)
    job = app.aws.artifacts.image(job.job_id, job.scenes[0], an_image(job.scenes[0], 2))
    assert ask("POST", f"/images/{job.scenes[0].images[0].id}/approve").status == 409


def test_images_are_shown_with_addresses(ask: Ask, wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.IMAGES)
    images = ask("GET", f"/scenes/{job.scenes[0].id}/images").json
    assert [image["number"] for image in images] == [1]
    assert "X-Amz-Signature" in images[0]["url"]


def test_create_video_opens_the_last_gate(ask: Ask, wait_at: Callable[..., Job], app: AppContext) -> None:
    job = wait_at(Gate.SPEND)
    assert ask("POST", f"/scripts/{job.job_id}/create-video").status == 202
    assert not app.aws.jobs.get(job.job_id).open_reviews


def test_continue_goes_from_the_script_to_the_video(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.SCRIPT_READY, brief=a_brief(stop_at="script"))
    assert ask("POST", f"/jobs/{job.job_id}/continue").status == 202
    now = app.aws.jobs.get(job.job_id)
    assert (now.run, now.brief.stop_at) == (2, StopAt.VIDEO)
    app.aws.workflow.stop(now.execution_arn or "", "the test is over")


@pytest.mark.parametrize("status", [JobStatus.SCRIPT_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED])
def test_a_scene_may_be_edited_after_a_run(status: JobStatus, ask: Ask, keep: Callable[..., Job]) -> None:
    job = keep(status=status)
    answer = ask("PUT", f"/scenes/{job.scenes[0].id}", {"visual_prompt": "A red bottle", "transition": "fade"})
    assert answer.json["visual_prompt"] == "A red bottle"
    assert answer.json["transition"] == "fade"


@pytest.mark.parametrize("edit", [{"text": "New."}, {"duration": 4}])
def test_a_scene_may_not_be_edited_during_a_run(
    edit: dict[str, object], ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    job = keep(status=JobStatus.PROCESSING)
    assert ask("PUT", f"/scenes/{job.scenes[0].id}", edit).status == 409
    assert app.aws.jobs.get(job.job_id) == job


def test_an_edit_at_a_gate_is_what_the_decision_is_about(
    ask: Ask, wait_at: Callable[..., Job], app: AppContext
) -> None:
    job = wait_at(Gate.SCENES)
    scene = job.scenes[0].id
    assert ask("PUT", f"/scenes/{scene}", {"text": "New words."}).status == 200
    assert ask("POST", f"/scenes/{scene}/approve").json["status"] == "approved"
    assert decision_for(app.aws.jobs.get(job.job_id), Gate.SCENES, scene)


def test_other_scenes_make_up_for_a_longer_one(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.SCRIPT_READY, scenes=3)
    assert ask("PUT", f"/scenes/{job.scenes[0].id}", {"duration": 4.5}).json["duration"] == 4.5
    lengths = [scene.duration for scene in app.aws.jobs.get(job.job_id).scenes]
    assert lengths == [Decimal("4.5"), Decimal("2.25"), Decimal("2.25")]


@pytest.mark.parametrize("seconds", [1, 5.5, 60])
def test_a_length_that_the_others_cannot_make_up_for_is_refused(
    seconds: float, ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    job = keep()
    answer = ask("PUT", f"/scenes/{job.scenes[0].id}", {"duration": seconds})
    assert (answer.status, answer.json["field"]) == (422, "duration")
    assert app.aws.jobs.get(job.job_id) == job


def test_a_length_changes_at_the_gate_only_while_all_scenes_wait(
    ask: Ask, wait_at: Callable[..., Job], app: AppContext
) -> None:
    job = wait_at(Gate.SCENES)
    assert ask("PUT", f"/scenes/{job.scenes[0].id}", {"duration": 4}).status == 200
    assert ask("POST", f"/scenes/{job.scenes[1].id}/approve").status == 200
    assert ask("PUT", f"/scenes/{job.scenes[0].id}", {"duration": 3}).status == 409
    now = app.aws.jobs.get(job.job_id)
    assert decision_for(now, Gate.SCENES, job.scenes[1].id)  # about the length it has now


def test_an_edited_script_loses_its_storyboard(ask: Ask, wait_at: Callable[..., Job], app: AppContext) -> None:
    job = wait_at(Gate.SCRIPT)
    segments = [{"text": "Hello.", "duration": 2.5}, {"text": "Goodbye.", "duration": 3.5}]
    shown = ask("PUT", f"/scripts/{job.job_id}", {"segments": segments, "title": "Anew"}).json
    assert [segment["text"] for segment in shown["segments"]] == ["Hello.", "Goodbye."]
    now = app.aws.jobs.get(job.job_id)
    assert (now.scenes, now.title) == ((), "Anew")
    assert ask("POST", f"/scripts/{job.job_id}/approve").status == 202
    assert decision_for(app.aws.jobs.get(job.job_id), Gate.SCRIPT)


def test_a_script_s_durations_must_add_up(ask: Ask, wait_at: Callable[..., Job], app: AppContext) -> None:
    job = wait_at(Gate.SCRIPT)
    answer = ask("PUT", f"/scripts/{job.job_id}", {"segments": [{"text": "Hello.", "duration": 4}]})
    assert (answer.status, answer.json["field"]) == (422, "segments")
    assert app.aws.jobs.get(job.job_id) == job


def test_a_script_may_not_be_edited_during_a_run(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.PROCESSING)
    assert ask("PUT", f"/scripts/{job.job_id}", {"title": "Other"}).status == 409
    assert app.aws.jobs.get(job.job_id) == job


def test_a_title_edited_after_the_run_keeps_the_scenes(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep()
    assert ask("PUT", f"/scripts/{job.job_id}", {"title": "Other", "call_to_action": "Call now"}).status == 200
    now = app.aws.jobs.get(job.job_id)
    assert now.scenes == job.scenes
    assert now.script
    assert (now.title, now.script.call_to_action) == ("Other", "Call now")


def test_a_finished_job_whose_words_were_edited_can_be_made_anew(
    ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    """Its storyboard is gone with the old words, and it can be neither resumed nor continued."""
    job = keep()
    segments = [{"text": "Hello.", "duration": 2.5}, {"text": "Goodbye.", "duration": 3.5}]
    assert ask("PUT", f"/scripts/{job.job_id}", {"segments": segments}).status == 200
    assert app.aws.jobs.get(job.job_id).scenes == ()
    assert ask("POST", f"/jobs/{job.job_id}/regenerate", {}).status == 202
    assert app.aws.jobs.get(job.job_id).run == job.run + 1
