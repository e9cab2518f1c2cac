"""A user's server hears how a job ended, even where the one who would tell it was stopped after writing it down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.runtime.lambda_handler import context_from_environment

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import handlers, traps
from tests.workflow.transient_errors import failing_calls, throttled

HEARD: list[tuple[str, str]] = []
STILLS: dict[str, Any] = {"pictures": "stills", "narration": {"enabled": False}, "music": {"enabled": False}}


def note(event: Mapping[str, Any], context: object) -> None:
    for record in event["Records"]:
        said = json.loads(record["body"])
        HEARD.append((said["job_id"], said["status"]))


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE | {"handlers": handlers() | {"DeliverWebhook": note}}


@pytest.mark.parametrize(
    ("teller", "fault", "status"),
    [("CompleteJob", "", JobStatus.COMPLETED), ("FailJob", "script:BadInput", JobStatus.FAILED)],
)
def test_end_that_was_written_down_and_not_told_is_told_by_the_next_attempt(
    teller: str, fault: str, status: JobStatus, cloud: LocalCloud, app_with: StudioWith
) -> None:
    traps.clear()
    app = app_with(OMNIGEN_OFFLINE_FAULTS=fault)
    with failing_calls(app, throttled("sqs.SendMessage", only=teller)):
        drive = Drive.begin(cloud, app, webhook_url="https://example.com/hook", **STILLS)
        assert drive.end().status is status
    drive.until(lambda job: (job.job_id, status) in HEARD)


def test_end_that_only_its_event_knows_is_told_when_the_event_comes_again(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    """The whole execution is stopped from outside: no state of it can say anything."""
    app = app_with()
    traps.lay("DrawImage", "before", lambda event: _stop(cloud, event))
    with failing_calls(app, throttled("sqs.SendMessage", only="ExecutionEnded")):
        drive = Drive.begin(cloud, app, webhook_url="https://example.com/hook", **STILLS)
        assert drive.end().status is JobStatus.CANCELLED
    drive.until(lambda job: (job.job_id, "cancelled") in HEARD)


def _stop(cloud: LocalCloud, event: Mapping[str, Any]) -> None:
    app = context_from_environment()
    cloud.client("stepfunctions").stop_execution(
        executionArn=app.aws.workflow.execution_arn(event["job_id"], event["run"])
    )
