"""The queue of things to tell users' servers."""

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
    """Webhook messages on their way; nothing is sent for a job that asked for none."""

    client: SQSClient
    queue_url: str

    def publish(self, job: Job) -> None:
        """Announce the job's status to the URL its brief names."""
        if job.brief.webhook_url and self.queue_url:
            self._send({"job_id": job.job_id, "status": job.public_status, "rev": job.rev, "run": job.run})

    def publish_again(self, job: Job, attempt: DeliveryAttempt) -> None:
        """Announce once more what that attempt was about."""
        if job.brief.webhook_url and self.queue_url:
            status = attempt.event.removeprefix("job.")
            self._send({"job_id": job.job_id, "status": status, "rev": attempt.rev, "run": attempt.run})

    def _send(self, message: Mapping[str, object]) -> None:
        self.client.send_message(QueueUrl=self.queue_url, MessageBody=json.dumps(message))
