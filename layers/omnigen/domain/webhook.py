"""A webhook: what a user's server is told, and the signature by which it knows that it was us (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from omnigen.domain.job import JobStatus, Recorded
from omnigen.domain.record_size import ShortText

MAX_LOGGED_ATTEMPTS = 20
RETRY_AFTER_SECONDS = (60, 300, 1_800, 7_200)
"""How long to wait after the first, second … failed attempt; after the last one there is no other."""


class DeliveryAttempt(Recorded):
    """One attempt to tell: when (Unix seconds), what, and what came of it. `status` is the receiver's HTTP status."""

    number: int
    event_id: str
    event: str
    attempted_at: int
    attempt: int
    delivered: bool
    status: int | None = None
    error: ShortText = ""
    retryable: bool = True
    rev: int
    run: int


class WebhookEventData(BaseModel):
    """The job whose status changed. `run` counts its runs from 1; `rev` grows with every change of the job."""

    model_config = ConfigDict(frozen=True)

    job_id: str
    status: JobStatus
    run: int
    rev: int


class WebhookEvent(BaseModel):
    """The body of a delivery. `type` is `job.` and the status; `timestamp` is in Unix seconds."""

    model_config = ConfigDict(frozen=True)

    type: str
    timestamp: int
    data: WebhookEventData


def pending_event(status: str, run: int, gate: str = "") -> str:
    """The name of an event on the record: `awaiting_review-2-script`."""
    return "-".join([status, str(run), *([gate] if gate else [])])


def parse_pending_event(name: str) -> tuple[str, int]:
    """Status and run of an event's name."""
    status, run, *_ = name.split("-")
    return status, int(run)


def user_key(master_key: str, user_id: str) -> str:
    """A user's own signing secret, in the notation of Standard Webhooks."""
    derived = hmac.new(master_key.encode(), f"webhook {user_id}".encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(derived).decode()}"


def signed_headers(secret: str, event_id: str, timestamp: int, body: bytes) -> Mapping[str, str]:
    """The headers of a delivery (https://www.standardwebhooks.com, version 1, symmetric)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = hmac.new(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def event_id_of(job_id: str, run: int, rev: int) -> str:
    """The same for every attempt and every replay of one event, so that a receiver can recognise repetitions."""
    return f"msg_{job_id}-r{run}-{rev}"


def body_of(job_id: str, status: str, run: int, rev: int, at: int) -> bytes:
    """The body of a delivery: ids and the status. The receiver asks the API for the rest."""
    data = WebhookEventData(job_id=job_id, status=JobStatus(status), run=run, rev=rev)
    return WebhookEvent(type=f"job.{status}", timestamp=at, data=data).model_dump_json().encode()
