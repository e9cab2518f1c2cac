"""Telling a user's server that a job's status has changed: signed, logged, and tried again by the queue."""

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
"""By this status a receiver says that it wants no more."""

Post = Callable[[str, bytes, Mapping[str, str]], int]


class Announcement(Message):
    """What is to be told."""

    job_id: str
    status: str
    run: int
    rev: int


class QueueAttributes(Message):
    """What the queue knows of a message: how often it was handed out, and when it was sent (milliseconds)."""

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
    """Messages from the queue; one at a time, so that a slow server delays nobody else's."""

    records: tuple[QueueRecord, ...] = Field(alias="Records")


def deliver_webhook(event: QueueEvent, app: AppContext) -> Empty:
    """Tell it. WebhookUndelivered leaves the message in the queue, to come back later."""
    for record in event.records:
        deliver(record, app, _post)
    return Empty()


def deliver(record: QueueRecord, app: AppContext, post: Post) -> None:
    """One attempt, written down whatever comes of it. An address that may never be visited is not tried again."""
    try:
        job = app.aws.jobs.get(record.body.job_id)
    except NotFound:
        return  # deleted meanwhile: nobody is to be told
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
    told, now = record.body, app.now()
    event_id = event_id_of(told.job_id, told.run, told.rev)
    body = body_of(told.job_id, told.status, told.run, told.rev, record.attributes.sent_at_ms // 1000)
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
        event=f"job.{told.status}",
        attempted_at=now,
        attempt=record.attributes.attempt,
        delivered=status is not None and 200 <= status < 300,
        status=status,
        error=error,
        retryable=passing and status != GONE,
        rev=told.rev,
        run=told.run,
    )


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    return safe_http.post(url, body, headers, timeout_seconds=TIMEOUT_SECONDS)


handler = lambda_handler(deliver_webhook)
