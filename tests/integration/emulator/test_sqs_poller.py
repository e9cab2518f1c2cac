"""Webhook messages reach their function, again if it fails, and in the end the dead-letter queue."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.emulator.events.sqs_poller import AT_ONCE, SqsPoller
from local.emulator.moto_patches.hooks import Outcome
from local.emulator.resources import WEBHOOK_ATTEMPTS, WEBHOOK_DEAD_LETTERS, WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import RunningCloud


@pytest.fixture
def sqs(aws: RunningCloud) -> Any:
    client = aws.cloud.client("sqs")
    url = client.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
    client.purge_queue(QueueUrl=url)
    client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    return client


@pytest.fixture
def opened(sqs: Any) -> Iterator[Callable[..., SqsPoller]]:
    """Opens a poller, which is closed afterwards."""
    pollers: list[SqsPoller] = []

    def poller(call: Callable[[str, Any], Outcome]) -> SqsPoller:
        pollers.append(SqsPoller(sqs, call))
        return pollers[-1]

    yield poller
    for made in pollers:
        made.close()


def send(sqs: Any, receiver: str, number: int = 1) -> None:
    url = sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"job_id": f"job_{number}", "receiver": receiver}))


def until(reached: Callable[[], bool], poller: SqsPoller, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        poller.poll()
        time.sleep(0.05)


def test_a_message_is_handed_over_once_and_is_gone(sqs: Any, opened: Callable[..., SqsPoller]) -> None:
    calls: list[Any] = []

    def deliver(function: str, event: Any) -> Outcome:
        calls.append((function, event))
        return Outcome("null")

    send(sqs, "a.example")
    poller = opened(deliver)
    until(lambda: bool(calls) and poller.is_idle(), poller)
    time.sleep(1.1)  # it would be visible again
    poller.poll()
    [(function, event)] = calls
    [record] = event["Records"]
    assert (function, json.loads(record["body"])["job_id"], record["eventSource"]) == (
        "DeliverWebhook",
        "job_1",
        "aws:sqs",
    )
    assert record["eventSourceARN"].endswith(f":{WEBHOOK_QUEUE}")


def test_a_message_that_fails_is_tried_again_and_ends_among_the_dead_letters(
    sqs: Any, opened: Callable[..., SqsPoller]
) -> None:
    counts: list[str] = []

    def fail(function: str, event: Any) -> Outcome:
        counts.append(event["Records"][0]["attributes"]["ApproximateReceiveCount"])
        return Outcome("{}", failed=True)

    send(sqs, "a.example")
    poller = opened(fail)
    dead = sqs.get_queue_url(QueueName=WEBHOOK_DEAD_LETTERS)["QueueUrl"]
    letters: list[Any] = []

    def is_dead() -> bool:
        letters.extend(sqs.receive_message(QueueUrl=dead).get("Messages", []))
        return bool(letters)

    until(is_dead, poller)
    assert counts == [str(n) for n in range(1, WEBHOOK_ATTEMPTS + 1)]
    assert [json.loads(letter["Body"])["job_id"] for letter in letters] == ["job_1"]


def test_receivers_that_hang_delay_no_other_and_each_gets_its_own_in_order(
    sqs: Any, opened: Callable[..., SqsPoller]
) -> None:
    url = sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})
    hang, told, at_once = threading.Event(), list[tuple[str, str]](), Counter[str]()

    def deliver(function: str, event: Any) -> Outcome:
        body = json.loads(event["Records"][0]["body"])
        at_once[body["receiver"]] += 1
        assert at_once[body["receiver"]] == 1
        if body["receiver"].startswith("slow"):
            hang.wait(20)
        told.append((body["receiver"], body["job_id"]))
        at_once[body["receiver"]] -= 1
        return Outcome("null")

    for number in range(1, 4):
        for slow in range(AT_ONCE - 1):
            send(sqs, f"slow{slow}.example", number)
    for number in range(1, 6):
        send(sqs, "quick.example", number)
    poller = opened(deliver)
    quick = [("quick.example", f"job_{number}") for number in range(1, 6)]
    until(lambda: len(told) == 5, poller, 15)
    assert told == quick
    hang.set()
    until(lambda: len(told) == 5 + 3 * (AT_ONCE - 1), poller)
    for slow in range(AT_ONCE - 1):
        assert [job for name, job in told if name == f"slow{slow}.example"] == ["job_1", "job_2", "job_3"]
