"""A request is taken on once, and only within the user's quotas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from omnigen.domain.brief_options import Gate, StopAt
from omnigen.domain.job import ApprovalStatus, Job, JobStatus
from omnigen.errors import Conflict, OverQuota
from omnigen.jobs import admission, runs
from omnigen.runtime.context import AppContext

from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

BRIEF = {"prompt": "A calm ad for a bottle", "duration": 6, "stop_at": "script", "review": ["script"]}
"""It waits at its first gate and does nothing more."""


@pytest.fixture(autouse=True)
def cancel_what_was_started(app: AppContext) -> Iterator[None]:
    """Leaves no execution behind."""
    yield
    for job in list(app.aws.open_jobs.running()):
        if job.execution_arn:
            app.aws.workflow.stop(job.execution_arn, "the test is over")


def test_a_brief_becomes_a_job_with_a_place(ask: Ask, app: AppContext) -> None:
    answer = ask("POST", "/generate", BRIEF)
    assert answer.status == 202
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json['job_id']}"
    job = app.aws.jobs.get(answer.json["job_id"])
    assert (job.user_id, job.run) == ("ada", 1)
    assert app.aws.workflow.is_running(job.execution_arn or "")


def test_generate_script_stops_at_the_script(ask: Ask, app: AppContext) -> None:
    answer = ask("POST", "/generate/script", {"prompt": "A calm ad for a bottle", "duration": 15})
    assert app.aws.jobs.get(answer.json["job_id"]).brief.stop_at is StopAt.SCRIPT


def test_the_same_key_and_body_give_the_same_job(ask: Ask) -> None:
    first, second = (ask("POST", "/generate", BRIEF, {"Idempotency-Key": "one"}) for _ in range(2))
    assert first.json["job_id"] == second.json["job_id"]


def test_the_same_key_with_another_body_is_a_conflict(ask: Ask) -> None:
    ask("POST", "/generate", BRIEF, {"idempotency-key": "two"})
    answer = ask("POST", "/generate", {**BRIEF, "duration": 7}, {"idempotency-key": "two"})
    assert (answer.status, answer.json["code"]) == (409, "Conflict")


def test_the_same_key_of_another_user_is_another_job(ask: Ask) -> None:
    mine = ask("POST", "/generate", BRIEF, {"idempotency-key": "three"})
    theirs = Ask("bob")("POST", "/generate", BRIEF, {"idempotency-key": "three"})
    assert mine.json["job_id"] != theirs.json["job_id"]


def test_a_request_that_was_refused_may_come_again_with_its_key(app: AppContext, app_with: StudioWith) -> None:
    brief = a_brief(stop_at="script", review=["script"])
    with pytest.raises(OverQuota):
        admission.submit_once(app_with(OMNIGEN_JOBS_PER_DAY="0"), "cyd", brief, key="k", body_hash="h")
    job = admission.submit_once(app, "cyd", brief, key="k", body_hash="h")
    assert admission.submit_once(app, "cyd", brief, key="k", body_hash="h").job_id == job.job_id


def test_fifty_submissions_at_once_with_one_key_make_one_job(app: AppContext) -> None:
    brief = a_brief(stop_at="script", review=["script"])
    with ThreadPoolExecutor(16) as pool:
        jobs = list(
            pool.map(lambda _: admission.submit_once(app, "dan", brief, key="k", body_hash="h").job_id, range(50))
        )
    assert len(set(jobs)) == 1
    assert [item["job_id"] for item in app.aws.jobs.of_user("dan").items] == jobs[:1]
    assert app.aws.jobs.get(jobs[0]).run == 1
    assert admission.jobs_today(app, "dan") == 1


def test_no_more_jobs_than_allowed_run_at_once(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_USER="3")
    brief = a_brief(stop_at="script", review=["script"])

    def submit(_: int) -> bool:
        try:
            admission.submit_once(app, "fay", brief)
        except OverQuota:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(submit, range(8))) == 3
    assert admission.jobs_today(app, "fay") == 3


def test_a_job_that_has_ended_makes_room(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_USER="1")
    brief = a_brief(stop_at="script", review=["script"])
    first = admission.submit_once(app, "gus", brief)
    with pytest.raises(OverQuota):
        admission.submit_once(app, "gus", brief)
    app.aws.jobs.change_status(first.job_id, 1, JobStatus.CANCELLED)
    assert admission.submit_once(app, "gus", brief).job_id != first.job_id


def test_a_draft_does_not_count_as_running(ask: Ask, app_with: StudioWith) -> None:
    app_with(OMNIGEN_JOBS_PER_USER="0")
    draft = {"script_text": "Meet the bottle. Take it along.", "duration": 6}
    made = ask("POST", "/scripts", draft)
    assert (made.status, made.json["status"]) == (202, "draft")
    assert ask("POST", f"/scripts/{made.json['job_id']}/approve").status == 429


def test_the_daily_quota_says_when_to_come_back(ask: Ask, app_with: StudioWith) -> None:
    app_with(OMNIGEN_JOBS_PER_DAY="0")
    answer = ask("POST", "/generate", BRIEF)
    assert (answer.status, answer.json["code"], answer.json["retryable"]) == (429, "OverQuota", True)
    assert 0 < answer.json["retry_after"] <= 86_400
    assert answer.headers["Retry-After"] == str(answer.json["retry_after"])


def test_the_month_s_money_says_when_to_come_back(ask: Ask, app_with: StudioWith) -> None:
    app_with(OMNIGEN_MONTHLY_USD="0")
    answer = ask("POST", "/generate", BRIEF)
    assert answer.status == 429
    assert "month" in answer.json["detail"]
    assert 0 < answer.json["retry_after"] <= 31 * 86_400


def test_a_project_s_product_becomes_the_brief_s(ask: Ask, app: AppContext) -> None:
    product = {"name": "Aqua One", "description": "A steel bottle"}
    project = ask("POST", "/projects", {"product": product}).json
    answer = ask("POST", "/generate/script", {"project_id": project["project_id"], "duration": 15})
    job = app.aws.jobs.get(answer.json["job_id"])
    assert job.brief.product
    assert job.brief.product.name == "Aqua One"
    shown = ask("GET", f"/projects/{project['project_id']}").json
    assert [item["job_id"] for item in shown["jobs"]["items"]] == [job.job_id]
    assert shown["newest_script"]["id"] == job.job_id


def test_approving_twice_at_once_starts_a_draft_once(ask: Ask, app: AppContext) -> None:
    made = ask("POST", "/scripts", {"script_text": "Meet the bottle. Take it along.", "duration": 6}).json
    job = app.aws.jobs.get(made["job_id"])

    def start(_: int) -> bool:
        try:
            runs.start(app, job)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(start, range(8))) == 1


def test_deciding_twice_at_once_counts_once(app: AppContext, wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.SPEND)

    def decide(number: int) -> bool:
        verdict = ApprovalStatus.APPROVED if number % 2 else ApprovalStatus.REJECTED
        try:
            app.aws.reviews.decide(job, Gate.SPEND, None, verdict, "", "ada")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(8))) == 1
    assert not app.aws.jobs.get(job.job_id).open_reviews
