"""A webhook: what a user's server is told, and the signature by which it knows that it was us (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

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


class WebhookChallengeData(BaseModel):
    """A random text that the response must repeat."""

    model_config = ConfigDict(frozen=True)

    challenge: str


class WebhookChallenge(BaseModel):
    """The body of a verification, which a receiver gets before its first delivery. `timestamp` is in Unix seconds."""

    model_config = ConfigDict(frozen=True)

    type: Literal["webhook.verification"] = "webhook.verification"
    timestamp: int
    data: WebhookChallengeData


def pending_event(status: str, run: int, gate: str = "") -> str:
    """The name of an event on the record: `awaiting_review-2-script`."""
    return "-".join([status, str(run), *([gate] if gate else [])])


def parse_pending_event(name: str) -> tuple[str, int]:
    """Status and run of an event's name."""
    status, run, *_ = name.split("-")
    return status, int(run)


@dataclass(frozen=True)
class SecretGeneration:
    """How often a user's secret was replaced, and until when the one before is valid (Unix seconds)."""

    number: int
    previous_valid_until: int

    def previous(self, now: int) -> tuple[int, ...]:
        """The number of the generation before, if it is valid at `now`."""
        return (self.number - 1,) if self.number and now < self.previous_valid_until else ()


@dataclass(frozen=True)
class WebhookSecrets:
    """A user's valid secrets, the newest first, and until when older ones than that are valid (Unix seconds)."""

    values: tuple[str, ...]
    previous_valid_until: int | None = None


def user_secret(signing_key: str, user_id: str, generation: int = 0) -> str:
    """A user's own signing secret, in the notation of Standard Webhooks."""
    purpose = f"webhook {user_id}" + (f"\0{generation}" if generation else "")
    derived = hmac.new(signing_key.encode(), purpose.encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(derived).decode()}"


def signed_headers(secrets: Sequence[str], event_id: str, timestamp: int, body: bytes) -> Mapping[str, str]:
    """Headers of a delivery (https://www.standardwebhooks.com, version 1, symmetric), one signature for each secret."""
    content = f"{event_id}.{timestamp}.".encode() + body
    keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
    signatures = [base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode() for key in keys]
    return {
        "content-type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def receiver_group(user_id: str, url: str) -> str:
    """The queue's group of a user's deliveries to one host: none of them delays another group's."""
    host = (urlsplit(url).hostname or "").lower()
    return hashlib.sha256(f"{user_id}\0{host}".encode()).hexdigest()[:32]


def challenge_body(challenge: str, at: int) -> bytes:
    """The body with which a receiver is verified before its first delivery."""
    data = WebhookChallengeData(challenge=challenge)
    return WebhookChallenge(timestamp=at, data=data).model_dump_json().encode()


def repeats_challenge(challenge: str, answer: bytes) -> bool:
    """Whether the body of a 2xx response is the challenge, as plain text or as JSON `{"challenge": "…"}`."""
    text = answer.decode(errors="replace").strip()
    if text == challenge:
        return True
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("challenge") == challenge


def event_id_of(job_id: str, run: int, rev: int) -> str:
    """The same for every attempt and every replay of one event, so that a receiver can recognise repetitions."""
    return f"msg_{job_id}-r{run}-{rev}"


def body_of(job_id: str, status: str, run: int, rev: int, at: int) -> bytes:
    """The body of a delivery: ids and the status. The receiver asks the API for the rest."""
    data = WebhookEventData(job_id=job_id, status=JobStatus(status), run=run, rev=rev)
    return WebhookEvent(type=f"job.{status}", timestamp=at, data=data).model_dump_json().encode()
