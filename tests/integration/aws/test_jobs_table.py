"""Records of jobs: created once, entered by the current run, ended once, gone when expired."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from omnigen.aws.dynamodb import Update
from omnigen.aws.job_records import ConditionFalse
from omnigen.aws.jobs import Jobs
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import (
    DAY_SECONDS,
    ApprovalStatus,
    CompositionState,
    Decision,
    Job,
    JobFailure,
    JobStatus,
    PendingReview,
)
from omnigen.domain.review import artifact_hash
from omnigen.errors import Conflict, NotFound, StaleRun
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import NOW, a_brief, a_job, a_job_id, a_planned_job


@pytest.fixture
def jobs(app: AppContext) -> Jobs:
    return app.aws.jobs


def stored(jobs: Jobs, **changes: Any) -> Job:
    job = a_job(**({"user_id": f"u{ULID()}"} | changes))
    jobs.create(job)
    return job


def test_record_comes_back_as_it_was_written(jobs: Jobs) -> None:
    job = a_planned_job(user_id="ada", brief=a_brief(max_cost_usd="2.50", review=("scenes",)))
    jobs.create(job)
    assert jobs.get(job.job_id) == job


def test_id_is_taken_once(jobs: Jobs) -> None:
    job = stored(jobs)
    with pytest.raises(Conflict, match="exists already"):
        jobs.create(job)


def test_expired_record_is_gone_even_before_it_is_deleted(jobs: Jobs) -> None:
    job = stored(jobs, status=JobStatus.FAILED, ttl=jobs.now() + 2)
    assert jobs.get(job.job_id)
    later = dataclasses.replace(jobs, now=lambda: jobs.now() + 2)
    with pytest.raises(NotFound):
        later.get(job.job_id)
    assert (len(jobs.of_user(job.user_id).items), len(later.of_user(job.user_id).items)) == (1, 0)


def test_write_to_a_record_that_is_gone_makes_no_new_one(jobs: Jobs) -> None:
    gone = a_job_id()
    with pytest.raises(ConditionFalse):
        jobs.write(gone, Update().set("title", "x"))
    with pytest.raises(NotFound):
        jobs.get(gone)


def test_first_stage_makes_the_job_processing_and_every_write_counts(jobs: Jobs) -> None:
    job = stored(jobs, status=JobStatus.PENDING)
    assert [jobs.enter(job.job_id, 1).status for _ in range(2)] == [JobStatus.PROCESSING] * 2
    assert jobs.get(job.job_id).rev == 1


@pytest.mark.parametrize(
    ("run", "status"), [(2, JobStatus.PROCESSING), (0, JobStatus.PROCESSING), (1, JobStatus.FAILED)]
)
def test_stage_of_another_run_or_of_an_ended_job_may_not_enter(jobs: Jobs, run: int, status: JobStatus) -> None:
    job = stored(jobs, status=status)
    with pytest.raises(StaleRun, match=f"the job is {status} in run 1"):
        jobs.enter(job.job_id, run)


def test_new_run_forgets_how_the_last_one_ended(jobs: Jobs) -> None:
    job = stored(jobs)
    review = PendingReview(gate=Gate.SCRIPT, run=1, artifact_hash="h", token="t", opened_at=NOW)
    jobs.write(
        job.job_id, Update().set("reviews.script", review).set("composition", {"error": {"code": "x", "message": "y"}})
    )
    ended = jobs.change_status(job.job_id, 1, JobStatus.FAILED, JobFailure(code="BadInput", message="No."))
    assert (ended.error_message, ended.reviews, bool(ended.ttl)) == ("No.", {}, True)
    begun = jobs.begin_run(ended, "arn:2")
    assert (begun.status, begun.run, begun.execution_arn) == (JobStatus.PENDING, 2, "arn:2")
    assert (begun.problem, begun.error_message, begun.ttl, begun.composition) == (None, None, None, CompositionState())


def test_of_two_who_begin_the_next_run_one_does(jobs: Jobs) -> None:
    job = stored(jobs, status=JobStatus.FAILED)
    jobs.begin_run(job, "arn:2")
    with pytest.raises(Conflict, match="just been changed by somebody else"):
        jobs.begin_run(job, "arn:2")
    assert jobs.get(job.job_id).run == 2


@pytest.mark.parametrize("decision", [ApprovalStatus.APPROVED, ApprovalStatus.REJECTED])
def test_only_a_yes_to_the_video_outlives_its_run(jobs: Jobs, decision: ApprovalStatus) -> None:
    job = a_planned_job(user_id="ada", status=JobStatus.CANCELLED)
    shown = artifact_hash(job, Gate.SPEND)
    made = Decision(gate=Gate.SPEND, artifact_hash=shown, decision=decision, decided_at=NOW, decided_by="ada")
    job = job.model_copy(update={"decisions": {"spend": made}})
    jobs.create(job)
    assert ("spend" in jobs.begin_run(job, "arn:2").decisions) is (decision is ApprovalStatus.APPROVED)


def test_job_ends_once_and_says_when_its_record_goes(jobs: Jobs) -> None:
    job = stored(jobs)
    ended = jobs.change_status(job.job_id, 1, JobStatus.COMPLETED)
    assert ended.completed_at
    assert ended.ttl == ended.completed_at + 365 * DAY_SECONDS
    for status in (JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.COMPLETED):
        with pytest.raises(StaleRun):
            jobs.change_status(job.job_id, 1, status)


def test_users_jobs_of_a_status_come_from_their_own_index(jobs: Jobs) -> None:
    user_id = f"u{ULID()}"
    statuses = (JobStatus.FAILED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.FAILED)
    made = [
        stored(jobs, user_id=user_id, created_at=NOW + i, status=status).job_id for i, status in enumerate(statuses)
    ]
    page = jobs.of_user(user_id, status=JobStatus.FAILED, limit=2)
    assert [item["job_id"] for item in page.items] == [made[3], made[2]]
    jobs.table.update_item(  # what the cursor names has left the index meanwhile
        Key={"job_id": made[2]},
        UpdateExpression="SET #status = :status",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":status": "completed"},
    )
    rest = jobs.of_user(user_id, status=JobStatus.FAILED, limit=2, cursor=page.cursor)
    assert [item["job_id"] for item in rest.items] == [made[0]]
    assert rest.cursor is None


def test_late_run_cannot_change_the_status_of_a_newer_one(jobs: Jobs) -> None:
    job = stored(jobs, run=2)
    with pytest.raises(StaleRun, match=r"Run 1 of the job .* may not make it failed"):
        jobs.change_status(job.job_id, 1, JobStatus.FAILED)


def test_users_jobs_come_newest_first_page_by_page(jobs: Jobs) -> None:
    user_id = f"u{ULID()}"
    made = [stored(jobs, user_id=user_id, created_at=NOW + i).job_id for i in range(3)]
    page = jobs.of_user(user_id, limit=2)
    rest = jobs.of_user(user_id, limit=2, cursor=page.cursor)
    assert [item["job_id"] for item in [*page.items, *rest.items]] == made[::-1]
    assert rest.cursor is None
