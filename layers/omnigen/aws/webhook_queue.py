"""The queue of webhook messages, and the events on job records that are to be queued."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnigen.aws.jobs import Jobs
from omnigen.domain.job import Job
from omnigen.domain.webhook import DeliveryAttempt, parse_pending_event, receiver_group

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient


@dataclass(frozen=True)
class WebhookQueue:
    """Sends messages to the queue, for jobs whose brief names a webhook.

    An event is written to the record together with the change that it is about, and removed when it was sent. A process
    that dies between the two leaves it there, and the sweep sends it: perhaps again, but under the same id.
    """

    client: SQSClient
    queue_url: str
    jobs: Jobs

    def publish(self, job: Job) -> None:
        """Queue the events that are pending on the record, oldest first."""
        if not (job.brief.webhook_url and self.queue_url):
            return
        for name, rev in sorted(job.pending_events.items(), key=lambda event: event[1]):
            status, run = parse_pending_event(name)
            self._send(job, status, run, rev)
            self.jobs.mark_queued(job.job_id, name, rev)

    def publish_again(self, job: Job, attempt: DeliveryAttempt) -> None:
        """Queue the event of an earlier attempt again, under the same id."""
        if job.brief.webhook_url and self.queue_url:
            status = attempt.event.removeprefix("job.")
            self._send(job, status, attempt.run, attempt.rev)

    def _send(self, job: Job, status: str, run: int, rev: int) -> None:
        """Queue a message in the group of its receiver: SQS's fair queues hand out those of quiet groups first."""
        message = {"job_id": job.job_id, "status": status, "rev": rev, "run": run}
        group = receiver_group(job.user_id, job.brief.webhook_url or "")
        self.client.send_message(QueueUrl=self.queue_url, MessageBody=json.dumps(message), MessageGroupId=group)
