"""Delivers webhooks: signed, logged, retried by the queue, and only to receivers that have answered a challenge."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping

from omnigen import safe_http
from omnigen.domain.job import Job
from omnigen.domain.messages import Empty, Message
from omnigen.domain.webhook import (
    RETRY_AFTER_SECONDS,
    DeliveryAttempt,
    body_of,
    challenge_body,
    event_id_of,
    repeats_challenge,
    signed_headers,
)
from omnigen.errors import InvalidRequest, NotFound, ProviderUnavailable, WebhookUndelivered
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from omnigen.safe_http import PostResponse
from pydantic import Field, field_validator

TIMEOUT_SECONDS = 15
GONE = 410
"""With this status a receiver declines further deliveries."""

Post = Callable[[str, bytes, Mapping[str, str]], PostResponse]


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
    """Make one attempt and log it. A forbidden address and status 410 are not tried again.

    A receiver that is not verified is sent a challenge first; the attempt fails unless it repeats the challenge.
    """
    try:
        job = app.aws.jobs.get(record.body.job_id)
    except NotFound:
        return  # the job was deleted meanwhile
    if not job.brief.webhook_url:
        return
    attempt = _verify(record, app, job, post) or _deliver(record, app, job, post)
    app.aws.webhook_log.write(job.job_id, attempt)
    if attempt.delivered or not attempt.retryable:
        return
    if attempt.attempt <= len(RETRY_AFTER_SECONDS):
        seconds = RETRY_AFTER_SECONDS[attempt.attempt - 1]
        app.aws.webhook_log.postpone(record.queue_arn, record.receipt_handle, seconds)
    raise WebhookUndelivered(f"The webhook of {job.job_id} was not delivered: {attempt.status or attempt.error}")


def _verify(record: QueueRecord, app: AppContext, job: Job, post: Post) -> DeliveryAttempt | None:
    """The attempt that failed because the receiver is not verified; None when it is."""
    url, now = job.brief.webhook_url or "", app.now()
    if app.aws.webhook_receivers.is_verified(job.user_id, url):
        return None
    challenge = secrets.token_urlsafe(32)
    request_id = f"msg_verification-{challenge[:16]}"
    attempt, answer = _post_once(record, app, job, post, request_id, challenge_body(challenge, now))
    if attempt.delivered and repeats_challenge(challenge, answer):
        app.aws.webhook_receivers.mark_verified(job.user_id, url, now)
        return None
    reason = attempt.error or "The receiver did not repeat the challenge of its verification (docs/webhooks.md)"
    return attempt.model_copy(update={"delivered": False, "error": reason})


def _deliver(record: QueueRecord, app: AppContext, job: Job, post: Post) -> DeliveryAttempt:
    told = record.body
    body = body_of(told.job_id, told.status, told.run, told.rev, record.attributes.sent_at_ms // 1000)
    attempt, _ = _post_once(record, app, job, post, event_id_of(told.job_id, told.run, told.rev), body)
    return attempt


def _post_once(
    record: QueueRecord, app: AppContext, job: Job, post: Post, request_id: str, body: bytes
) -> tuple[DeliveryAttempt, bytes]:
    """One signed request: the attempt to deliver the record's event, and the body of the response."""
    told, now = record.body, app.now()
    signing = app.aws.webhook_receivers.secrets(job.user_id, now).values
    status, answer, error, passing = None, b"", "", True
    try:
        response = post(job.brief.webhook_url or "", body, signed_headers(signing, request_id, now, body))
        status, answer = response.status, response.body
    except InvalidRequest as refusal:
        error, passing = str(refusal), False
    except ProviderUnavailable as failure:
        error = str(failure)
    attempt = DeliveryAttempt(
        number=0,
        event_id=event_id_of(told.job_id, told.run, told.rev),
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
    return attempt, answer


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> PostResponse:
    return safe_http.post(url, body, headers, timeout_seconds=TIMEOUT_SECONDS)


handler = lambda_handler(deliver_webhook)
