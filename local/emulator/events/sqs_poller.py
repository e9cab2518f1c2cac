"""The event source between the webhook queue and its function: what Lambda's poller does on AWS.

moto's own is not used: it runs the function inside SendMessage, once, while the sender waits.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from local.emulator.clients import REGION
from local.emulator.events.eventbridge import Call
from local.emulator.resources import ACCOUNT, WEBHOOK_QUEUE

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

logger = logging.getLogger(__name__)

WEBHOOK_DELIVERIES = 8
"""Deliveries at the same time, each to another receiver."""

_ATTRIBUTES: list[Any] = [
    "ApproximateReceiveCount",
    "SentTimestamp",
    "ApproximateFirstReceiveTimestamp",
    "SenderId",
    "MessageGroupId",
]


class SqsPoller:
    """Delivers each message by a call of its own, several at once, but one at a time for each receiver.

    A receiver that hangs delays no other's messages. A message whose call fails comes back after the queue's
    visibility timeout, and after the queue's number of attempts it goes to the dead-letter queue. While a group is in
    `busy_groups` the queue hands out none of its messages (`moto_patches.fair_queues`).
    """

    def __init__(self, sqs: SQSClient, call: Call, busy_groups: set[str]) -> None:
        self._sqs = sqs
        self._queue_url = sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
        self._call = call
        self._busy_groups = busy_groups
        self._changed = threading.Condition()
        self._deliveries = 0
        self._closed = False
        self._pool = ThreadPoolExecutor(WEBHOOK_DELIVERIES, thread_name_prefix="webhook")

    def drain(self) -> None:
        """Begins a call for each visible message, as far as there is room; each that ends begins further ones."""
        with self._changed:
            while not self._closed and self._deliveries < WEBHOOK_DELIVERIES and (message := self._receive()):
                self._deliveries += 1
                self._busy_groups.add(_group(message))
                self._pool.submit(self._deliver, message)

    def settle(self, timeout_seconds: float = 30) -> bool:
        """Waits until no call is under way; False if one still is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._deliveries, timeout_seconds)

    def close(self) -> None:
        """No call begins after this returns; those under way are waited for a moment only."""
        with self._changed:
            self._closed = True
        self.settle(timeout_seconds=1)
        self._pool.shutdown(wait=False)

    def _deliver(self, message: Mapping[str, Any]) -> None:
        try:
            if not self._call("DeliverWebhook", {"Records": [self._record(message)]}).failed:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        except Exception:
            if not self._closed:
                logger.exception("a webhook's delivery failed; it is tried again")
        with self._changed:
            self._busy_groups.discard(_group(message))
            try:
                self._deliveries -= 1
                self.drain()
            finally:
                self._changed.notify_all()

    def _receive(self) -> Any:
        """The next message; None when there is none."""
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=1, MessageSystemAttributeNames=_ATTRIBUTES
        )
        return next(iter(answer.get("Messages", [])), None)

    def _record(self, message: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": {},
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{WEBHOOK_QUEUE}",
            "awsRegion": REGION,
        }


def _group(message: Mapping[str, Any]) -> str:
    """The group of a message; one without a group is a group of its own, as on AWS."""
    return str(message["Attributes"].get("MessageGroupId", message["MessageId"]))
