"""The queue of webhook messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnigen.domain.job import Job
from omnigen.domain.webhook import DeliveryAttempt

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient


@dataclass(frozen=True)
class WebhookQueue:
    """Sends messages to the queue, for jobs whose brief names a webhook."""

    client: SQSClient
    queue_url: str

    def publish(self, job: Job) -> None:
        """Queue a message with the job's status."""
        if job.brief.webhook_url and self.queue_url:
            self._send({"job_id": job.job_id, "status": job.public_status, "rev": job.rev, "run": job.run})

    def publish_again(self, job: Job, attempt: DeliveryAttempt) -> None:
        """Queue the event of an earlier attempt again, under the same id."""
        if job.brief.webhook_url and self.queue_url:
            status = attempt.event.removeprefix("job.")
            self._send({"job_id": job.job_id, "status": status, "rev": attempt.rev, "run": attempt.run})

    def _send(self, message: Mapping[str, object]) -> None:
        self.client.send_message(QueueUrl=self.queue_url, MessageBody=json.dumps(message))
