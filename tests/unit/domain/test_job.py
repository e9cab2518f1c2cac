"""A job's states, and what it knows of itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import (
    DAY_SECONDS,
    RUNNING,
    TERMINAL,
    TRANSITIONS,
    ApprovalStatus,
    JobStatus,
    PendingReview,
    expires_at,
    new_job,
    sources_of,
)
from omnigen.errors import Conflict, NotFound

from tests.builders import NOW, a_brief, a_job, a_job_id, a_planned_job, an_image


def test_terminal_states_are_left_by_a_new_run_or_by_deletion() -> None:
    for status in TERMINAL:
        assert TRANSITIONS[status] == {JobStatus.PENDING, JobStatus.DELETING}


def test_running_job_can_end_in_every_way_that_is_not_success_from_the_start() -> None:
    for status in RUNNING:
        assert {JobStatus.FAILED, JobStatus.CANCELLED} <= TRANSITIONS[status]
    assert sources_of(JobStatus.COMPLETED) == (JobStatus.PROCESSING,)


def test_every_stored_status_has_its_place_in_the_table() -> None:
    assert set(TRANSITIONS) == set(JobStatus) - {JobStatus.AWAITING_REVIEW}
    assert JobStatus.AWAITING_REVIEW not in {target for targets in TRANSITIONS.values() for target in targets}


@pytest.mark.parametrize(
    ("status", "days"),
    [
        (JobStatus.DRAFT, 7),
        (JobStatus.FAILED, 7),
        (JobStatus.CANCELLED, 7),
        (JobStatus.SCRIPT_READY, 7),
        (JobStatus.COMPLETED, 365),
    ],
)
def test_record_lives_as_long_as_it_is_of_use(status: JobStatus, days: int) -> None:
    assert expires_at(status, NOW) == NOW + days * DAY_SECONDS


@pytest.mark.parametrize("status", sorted(RUNNING))
def test_record_of_a_running_job_does_not_expire(status: JobStatus) -> None:
    assert expires_at(status, NOW) is None


def test_new_job_is_a_draft_or_pending_and_has_no_run_yet() -> None:
    facts: dict[str, Any] = {"job_id": a_job_id(), "user_id": "ada", "brief": a_brief(), "now": NOW}
    assert [(new_job(**facts, draft=draft).status, new_job(**facts, draft=draft).run) for draft in (True, False)] == [
        (JobStatus.DRAFT, 0),
        (JobStatus.PENDING, 0),
    ]


def test_processing_job_with_an_open_review_of_its_run_is_shown_as_awaiting_review() -> None:
    review = PendingReview(gate=Gate.SCRIPT, run=1, artifact_hash="", token="t", opened_at=NOW)
    job = a_job(reviews={"script": review})
    assert job.public_status is JobStatus.AWAITING_REVIEW
    assert job.model_copy(update={"run": 2}).public_status is JobStatus.PROCESSING
    assert job.model_copy(update={"status": JobStatus.CANCELLED}).public_status is JobStatus.CANCELLED


def test_wrong_moment_is_said_with_what_would_be_right() -> None:
    said = (
        "is processing; only a job that is failed or cancelled lets you resume it. Possible now: wait, cancel, delete"
    )
    with pytest.raises(Conflict, match=re.escape(said)):
        a_job().require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")


def test_newest_picture_that_was_not_turned_down_is_the_scenes() -> None:
    scene = a_planned_job().scenes[0]
    images = (an_image(scene), an_image(scene, 2), an_image(scene, 3, status=ApprovalStatus.REJECTED))
    assert scene.image is None
    assert scene.model_copy(update={"images": images}).image == images[1]


def test_scenes_know_their_neighbours() -> None:
    job = a_planned_job(3)
    first, middle, last = job.scenes
    assert [job.before(first), job.before(middle), job.after(middle), job.after(last)] == [None, first, last, None]
    with pytest.raises(NotFound, match="has no scene 'job_x-s09'; it has 3"):
        job.scene("job_x-s09")


def test_seed_differs_between_jobs_unless_the_brief_fixes_it() -> None:
    assert a_job().seed != a_job().seed
    assert {a_job(brief=a_brief(seed=5)).seed for _ in range(3)} == {5}
