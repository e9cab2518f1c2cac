"""Webhooks: signed so that a receiver can check them, logged, tried again, and never sent where they must not go."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.job import Job
from omnigen.domain.webhook import MAX_LOGGED_ATTEMPTS, RETRY_AFTER_SECONDS
from omnigen.errors import ProviderUnavailable, WebhookUndelivered
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext
from omnigen.safe_http import PostResponse
from standardwebhooks.webhooks import Webhook

from functions.deliver_webhook import GONE, TIMEOUT_SECONDS, QueueRecord, deliver, handler
from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

ARN = "arn:aws:sqs:us-east-1:123456789012:omnigen-local-webhooks"


@dataclass
class Receiver:
    """A user's server: repeats challenges, otherwise answers what it is told to, and keeps what it was sent."""

    answers: list[int | Exception] = field(default_factory=lambda: [200])
    repeat: Callable[[str], bytes] = str.encode
    challenged: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    got: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> PostResponse:
        """Take one delivery."""
        if challenge := json.loads(body)["data"].get("challenge"):
            self.challenged.append((url, body, headers))
            return PostResponse(200, self.repeat(challenge))
        self.got.append((url, body, headers))
        answer = self.answers[min(len(self.got), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return PostResponse(answer)


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody but the test takes messages out of the queue."""
    return {"functions": tuple(function for function in FUNCTIONS if function.name != "DeliverWebhook")}


@pytest.fixture
def app(app_with: StudioWith) -> AppContext:
    return app_with(OMNIGEN_WEBHOOK_KEY="master")


@pytest.fixture
def job(keep: Callable[..., Job], app: AppContext) -> Job:
    return keep(brief=a_brief(webhook_url="https://example.com/hook"))


def record(job: Job, attempt: int = 1, rev: int = 7) -> QueueRecord:
    body = {"job_id": job.job_id, "status": "completed", "run": 1, "rev": rev}
    attributes = {"ApproximateReceiveCount": str(attempt), "SentTimestamp": "1800000000123"}
    names = {"receiptHandle": "gone", "eventSourceARN": ARN, "body": json.dumps(body), "attributes": attributes}
    return QueueRecord.model_validate(names)


def test_a_receiver_can_check_the_signature_with_its_own_secret(ask: Ask, job: Job, app: AppContext) -> None:
    receiver = Receiver()
    deliver(record(job), app, receiver)
    ((url, body, headers),) = receiver.got
    log = ask("GET", f"/jobs/{job.job_id}/deliveries").json
    key = base64.b64decode(log["signing_secret"].removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert url == "https://example.com/hook"
    told = json.loads(body)
    assert (told["type"], told["timestamp"], told["data"]["job_id"]) == ("job.completed", 1_800_000_000, job.job_id)
    assert [(entry["number"], entry["status"], entry["delivered"]) for entry in log["items"]] == [(1, 200, True)]


def test_users_have_different_secrets(ask: Ask, job: Job, keep: Callable[..., Job]) -> None:
    theirs = keep(user_id="bob")
    mine = ask("GET", f"/jobs/{job.job_id}/deliveries").json["signing_secret"]
    assert Ask("bob")("GET", f"/jobs/{theirs.job_id}/deliveries").json["signing_secret"] != mine


@pytest.mark.parametrize("answer", [500, 404, 301, ProviderUnavailable("nobody there")])
def test_a_failed_attempt_is_logged_and_stays_in_the_queue(answer: int | Exception, job: Job, app: AppContext) -> None:
    with pytest.raises(WebhookUndelivered):
        deliver(record(job, attempt=2), app, Receiver([answer]))
    (entry,) = app.aws.webhook_log.log(job.job_id)
    assert (entry.delivered, entry.attempt) == (False, 2)
    assert entry.status == (answer if isinstance(answer, int) else None)


def test_a_receiver_that_is_gone_is_not_asked_again(job: Job, app: AppContext) -> None:
    deliver(record(job), app, Receiver([410]))
    assert [entry.retryable for entry in app.aws.webhook_log.log(job.job_id)] == [False]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.0.0.1:8443"])
def test_this_machine_is_never_told(host: str, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(brief=a_brief(webhook_url=f"https://{host}/hook"))
    event = {"Records": [record(job).model_dump(mode="json", by_alias=True)]}
    assert handler(event, None) == {}
    (entry,) = app.aws.webhook_log.log(job.job_id)
    assert (entry.delivered, entry.retryable, entry.status) == (False, False, None)
    assert "not at a public address" in entry.error


def test_the_log_keeps_the_last_twenty(job: Job, app: AppContext) -> None:
    for rev in range(MAX_LOGGED_ATTEMPTS + 3):
        deliver(record(job, rev=rev), app, Receiver())
    log = app.aws.webhook_log.log(job.job_id)
    assert [entry.number for entry in log] == list(range(4, MAX_LOGGED_ATTEMPTS + 4))
    assert app.aws.jobs.get(job.job_id).rev == job.rev  # no change of the job itself


def test_every_attempt_and_replay_of_an_event_has_the_same_id(job: Job, app: AppContext) -> None:
    receiver = Receiver([503, 200])
    with pytest.raises(WebhookUndelivered):
        deliver(record(job), app, receiver)
    deliver(record(job, attempt=2), app, receiver)
    first, second = (headers["webhook-id"] for _, _, headers in receiver.got)
    assert first == second


def test_a_replay_is_put_into_the_queue(ask: Ask, job: Job, app: AppContext, cloud: LocalCloud) -> None:
    deliver(record(job), app, Receiver())
    place = f"/jobs/{job.job_id}/deliveries"
    assert ask("POST", f"{place}/1/replay").status == 202
    assert ask("POST", f"{place}/9/replay").status == 404
    queue = cloud.client("sqs")
    url = app.settings.webhook_queue_url
    (message,) = queue.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert json.loads(message["Body"]) == {"job_id": job.job_id, "status": "completed", "run": 1, "rev": 7}


@pytest.mark.parametrize("repeat", [str.encode, lambda text: json.dumps({"challenge": text}).encode()])
def test_a_receiver_is_verified_once_before_its_first_delivery(
    repeat: Callable[[str], bytes], keep: Callable[..., Job], app: AppContext
) -> None:
    host = f"https://receiver-{repeat.__name__.strip('<>')}.example"
    receiver = Receiver(repeat=repeat)
    for query in ("?job=1", "?job=2"):
        deliver(record(keep(brief=a_brief(webhook_url=f"{host}/hook{query}"))), app, receiver)
    assert [url for url, _, _ in receiver.challenged] == [f"{host}/hook?job=1"]
    assert len(receiver.got) == 2
    deliver(record(keep(brief=a_brief(webhook_url=f"{host}/other"))), app, receiver)
    deliver(record(keep(user_id="bob", brief=a_brief(webhook_url=f"{host}/hook"))), app, receiver)
    assert len(receiver.challenged) == 3, "another path, and another user, are verified for themselves"


@pytest.mark.parametrize("answer", [b"", b"ok", b'{"challenge": 1}', b'["challenge"]', b"\xff"])
def test_a_receiver_that_does_not_repeat_the_challenge_is_told_nothing(
    answer: bytes, keep: Callable[..., Job], app: AppContext, ask: Ask
) -> None:
    job = keep(brief=a_brief(webhook_url=f"https://stranger.example/{answer.hex()}"))
    receiver = Receiver(repeat=lambda _: answer)
    with pytest.raises(WebhookUndelivered):
        deliver(record(job), app, receiver)
    assert receiver.got == []
    (entry,) = ask("GET", f"/jobs/{job.job_id}/deliveries").json["items"]
    assert (entry["event"], entry["delivered"], entry["status"]) == ("job.completed", False, 200)
    assert "did not repeat the challenge" in entry["error"]
    deliver(record(job, attempt=2), app, Receiver())
    assert [entry.delivered for entry in app.aws.webhook_log.log(job.job_id)] == [False, True]


def test_a_replaced_secret_signs_too_until_its_time_is_over(keep: Callable[..., Job], app_with: StudioWith) -> None:
    ask, app = Ask("rotating"), app_with(OMNIGEN_WEBHOOK_KEY="master")
    old = ask("GET", "/webhooks/secret").json
    assert old["previous_valid_until"] is None
    new = ask("POST", "/webhooks/secret/rotate", {}).json
    assert new["signing_secret"] != old["signing_secret"]
    assert new["previous_valid_until"] == app.now() + 24 * 3600
    assert ask("POST", "/webhooks/secret/rotate", {}).status == 409
    assert ask("GET", "/webhooks/secret").json == new
    assert accepting(app, keep, old, new) == [True, True]
    later = dataclasses.replace(app, now=lambda: new["previous_valid_until"])
    assert accepting(later, keep, old, new) == [False, True]


def test_a_leaked_secret_ends_at_once(keep: Callable[..., Job], app: AppContext) -> None:
    ask = Ask("leaking")
    old = ask("GET", "/webhooks/secret").json
    middle = ask("POST", "/webhooks/secret/rotate", {"overlap_hours": 168}).json
    new = ask("POST", "/webhooks/secret/rotate", {"overlap_hours": 0}).json
    assert new["previous_valid_until"] is None
    assert accepting(app, keep, old, middle, new, user_id="leaking") == [False, False, True]


def test_two_keys_of_the_deployment_sign_while_the_operator_replaces_it(
    keep: Callable[..., Job], app_with: StudioWith
) -> None:
    secrets = []
    for key in ("first", "second"):
        app_with(OMNIGEN_WEBHOOK_KEY=key)
        secrets.append(Ask("rotating")("GET", "/webhooks/secret").json)
    both = app_with(OMNIGEN_WEBHOOK_KEY="second first")
    assert Ask("rotating")("GET", "/webhooks/secret").json["signing_secret"] == secrets[1]["signing_secret"]
    assert accepting(both, keep, *secrets) == [True, True]


def accepting(
    app: AppContext, keep: Callable[..., Job], *secrets: Mapping[str, str], user_id: str = "rotating"
) -> list[bool]:
    """Which of these secrets the standard's own library accepts a delivery with."""
    receiver = Receiver()
    deliver(record(keep(user_id=user_id, brief=a_brief(webhook_url="https://example.com/hook"))), app, receiver)
    ((_, body, headers),) = receiver.got
    return [_is_accepted(secret["signing_secret"], body, headers) for secret in secrets]


def _is_accepted(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Signed anew by the library, since it refuses to verify what comes from a later day."""
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return Webhook(secret).sign(headers["webhook-id"], sent_at, body.decode()) in headers["webhook-signature"].split()


def test_a_deleted_job_is_nobody_s_news(job: Job, app: AppContext) -> None:
    runs.delete(app, job)
    receiver = Receiver()
    deliver(record(job), app, receiver)
    assert not receiver.got


def test_the_page_about_webhooks_says_what_the_program_does(job: Job, app: AppContext) -> None:
    page = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    assert RETRY_AFTER_SECONDS == (60, 300, 1_800, 7_200)
    assert "after 1 minute, 5 minutes, 30 minutes and 2 hours" in page
    assert f"within {TIMEOUT_SECONDS} seconds" in page
    assert f"last {MAX_LOGGED_ATTEMPTS} attempts" in page
    assert f"{GONE} stops" in page
    receiver = Receiver()
    deliver(record(job), app, receiver)
    (sent,) = (json.loads(body) for _, body, _ in receiver.got)
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])
    assert (shown.keys(), shown["data"].keys()) == (sent.keys(), sent["data"].keys())
