"""The event source between the webhook queue and its function: what Lambda's poller does on AWS.

moto's own is not used: it runs the function inside SendMessage, once, while the sender waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from local.emulator.clients import REGION
from local.emulator.events.eventbridge import Call
from local.emulator.resources import ACCOUNT, WEBHOOK_QUEUE

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_ATTRIBUTES: list[Any] = ["ApproximateReceiveCount", "SentTimestamp", "ApproximateFirstReceiveTimestamp", "SenderId"]


class SqsPoller:
    """Delivers one message per call.

    A message whose call fails comes back after the queue's visibility timeout, and after the queue's number of
    attempts it goes to the dead-letter queue.
    """

    def __init__(self, sqs: SQSClient, call: Call) -> None:
        self._sqs = sqs
        self._queue_url = sqs.get_queue_url(QueueName=WEBHOOK_QUEUE)["QueueUrl"]
        self._call = call

    def drain(self) -> None:
        """Calls the function for each visible message, and deletes the messages of calls that succeeded."""
        while messages := self._receive():
            for message in messages:
                event = {"Records": [self._record(message)]}
                if not self._call("DeliverWebhook", event).failed:
                    self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])

    def _receive(self) -> list[Any]:
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=1, MessageSystemAttributeNames=_ATTRIBUTES
        )
        return list(answer.get("Messages", []))

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
