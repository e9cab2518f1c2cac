"""Delivers webhooks: signed, logged, and retried by the queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from omnigen import safe_http
from omnigen.domain.job import Job
from omnigen.domain.messages import Empty, Message
from omnigen.domain.webhook import RETRY_AFTER_SECONDS, DeliveryAttempt, body_of, event_id_of, signed_headers, user_key
from omnigen.errors import InvalidRequest, NotFound, ProviderUnavailable, WebhookUndelivered
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from pydantic import Field, field_validator

TIMEOUT_SECONDS = 15
GONE = 410
"""With this status a receiver declines further deliveries."""

Post = Callable[[str, bytes, Mapping[str, str]], int]


class Announcement(Message):
    """The body of a queue message: the event to deliver."""

    job_id: str
    status: str
    run: int
    rev: int


class QueueAttributes(Message):
    """Attributes of a message: how often it was received, and when it was sent (milliseconds)."""

    attempt: int = Field(alias="ApproximateReceiveCount")
    sent_at_ms: int = Field(alias="SentTimestamp")


class QueueRecord(Message):
    """A message."""

    body: Announcement
    receipt_handle: str = Field(alias="receiptHandle")
    queue_arn: str = Field(alias="eventSourceARN")
    attributes: QueueAttributes

    @field_validator("body", mode="before")
    @classmethod
    def _parsed(cls, body: object) -> object:
        return json.loads(body) if isinstance(body, str) else body


class QueueEvent(Message):
    """Messages from the queue; the event source passes one at a time."""

    records: tuple[QueueRecord, ...] = Field(alias="Records")


def deliver_webhook(event: QueueEvent, app: AppContext) -> Empty:
    """Deliver the messages. WebhookUndelivered leaves a message in the queue, which delivers it again later."""
    for record in event.records:
        deliver(record, app, _post)
    return Empty()


def deliver(record: QueueRecord, app: AppContext, post: Post) -> None:
    """Make one attempt and log it. A forbidden address and status 410 are not tried again."""
    try:
        job = app.aws.jobs.get(record.body.job_id)
    except NotFound:
        return  # the job was deleted meanwhile
    if not job.brief.webhook_url:
        return
    attempt = _attempt(record, app, job, post)
    app.aws.webhook_log.write(job.job_id, attempt)
    if attempt.delivered or not attempt.retryable:
        return
    if attempt.attempt <= len(RETRY_AFTER_SECONDS):
        seconds = RETRY_AFTER_SECONDS[attempt.attempt - 1]
        app.aws.webhook_log.postpone(record.queue_arn, record.receipt_handle, seconds)
    raise WebhookUndelivered(f"The webhook of {job.job_id} was not delivered: {attempt.status or attempt.error}")


def _attempt(record: QueueRecord, app: AppContext, job: Job, post: Post) -> DeliveryAttempt:
    announced, now = record.body, app.now()
    event_id = event_id_of(announced.job_id, announced.run, announced.rev)
    body = body_of(
        announced.job_id, announced.status, announced.run, announced.rev, record.attributes.sent_at_ms // 1000
    )
    secret = user_key(app.aws.webhook_log.key(), job.user_id)
    status, error, passing = None, "", True
    try:
        status = post(job.brief.webhook_url or "", body, signed_headers(secret, event_id, now, body))
    except InvalidRequest as refusal:
        error, passing = str(refusal), False
    except ProviderUnavailable as failure:
        error = str(failure)
    return DeliveryAttempt(
        number=0,
        event_id=event_id,
        event=f"job.{announced.status}",
        attempted_at=now,
        attempt=record.attributes.attempt,
        delivered=status is not None and 200 <= status < 300,
        status=status,
        error=error,
        retryable=passing and status != GONE,
        rev=announced.rev,
        run=announced.run,
    )


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    return safe_http.post(url, body, headers, timeout_seconds=TIMEOUT_SECONDS)


handler = lambda_handler(deliver_webhook)
