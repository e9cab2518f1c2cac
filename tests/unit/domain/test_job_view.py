"""What people are shown of a job, and what not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import JobFailure, PendingReview
from omnigen.domain.job_view import job_view

from tests.builders import NOW, a_clip, a_narration, a_planned_job, a_purchase, a_take, an_image, an_order


def test_view_holds_no_task_token_and_no_purchase() -> None:
    review = PendingReview(gate=Gate.SPEND, run=1, artifact_hash="h", token="secret-token", opened_at=NOW)
    what = an_order()
    job = a_planned_job(reviews={"spend": review}, purchases={what.id: a_purchase(what, prediction_id="secret-id")})
    shown = job_view(job).model_dump_json()
    assert "secret" not in shown
    assert '"gate":"spend"' in shown


def test_scene_shows_what_was_made_of_it() -> None:
    job = a_planned_job(narration=a_narration(a_take()))
    update = {"images": (an_image(job.scenes[0]),), "clip": a_clip()}
    silent = job.scenes[1].model_copy(update={"narration": ""})
    first, second = job_view(
        job.model_copy(update={"scenes": (job.scenes[0].model_copy(update=update), silent)})
    ).scenes
    assert (first.clip_key, first.narrated, len(first.images)) == ("clip.mp4", True, 1)
    assert (second.clip_key, second.narrated, len(second.images)) == (None, False, 0)


@pytest.mark.parametrize(
    "edit", [{"narration": "Other words."}, {"visual_prompt": "Other."}, {"duration": Decimal("3.25")}, {"redraws": 1}]
)
def test_scene_that_was_edited_since_the_video_was_made_is_stale(edit: dict[str, object]) -> None:
    job = a_planned_job()
    made = job.model_copy(update={"made_from": {scene.id: scene.content_hash for scene in job.scenes}})
    edited = made.model_copy(update={"scenes": (made.scenes[0].model_copy(update=edit), made.scenes[1])})
    assert [scene.stale for scene in job_view(job).scenes] == [False, False]
    assert [scene.stale for scene in job_view(made).scenes] == [False, False]
    assert [scene.stale for scene in job_view(edited).scenes] == [True, False]


def test_problem_says_whether_to_try_again_and_who_can_mend_it() -> None:
    problem = job_view(a_planned_job(problem=JobFailure(code="PolicyBlocked", message="No."))).problem
    throttled = job_view(a_planned_job(problem=JobFailure(code="ProviderThrottled", message="Later."))).problem
    foreign = job_view(a_planned_job(problem=JobFailure(code="States.Timeout", message="Late."))).problem
    assert problem
    assert throttled
    assert foreign
    assert [(p.retryable, p.fixable_by) for p in (problem, throttled, foreign)] == [
        (False, "user"),
        (True, "time"),
        (False, "developer"),
    ]


def test_money_that_is_only_held_is_shown_apart() -> None:
    view = job_view(a_planned_job(committed_usd=Decimal("1.50"), spent_usd=Decimal("0.40")))
    assert (view.spent_usd, view.reserved_usd) == (Decimal("0.40"), Decimal("1.10"))
