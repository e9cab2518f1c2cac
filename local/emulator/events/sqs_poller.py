"""The event source between the webhook queue and its function: what Lambda's poller does on AWS.

moto's own is not used: it runs the function inside SendMessage, once, while the sender waits.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.emulator.clients import REGION
from local.emulator.events.eventbridge import Call
from local.emulator.resources import ACCOUNT, WEBHOOK_QUEUE

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

logger = logging.getLogger(__name__)

AT_ONCE = 6
"""Deliveries under way at the same time. Each occupies a worker that stages need, too, for up to 15 seconds."""

_HIDDEN_SECONDS = 60
"""For how long a message that waits for its receiver is hidden anew, every second."""

_ATTRIBUTES: list[Any] = ["ApproximateReceiveCount", "SentTimestamp", "ApproximateFirstReceiveTimestamp", "SenderId"]


class SqsPoller:
    """Delivers messages side by side, but to each receiver one after another, in the order in which they came.

    A message whose call fails comes back after the queue's visibility timeout, and after the queue's number of
    attempts it goes to the dead-letter queue. Those that wait for their receiver stay hidden meanwhile.
    """

    def __init__(self, sqs: SQSClient, call: Call) -> None:
        self._sqs = sqs
        self._queue_url = sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
        self._call = call
        self._waiting: dict[str, deque[Any]] = {}
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")

    def poll(self) -> None:
        """Takes the messages that are visible, and begins to deliver those whose receivers are free."""
        self._keep_hidden()
        for message in self._receive():
            with self._lock:
                self._waiting.setdefault(_receiver(message), deque()).append(message)
        self._begin()

    def is_idle(self) -> bool:
        """Whether nothing is being delivered or waits for its receiver."""
        with self._lock:
            return not self._busy and not self._waiting

    def close(self) -> None:
        """Begins no more deliveries; those under way end by themselves."""
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        """Receivers that have waited longest come first."""
        with self._lock:
            for receiver in [name for name in self._waiting if name not in self._busy][: AT_ONCE - len(self._busy)]:
                waiting = self._waiting.pop(receiver)
                message = waiting.popleft()
                if waiting:
                    self._waiting[receiver] = waiting  # at the end: the others come first
                self._busy.add(receiver)
                self._pool.submit(self._deliver, receiver, message)

    def _deliver(self, receiver: str, message: Any) -> None:
        try:
            if not self._call("DeliverWebhook", {"Records": [self._record(message)]}).failed:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        except Exception:
            logger.exception("a webhook message was not delivered; it comes back")
        finally:
            with self._lock:
                self._busy.discard(receiver)
            with contextlib.suppress(RuntimeError):  # closed meanwhile
                self._begin()

    def _receive(self) -> list[Any]:
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=_ATTRIBUTES
        )
        return list(answer.get("Messages", []))

    def _keep_hidden(self) -> None:
        with self._lock:
            waiting = [message for messages in self._waiting.values() for message in messages]
        for message in waiting:
            with contextlib.suppress(ClientError):  # its turn has just come, and it is gone
                self._sqs.change_message_visibility(
                    QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=_HIDDEN_SECONDS
                )

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


def _receiver(message: Mapping[str, Any]) -> str:
    """Whose server a message is for; its job where that is not said."""
    body = json.loads(message["Body"])
    return str(body.get("receiver") or body["job_id"])
