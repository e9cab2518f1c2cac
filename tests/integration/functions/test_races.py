"""Every call that changes a job's state, made sixteen times at once: exactly one takes effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from omnigen.aws.usage import RUNNING_JOBS
from omnigen.domain.brief import Gate
from omnigen.domain.job import RUNNING, ApprovalStatus, Job, JobStatus
from omnigen.domain.messages import ReviewRef
from omnigen.domain.storyboard import SceneEdit
from omnigen.errors import Conflict, NotFound, OmnigenError, OverQuota
from omnigen.jobs import admission, editing, runs
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_job, a_planned_job, an_image
from tests.conftest import StudioWith

CALLS = 16
Call = Callable[[AppContext, Job], object]


@pytest.fixture(autouse=True)
def stop_executions(app: AppContext) -> Iterator[None]:
    """Leaves no execution behind."""
    yield
    for job in list(app.aws.jobs.unfinished()):
        if job.execution_arn:
            app.aws.workflow.stop(job.execution_arn, "the test is over")


def a_draft_job(**changes: Any) -> Job:
    brief = a_brief(script_text="Meet the bottle. Take it along.", review=("script", "scenes"))
    return a_job(**({"brief": brief, "status": JobStatus.DRAFT, "run": 0} | changes))


def with_picture(**changes: Any) -> Job:
    job = a_planned_job(**changes)
    first = job.scenes[0].model_copy(update={"images": (an_image(job.scenes[0]),)})
    return job.model_copy(update={"scenes": (first, *job.scenes[1:])})


def decide(app: AppContext, job: Job) -> object:
    return app.aws.reviews.decide(job, Gate.SPEND, None, ApprovalStatus.APPROVED, "", "ada")


WAITING: dict[str, Any] = {"brief": a_brief(review=("scenes",))}
BEGINNING: dict[str, tuple[Callable[..., Job], dict[str, Any], Call]] = {
    "start": (a_draft_job, {}, admission.start),
    "continue": (a_planned_job, WAITING | {"status": JobStatus.SCRIPT_READY}, admission.continue_to_video),
    "resume": (a_planned_job, WAITING | {"status": JobStatus.FAILED}, admission.resume),
    "regenerate": (
        with_picture,
        WAITING | {"status": JobStatus.COMPLETED},
        lambda app, job: admission.regenerate(app, job, [job.scenes[0].id], "brighter"),
    ),
}
CHANGING: dict[str, tuple[Callable[..., Job], dict[str, Any], Call]] = {
    "cancel": (a_planned_job, {}, runs.cancel),
    "delete": (a_planned_job, {"status": JobStatus.COMPLETED}, runs.delete),
    "decide": (a_planned_job, {}, decide),
    "edit text": (a_draft_job, {}, lambda app, job: editing.edit_text(app, job, "See the bottle. Take it along.")),
    "edit scene": (
        a_planned_job,
        {"status": JobStatus.COMPLETED},
        lambda app, job: editing.edit_scene(app, job, job.scenes[0].id, SceneEdit(visual_prompt="A red bottle")),
    ),
    "edit length": (
        a_planned_job,
        {"status": JobStatus.COMPLETED},
        lambda app, job: editing.set_duration(app, job, job.scenes[0].id, Decimal("2.5")),
    ),
    "edit script": (
        a_planned_job,
        {"status": JobStatus.COMPLETED},
        lambda app, job: editing.edit_script(
            app, job, editing.as_script(job.written_script, job.written_script.segments, title="Another")
        ),
    ),
}


def stored(app: AppContext, build: Callable[..., Job], changes: dict[str, Any]) -> Job:
    job = build(**(changes | {"user_id": f"u{ULID()}"}))
    app.aws.jobs.create(job)
    if build is a_planned_job and changes == {}:
        ref = ReviewRef(job_id=job.job_id, run=1, gate=Gate.SPEND, task_token="token")
        app.aws.reviews.open(job, ref)
    return app.aws.jobs.get(job.job_id)


def succeeded(calls: list[Callable[[], object]]) -> int:
    """How many of these calls, made at once, were not refused."""

    def attempt(call: Callable[[], object]) -> bool:
        try:
            call()
        except (Conflict, NotFound, OverQuota):
            return False
        return True

    with ThreadPoolExecutor(CALLS) as pool:
        return sum(pool.map(attempt, calls))


@pytest.mark.parametrize("name", BEGINNING)
def test_run_is_begun_once_however_many_ask_at_once(app: AppContext, name: str) -> None:
    build, changes, call = BEGINNING[name]
    job = stored(app, build, changes)
    stale: list[Callable[[], object]] = [lambda: call(app, job)] * (CALLS // 2)
    fresh: list[Callable[[], object]] = [lambda: call(app, app.aws.jobs.get(job.job_id))] * (CALLS // 2)
    assert succeeded([*stale, *fresh]) == 1
    now = app.aws.jobs.get(job.job_id)
    assert now.run == job.run + 1
    assert app.aws.workflow.status(app.aws.workflow.execution_arn(job.job_id, now.run))
    assert app.aws.workflow.status(app.aws.workflow.execution_arn(job.job_id, now.run + 1)) is None


@pytest.mark.parametrize("name", CHANGING)
def test_change_takes_effect_once_however_many_ask_at_once(app: AppContext, name: str) -> None:
    build, changes, call = CHANGING[name]
    job = stored(app, build, changes)
    assert succeeded([lambda: call(app, job)] * CALLS) == 1


def test_running_jobs_never_exceed_the_quota_however_often_jobs_are_resumed_at_once(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_USER="3")
    user = f"u{ULID()}"
    brief = a_brief(stop_at="script", review=["script"])
    jobs = [a_job(user_id=user, brief=brief, status=JobStatus.CANCELLED) for _ in range(8)]
    for job in jobs:
        app.aws.jobs.create(job)

    def running() -> list[Job]:
        return [job for known in jobs if (job := app.aws.jobs.get(known.job_id)).status in RUNNING]

    def resume(job_id: str) -> object:
        return admission.resume(app, app.aws.jobs.get(job_id))

    for _ in range(3):
        succeeded([partial(resume, known.job_id) for known in jobs])
        alive = running()
        assert len(alive) == 3
        assert {job.job_id for job in alive} == app.aws.usage.jobs(user, RUNNING_JOBS)
        for job in alive[:2]:
            try:
                runs.cancel(app, job)
            except OmnigenError:
                assert app.aws.jobs.get(job.job_id).status not in RUNNING


def test_resuming_counts_as_a_job_of_the_day(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_JOBS_PER_DAY="2")
    user = f"u{ULID()}"
    job = admission.submit_once(app, user, a_brief(stop_at="script", review=["script"]))
    admission.resume(app, runs.cancel(app, app.aws.jobs.get(job.job_id)))
    cancelled = runs.cancel(app, app.aws.jobs.get(job.job_id))
    with pytest.raises(OverQuota, match="2 jobs and new runs today") as refusal:
        admission.resume(app, cancelled)
    assert 0 < (refusal.value.retry_after_seconds or 0) <= 86_400
    assert app.aws.jobs.get(job.job_id).run == 2
