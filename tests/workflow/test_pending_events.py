"""What a webhook is to be told is recorded together with the change, so that a process may die between the two."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from omnigen.aws.webhook_queue import WebhookQueue
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job, JobStatus
from omnigen.domain.messages import ErrorOutput, FailureRef, JobRef, ReviewRef, StoryboardRef
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.api.auth import RequestContext
from functions.api.decisions import record_decision
from functions.complete_job import complete_job
from functions.fail_job import fail_job
from functions.open_review import open_review
from functions.plan_storyboard import plan_storyboard
from functions.sweep import ScheduledEvent, sweep
from functions.write_script import write_script
from tests.builders import a_brief, a_planned_job, a_video
from tests.workflow.faulty import handlers

HEARD: list[dict[str, Any]] = []


def note(event: Mapping[str, Any], context: object) -> None:
    HEARD.extend(json.loads(record["body"]) for record in event["Records"])


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return {"handlers": handlers() | {"DeliverWebhook": note}}


class KilledError(BaseException):
    """The process is gone."""


def ref(job: Job) -> JobRef:
    return JobRef(job_id=job.job_id, run=1)


def review_of(job: Job) -> ReviewRef:
    return ReviewRef(job_id=job.job_id, run=1, gate=Gate.SPEND, task_token="token")


def complete(app: AppContext, job: Job) -> None:
    rendered = job.composition.model_copy(update={"video": a_video(id=f"{job.job_id}-v01")})
    app.aws.artifacts.composition(job.job_id, 1, rendered)
    complete_job(ref(job), app)


def decide(app: AppContext, job: Job) -> None:
    waiting = app.aws.reviews.open(job, review_of(job))
    for name, rev in waiting.pending_events.items():
        app.aws.jobs.mark_queued(job.job_id, name, rev)
    record_decision(RequestContext("ada", app), waiting, Gate.SPEND, None, ApprovalStatus.APPROVED)


def fail(app: AppContext, job: Job) -> None:
    fail_job(FailureRef(job_id=job.job_id, run=1, error=ErrorOutput(Error="BadInput", Cause="No.")), app)


ACTS: dict[str, tuple[dict[str, Any], Callable[[AppContext, Job], object], str]] = {
    "first stage": ({"status": JobStatus.PENDING}, lambda app, job: write_script(ref(job), app), "processing"),
    "gate": ({}, lambda app, job: open_review(review_of(job), app), "awaiting_review"),
    "decision": ({}, decide, "processing"),
    "script": (
        {"stop_at": "script"},
        lambda app, job: plan_storyboard(StoryboardRef(job_id=job.job_id, run=1), app),
        "script_ready",
    ),
    "end": ({}, complete, "completed"),
    "failure": ({}, fail, "failed"),
    "cancelling": ({}, runs.cancel, "cancelled"),
    "end event": (
        {},
        lambda app, job: runs.end_run(app, app.aws.workflow.execution_arn(job.job_id, 1), "TIMED_OUT"),
        "failed",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_event_of_a_process_that_died_before_it_was_sent_is_sent_by_the_sweep_once(
    act: str, app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, change, status = ACTS[act]
    brief = a_brief(webhook_url="https://example.com/hook", stop_at=facts.get("stop_at", "video"))
    job = a_planned_job(user_id=f"u{ULID()}", brief=brief, status=facts.get("status", JobStatus.PROCESSING))
    app.aws.jobs.create(job)

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(WebhookQueue, "publish", killed)
        with pytest.raises(KilledError):
            change(app, app.aws.jobs.get(job.job_id))
    changed = app.aws.jobs.get(job.job_id)
    assert changed.public_status == status
    (rev,) = [rev for name, rev in changed.pending_events.items() if name.startswith(f"{status}-1")]
    event = {"job_id": job.job_id, "status": status, "run": 1, "rev": rev}
    assert event not in HEARD
    for _ in range(2):
        sweep(ScheduledEvent(), dataclasses.replace(app, now=lambda: app.now() + 120))
        deadline = time.monotonic() + 20
        while event not in HEARD and time.monotonic() < deadline:
            time.sleep(0.05)
    assert HEARD.count(event) == 1
    runs.delete(app, app.aws.jobs.get(job.job_id))


def test_change_of_a_record_of_an_earlier_version_is_recorded_too(app: AppContext) -> None:
    job = a_planned_job(user_id=f"u{ULID()}")
    app.aws.jobs.create(job)
    app.aws.jobs.table.update_item(Key={"job_id": job.job_id}, UpdateExpression="REMOVE pending_events")
    changed = app.aws.jobs.change_status(job.job_id, 1, JobStatus.FAILED)
    assert changed.pending_events == {"failed-1": changed.rev}
