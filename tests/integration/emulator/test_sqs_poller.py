"""Webhook messages reach their function, again if it fails, and in the end the dead-letter queue."""

from __future__ import annotations

from typing import Any

import pytest

from local.emulator.events.sqs_poller import SqsPoller
from local.emulator.moto_patches.hooks import Outcome
from local.emulator.resources import WEBHOOK_ATTEMPTS, WEBHOOK_DEAD_LETTERS, WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import RunningCloud


@pytest.fixture
def sqs(aws: RunningCloud) -> Any:
    client = aws.cloud.client("sqs")
    url = client.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
    client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    client.send_message(QueueUrl=url, MessageBody='{"job_id": "job_1"}')
    return client


def test_a_message_is_handed_over_once_and_is_gone(sqs: Any) -> None:
    calls: list[Any] = []

    def deliver(function: str, event: Any) -> Outcome:
        calls.append((function, event))
        return Outcome("null")

    source = SqsPoller(sqs, deliver)
    source.drain()
    source.drain()
    [(function, event)] = calls
    [record] = event["Records"]
    assert (function, record["body"], record["eventSource"]) == ("DeliverWebhook", '{"job_id": "job_1"}', "aws:sqs")
    assert record["eventSourceARN"].endswith(f":{WEBHOOK_QUEUE}")


def test_a_message_that_fails_is_tried_again_and_ends_among_the_dead_letters(sqs: Any) -> None:
    counts: list[str] = []

    def fail(function: str, event: Any) -> Outcome:
        counts.append(event["Records"][0]["attributes"]["ApproximateReceiveCount"])
        return Outcome("{}", failed=True)

    SqsPoller(sqs, fail).drain()
    assert counts == [str(n) for n in range(1, WEBHOOK_ATTEMPTS + 1)]
    dead = sqs.get_queue_url(QueueName=WEBHOOK_DEAD_LETTERS)["QueueUrl"]
    assert [m["Body"] for m in sqs.receive_message(QueueUrl=dead)["Messages"]] == ['{"job_id": "job_1"}']
