"""Local hosts on a folder, quick ones: their functions run in threads, and webhooks are heard instead of sent."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import TERMINAL, Job
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from functions.sweep import ScheduledEvent, sweep
from local.emulator.cloud import LocalCloud
from local.emulator.events import schedules
from tests.conftest import SETTINGS
from tests.workflow.faulty import composing_in_process, handlers

HOOK = "https://example.com/hook"
PATIENCE_SECONDS = 120.0

Told = tuple[str, str, int, int]
"""Job, status, run and `rev` of an event."""


@dataclass
class Receiver:
    """Stands where DeliverWebhook does. What was told, in order; the same event may come more than once."""

    told: list[Told] = field(default_factory=list)

    def __call__(self, event: Mapping[str, Any], context: object) -> None:
        for record in event["Records"]:
            body = json.loads(record["body"])
            self.told.append((body["job_id"], body["status"], body["run"], body["rev"]))


@contextmanager
def a_host(folder: Path, receiver: Receiver, **settings: str) -> Iterator[tuple[LocalCloud, AppContext]]:
    """A host on this folder, with the offline vendor's order log in it."""
    fixed = {"OMNIGEN_OFFLINE_ORDER_LOG": str(folder / "ledger"), "OMNIGEN_OFFLINE_PRICES": "imitated"}
    options: dict[str, Any] = {"executor": "threads", "wait_scale": 0.02, "sweep_seconds": 3_600.0, "durable": False}
    options |= {"definition": composing_in_process(), "handlers": {**handlers(), "DeliverWebhook": receiver}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedules, "_WEBHOOK_POLL_SECONDS", 0.1)
        with LocalCloud(folder / "cloud", environment=SETTINGS | fixed | settings, **options) as cloud:
            yield cloud, open_context(read(os.environ))


def rested(cloud: LocalCloud, app: AppContext, job_id: str) -> Job:
    """The job once it has ended and all that follows from that is over. AssertionError when it hangs."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not _rests(app, job := app.aws.jobs.get(job_id)):
        assert time.monotonic() < until, f"stuck: {job.status} in run {job.run}, {job.error_message}"
        time.sleep(0.05)
    swept(app)
    assert cloud.settle(30)
    while job.brief.webhook_url and (app.aws.jobs.get(job_id).pending_events or _queued(cloud)):
        assert time.monotonic() < until, "events hang"
        time.sleep(0.05)
    return app.aws.jobs.get(job_id)


def swept(app: AppContext) -> None:
    """What the sweep does once nobody can be at work any more."""
    sweep(ScheduledEvent(), replace(app, now=lambda: app.now() + 120))


def _rests(app: AppContext, job: Job) -> bool:
    over = job.status in TERMINAL and not app.aws.workflow.is_running(job.execution_arn or "")
    return over and not [arn for arn in app.aws.slots.holders() if job.job_id in arn]


def _queued(cloud: LocalCloud) -> bool:
    sqs = cloud.client("sqs")
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    [url] = [url for url in sqs.list_queues()["QueueUrls"] if "dead" not in url]
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return any(int(counts[name]) for name in names)
