"""Webhook messages reach their function, again if it fails, in the end the dead-letter queue; none delays another's."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from local.emulator.events.sqs_poller import WEBHOOK_DELIVERIES, SqsPoller
from local.emulator.moto_patches.hooks import Outcome
from local.emulator.resources import WEBHOOK_ATTEMPTS, WEBHOOK_DEAD_LETTERS, WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import RunningCloud, eventually


@pytest.fixture
def sqs(aws: RunningCloud) -> Any:
    client = aws.cloud.client("sqs")
    client.set_queue_attributes(QueueUrl=_url(client), Attributes={"VisibilityTimeout": "0"})
    return client


@pytest.fixture
def busy(aws: RunningCloud) -> set[str]:
    return aws.cloud._hooks.busy_groups


def test_a_message_is_handed_over_once_and_is_gone(sqs: Any, busy: set[str]) -> None:
    _send(sqs, "1")
    calls: list[Any] = []

    def deliver(function: str, event: Any) -> Outcome:
        calls.append((function, event))
        return Outcome("null")

    poller = SqsPoller(sqs, deliver, busy)
    for _ in range(2):
        poller.drain()
        assert poller.settle()
    [(function, event)] = calls
    [record] = event["Records"]
    assert (function, record["body"], record["eventSource"]) == ("DeliverWebhook", "1", "aws:sqs")
    assert record["eventSourceARN"].endswith(f":{WEBHOOK_QUEUE}")


def test_a_message_that_fails_is_tried_again_and_ends_among_the_dead_letters(sqs: Any, busy: set[str]) -> None:
    _send(sqs, "1")
    counts: list[str] = []

    def fail(function: str, event: Any) -> Outcome:
        counts.append(event["Records"][0]["attributes"]["ApproximateReceiveCount"])
        return Outcome("{}", failed=True)

    poller = SqsPoller(sqs, fail, busy)
    poller.drain()
    assert poller.settle()
    assert counts == [str(n) for n in range(1, WEBHOOK_ATTEMPTS + 1)]
    dead = sqs.get_queue_url(QueueName=WEBHOOK_DEAD_LETTERS)["QueueUrl"]
    assert [m["Body"] for m in sqs.receive_message(QueueUrl=dead)["Messages"]] == ["1"]


def test_receivers_that_hang_delay_nobody_else(sqs: Any, busy: set[str]) -> None:
    """All but one of the places may be taken by receivers that never answer, each with many messages."""
    hanging = [f"hangs-{number}" for number in range(WEBHOOK_DELIVERIES - 1)]
    for group in hanging:
        for number in range(3):
            _send(sqs, f"{group} {number}", group)
    for number in range(5):
        _send(sqs, f"quick {number}", "quick")
    told: list[str] = []
    release = threading.Event()

    def deliver(function: str, event: Any) -> Outcome:
        body = event["Records"][0]["body"]
        if body.startswith("hangs"):
            release.wait(30)
        told.append(body)
        return Outcome("null")

    poller = SqsPoller(sqs, deliver, busy)
    poller.drain()
    eventually(lambda: len(told) == 5)
    assert told == [f"quick {number}" for number in range(5)], "in their order"
    eventually(lambda: busy == set(hanging))  # the last one's place is given back after it has told
    release.set()
    assert poller.settle()
    assert len(told) == 5 + 3 * len(hanging)
    assert busy == set()


def test_a_call_that_raises_keeps_no_place(sqs: Any, busy: set[str]) -> None:
    _send(sqs, "1")
    calls: list[Any] = []

    def broken(function: str, event: Any) -> Outcome:
        calls.append(event)
        raise RuntimeError("no worker")

    poller = SqsPoller(sqs, broken, busy)
    poller.drain()
    assert poller.settle()
    assert (len(calls), busy) == (WEBHOOK_ATTEMPTS, set())


def test_nothing_begins_after_the_end(sqs: Any, busy: set[str]) -> None:
    poller = SqsPoller(sqs, lambda *_: pytest.fail("begun"), busy)
    poller.close()
    _send(sqs, "1")
    poller.drain()
    assert poller.settle()


def _url(sqs: Any) -> str:
    return str(sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"])


def _send(sqs: Any, body: str, group: str = "a-receiver") -> None:
    sqs.send_message(QueueUrl=_url(sqs), MessageBody=body, MessageGroupId=group)
