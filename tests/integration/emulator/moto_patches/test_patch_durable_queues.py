"""Messages in queues outlive the process, with their attempts and due times."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.messages import WaitingMessages
from local.emulator.persistence.schema import STEPS
from local.emulator.resources import WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import Open, RunningCloud


def test_attempts_and_due_times_survive_a_restart(open_cloud: Open) -> None:
    first = open_cloud()
    for body in ("later", "now"):
        first.cloud.client("sqs").send_message(QueueUrl=_url(first), MessageBody=body, MessageGroupId=f"to {body}")
    later, now = _receive(first), _receive(first)
    for [message], seconds in ((later, 900), (now, 0)):
        first.cloud.client("sqs").change_message_visibility(
            QueueUrl=_url(first), ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )
    first.cloud.stop()
    second = open_cloud()
    [message] = _receive(second)
    assert (message["MessageId"], message["Body"]) == (now[0]["MessageId"], "now")
    attributes = message["Attributes"]
    assert (attributes["ApproximateReceiveCount"], attributes["MessageGroupId"]) == ("2", "to now")
    assert attributes["SentTimestamp"] == now[0]["Attributes"]["SentTimestamp"]
    assert _receive(second) == [], "the other one is due in a quarter of an hour"


def test_messages_of_the_first_format_are_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite3") as old:
        old.executescript(STEPS[0])
        old.execute("INSERT INTO messages VALUES ('1', 'webhooks', 'waiting')")
        old.execute("PRAGMA user_version = 1")
    for _ in range(2):
        state = StateDatabase(tmp_path / "state.sqlite3")
        [message] = WaitingMessages(state).all()
        state.close()
        assert (message.id, message.queue, message.body, message.received) == ("1", "webhooks", "waiting", 0)


def test_a_message_waits_over_a_restart_and_a_deleted_one_does_not(open_cloud: Open) -> None:
    first = open_cloud()
    _send(first, "dealt with")
    [message] = _receive(first)
    first.cloud.client("sqs").delete_message(QueueUrl=_url(first), ReceiptHandle=message["ReceiptHandle"])
    _send(first, "waiting")
    first.cloud.stop()
    second = open_cloud()
    [waiting] = _receive(second)
    assert waiting["Body"] == "waiting"
    second.cloud.client("sqs").change_message_visibility(
        QueueUrl=_url(second), ReceiptHandle=waiting["ReceiptHandle"], VisibilityTimeout=0
    )
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
    return list(
        aws.cloud.client("sqs")
        .receive_message(QueueUrl=_url(aws), MessageSystemAttributeNames=["All"])
        .get("Messages", [])
    )
