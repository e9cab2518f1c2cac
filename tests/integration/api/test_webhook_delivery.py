"""A webhook on its whole way: told by the record, through the queue, over TLS, to a receiver that checks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef
from omnigen.errors import OmnigenError
from omnigen.runtime.context import AppContext
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from functions.deliver_webhook import handler
from functions.write_script import write_script
from local.emulator.cloud import LocalCloud
from local.emulator.events.sqs_poller import SqsPoller
from local.emulator.moto_patches.hooks import Outcome
from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask
from tests.integration.api.webhook_receiver import NAME, PUBLIC, Receiver, receiving
from tests.unit.test_safe_http_tls import write_certificate

HOOK = f"https://{NAME}/hook"


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody but the test takes messages out of the queue."""
    return {"functions": tuple(function for function in FUNCTIONS if function.name != "DeliverWebhook")}


@pytest.fixture
def app(app_with: StudioWith) -> AppContext:
    return app_with(OMNIGEN_WEBHOOK_KEY="master")


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving(write_certificate(tmp_path), monkeypatch) as running:
        yield running


@pytest.fixture
def drain(cloud: LocalCloud) -> Callable[[], None]:
    """Hands over what is in the queue and visible."""

    def call(function: str, event: Any) -> Outcome:
        assert function == "DeliverWebhook"
        try:
            handler(event, None)
        except OmnigenError:
            return Outcome("{}", failed=True)
        return Outcome("{}")

    poller = SqsPoller(cloud.client("sqs"), call, cloud._hooks.busy_groups)

    def drained() -> None:
        poller.drain()
        assert poller.settle()

    return drained


@pytest.fixture
def job(keep: Callable[..., Job], app: AppContext, receiver: Receiver) -> Job:
    """A job that has just been cancelled, and whose user's server, which is verified, wants to know."""
    app.aws.webhook_receivers.mark_verified("ada", HOOK, app.now())
    return cancelled(keep, f"{HOOK}?x=1")


def cancelled(keep: Callable[..., Job], webhook_url: str) -> Job:
    job = keep(status=JobStatus.PROCESSING, brief=a_brief(webhook_url=webhook_url))
    assert Ask()("POST", f"/jobs/{job.job_id}/cancel").status == 200
    return job


def log_of(job: Job) -> Any:
    return Ask()("GET", f"/jobs/{job.job_id}/deliveries").json


def test_the_standard_s_own_library_accepts_what_arrives(
    job: Job, receiver: Receiver, drain: Callable[[], None]
) -> None:
    drain()
    ((body, headers),) = receiver.got
    webhook = Webhook(log_of(job)["signing_secret"])
    told = webhook.verify(body, headers)
    assert (told["type"], told["data"]["job_id"]) == ("job.cancelled", job.job_id)
    with pytest.raises(WebhookVerificationError):
        webhook.verify(body.replace(b"cancelled", b"completed"), headers)
    with pytest.raises(WebhookVerificationError):
        webhook.verify(body, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)})
    assert [(entry["status"], entry["delivered"]) for entry in log_of(job)["items"]] == [(200, True)]


def test_a_failed_delivery_waits_its_turn_and_a_replay_does_not(
    job: Job, receiver: Receiver, drain: Callable[[], None], ask: Ask
) -> None:
    receiver.answers = [500, 200]
    drain()
    drain()
    assert len(receiver.got) == 1, "the second attempt has its time"
    assert ask("POST", f"/jobs/{job.job_id}/deliveries/1/replay").status == 202
    drain()
    first, second = (headers["webhook-id"] for _, headers in receiver.got)
    assert first == second
    entries = [(entry["number"], entry["status"], entry["delivered"]) for entry in log_of(job)["items"]]
    assert entries == [(1, 500, False), (2, 200, True)]


def test_a_new_receiver_is_verified_and_told_in_one_attempt(
    keep: Callable[..., Job], receiver: Receiver, drain: Callable[[], None]
) -> None:
    for path in ("new?job=1", "new?job=2"):
        cancelled(keep, f"https://{NAME}/{path}")
    drain()
    assert (len(receiver.challenged), len(receiver.got)) == (1, 2)


def test_a_receiver_that_repeats_no_challenge_is_told_nothing(
    keep: Callable[..., Job], receiver: Receiver, drain: Callable[[], None]
) -> None:
    job = cancelled(keep, f"https://{NAME}/stranger")
    receiver.repeats = False
    drain()
    ((body, headers),) = receiver.challenged
    asked = Webhook(log_of(job)["signing_secret"]).verify(body, headers)
    assert (asked["type"], len(asked["data"]["challenge"])) == ("webhook.verification", 43)
    assert receiver.got == []
    assert [entry["delivered"] for entry in log_of(job)["items"]] == [False]


def test_a_redirect_is_not_followed(job: Job, receiver: Receiver, drain: Callable[[], None]) -> None:
    receiver.answers = [307]
    drain()
    assert receiver.connected_to == [PUBLIC]
    assert [(entry["status"], entry["delivered"]) for entry in log_of(job)["items"]] == [(307, False)]


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere_else(
    job: Job, receiver: Receiver, drain: Callable[[], None]
) -> None:
    """DNS rebinding: the name is looked up once, and the connection goes to the address that was checked."""
    receiver.leads_to = [PUBLIC, "127.0.0.1"]
    drain()
    assert len(receiver.looked_up) == 1
    assert receiver.connected_to == [PUBLIC]
    assert log_of(job)["items"][0]["delivered"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "017700000001", "127.1", "[::ffff:7f00:1]", "0"])
def test_other_ways_of_writing_this_machine_lead_nowhere(
    host: str, keep: Callable[..., Job], receiver: Receiver, drain: Callable[[], None]
) -> None:
    job = cancelled(keep, f"https://{host}/hook")
    drain()
    assert receiver.connected_to == []
    (entry,) = log_of(job)["items"]
    assert (entry["delivered"], entry["retryable"]) == (False, False)


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1"])
def test_a_name_that_leads_inside_is_not_visited(
    address: str, job: Job, receiver: Receiver, drain: Callable[[], None]
) -> None:
    receiver.leads_to = [address]
    drain()
    assert receiver.connected_to == []
    (entry,) = log_of(job)["items"]
    assert (entry["delivered"], entry["retryable"]) == (False, False)
    assert "not at a public address" in entry["error"]


def test_work_that_begins_and_goes_on_is_told(
    keep: Callable[..., Job],
    wait_at: Callable[..., Job],
    app: AppContext,
    receiver: Receiver,
    drain: Callable[[], None],
    ask: Ask,
) -> None:
    brief = a_brief(webhook_url=HOOK)
    begun = keep(status=JobStatus.PENDING, brief=brief)
    for _ in range(2):
        write_script(JobRef(job_id=begun.job_id, run=1), app)
    waiting = wait_at(Gate.SPEND, brief=brief)
    assert ask("POST", f"/scripts/{waiting.job_id}/create-video").status == 202
    drain()
    told = [json.loads(body) for body, _ in receiver.got]
    assert [(event["type"], event["data"]["job_id"]) for event in told] == [
        ("job.processing", begun.job_id),
        ("job.awaiting_review", waiting.job_id),
        ("job.processing", waiting.job_id),
    ]
