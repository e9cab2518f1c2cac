"""A queue hands out no message of a group that is being delivered."""

from __future__ import annotations

from local.emulator.resources import WEBHOOK_QUEUE
from tests.integration.emulator.small_cloud import Open, RunningCloud


def test_messages_of_a_busy_group_wait_and_others_pass(open_cloud: Open) -> None:
    aws = open_cloud()
    _send(aws)
    aws.cloud._hooks.busy_groups.add("busy")
    assert _receive(aws) == ["other"]
    assert _receive(aws) == []
    aws.cloud._hooks.busy_groups.discard("busy")
    assert _receive(aws) == ["busy"]


def test_stock_moto_still_hands_out_the_oldest_whatever_its_group(open_cloud: Open) -> None:
    aws = open_cloud(without=("fair_queues",))
    _send(aws)
    aws.cloud._hooks.busy_groups.add("busy")
    assert _receive(aws) == ["busy"]


def _url(aws: RunningCloud) -> str:
    return str(aws.cloud.client("sqs").get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"])


def _send(aws: RunningCloud) -> None:
    for group in ("busy", "other"):
        aws.cloud.client("sqs").send_message(QueueUrl=_url(aws), MessageBody=group, MessageGroupId=group)


def _receive(aws: RunningCloud) -> list[str]:
    messages = aws.cloud.client("sqs").receive_message(QueueUrl=_url(aws)).get("Messages", [])
    return [message["Body"] for message in messages]
