"""What costs nothing is limited all the same: upload forms, projects, repeated webhooks, by user and day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.job import Job
from omnigen.domain.webhook import DeliveryAttempt

from tests.builders import NOW, a_brief, two_colours
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

UPLOAD = {"kind": "style_image", "media_type": "image/png"}
ASSET = {"kind": "logo", "upload": "users/user-of-assets/uploads/logo.png", "file_name": "logo.png"}
PROJECT = {"product": {"name": "Aqua One", "description": "A steel bottle"}}


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody but the test takes messages out of the queue."""
    return {"functions": tuple(function for function in FUNCTIONS if function.name != "DeliverWebhook")}


@pytest.mark.parametrize(
    ("setting", "path", "body"),
    [
        ("OMNIGEN_UPLOADS_PER_DAY", "/uploads", UPLOAD),
        ("OMNIGEN_PROJECTS_PER_DAY", "/projects", PROJECT),
        ("OMNIGEN_ASSETS_PER_DAY", "/assets", ASSET),
    ],
)
def test_one_too_many_is_refused_until_tomorrow(
    app_with: StudioWith, setting: str, path: str, body: dict[str, Any]
) -> None:
    app = app_with(**{setting: "2"})
    ask = Ask(f"user-of-{path[1:]}")
    for user in (ask.user, "somebody-else"):
        app.aws.objects.put(f"users/{user}/uploads/logo.png", two_colours(), "image/png")
    others = body
    if "upload" in body:
        others = body | {"upload": "users/somebody-else/uploads/logo.png"}
    assert [ask("POST", path, body).status for _ in range(3)] == [201, 201, 429]
    refused = ask("POST", path, body)
    assert refused.json["code"] == "OverQuota"
    assert refused.headers["Retry-After"] == str(refused.json["retry_after"])
    assert 0 < refused.json["retry_after"] <= 86_400
    assert Ask("somebody-else")("POST", path, others).status == 201


def test_webhooks_are_repeated_so_many_times_a_day(keep: Callable[..., Job], app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_REPLAYS_PER_DAY="1")
    job = keep(user_id="replaying", brief=a_brief(webhook_url="https://example.com/hook"))
    attempt = DeliveryAttempt(
        number=0, event_id="msg_1", event="job.completed", attempted_at=NOW, attempt=1, delivered=True, rev=1, run=1
    )
    app.aws.webhook_log.write(job.job_id, attempt)
    place = f"/jobs/{job.job_id}/deliveries/1/replay"
    assert [Ask("replaying")("POST", place).status for _ in range(2)] == [202, 429]
