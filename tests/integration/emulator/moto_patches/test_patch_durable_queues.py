"""Messages in queues outlive the process."""

from __future__ import annotations

from typing import Any

from local.emulator.resources import WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import Open, RunningCloud


def test_a_message_waits_over_a_restart_and_a_deleted_one_does_not(open_cloud: Open) -> None:
    first = open_cloud()
    _send(first, "dealt with")
    [message] = _receive(first)
    first.cloud.client("sqs").delete_message(QueueUrl=_url(first), ReceiptHandle=message["ReceiptHandle"])
    _send(first, "waiting")
    first.cloud.stop()
    second = open_cloud()
    assert [found["Body"] for found in _receive(second)] == ["waiting"]
    second.cloud.stop()
    assert [found["Body"] for found in _receive(open_cloud())] == ["waiting"], "received is not deleted"


def test_stock_moto_still_forgets_messages(open_cloud: Open) -> None:
    first = open_cloud(without=("durable_queues",))
    _send(first, "waiting")
    first.cloud.stop()
    assert _receive(open_cloud(without=("durable_queues",))) == []


def _url(aws: RunningCloud) -> str:
    return str(aws.cloud.client("sqs").get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"])


def _send(aws: RunningCloud, body: str) -> None:
    aws.cloud.client("sqs").send_message(QueueUrl=_url(aws), MessageBody=body)


def _receive(aws: RunningCloud) -> list[Any]:
    return list(aws.cloud.client("sqs").receive_message(QueueUrl=_url(aws)).get("Messages", []))
