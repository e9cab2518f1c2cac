"""Callbacks of the patches into the local host."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.credentials import Credentials

if TYPE_CHECKING:
    from local.emulator.persistence.items import ItemStore, WrittenItem
    from local.emulator.persistence.objects import StoredObjects


class QueuedMessage(NamedTuple):
    """A message of a queue, with what SQS knows of its attempts; times in Unix milliseconds."""

    id: str
    queue: str
    body: str
    group: str | None
    sent_at: int
    first_received_at: int | None = None
    received: int = 0
    visible_at: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """One call of a Lambda function; `environment` is the function's own."""

    function: str
    arn: str
    handler: str
    memory_mb: int
    timeout_seconds: float
    environment: Mapping[str, str]
    payload: str


@dataclass(frozen=True)
class Outcome:
    """What the runtime answers: JSON, and whether it describes an error."""

    payload: str
    failed: bool = False


def _ignore(*_: Any) -> None:
    return None


@dataclass(kw_only=True)
class Hooks:
    """Set when the host starts; `endpoint` once it listens."""

    endpoint: str = ""
    """URL of the moto server."""

    credentials: Credentials
    """What requests to it must be signed with."""

    pause_scale: float = 1.0
    """Factor for every Wait state and retry interval; tests set it low."""

    items: ItemStore
    """Where DynamoDB items are kept."""

    objects: StoredObjects
    """Where S3 objects are kept."""

    invoke: Callable[[Invocation], Outcome]
    invoke_later: Callable[[Invocation], None]
    written: Callable[[Sequence[WrittenItem], Sequence[Mapping[str, Any]]], None]
    """Saves a DynamoDB write, under its lock: the items written and the stream records they left. May fail."""

    started: Callable[[Any], None] = _ignore
    """An execution has begun (moto's Execution)."""

    ended: Callable[[Any], None] = _ignore
    """An execution has ended, whatever the end; called once."""

    past_execution: Callable[[str], Any] = _ignore
    """The execution of this ARN as it was saved; None if there is none."""

    queued: Callable[[QueuedMessage], None] = _ignore
    """A queue has got a message, or knows more of its attempts."""

    unqueued: Callable[[str], None] = _ignore
    """The message of this id has been deleted."""

    busy_groups: set[str] = field(default_factory=set)
    """Groups of messages that are being delivered; a queue hands out no other message of theirs meanwhile."""

    dynamodb_lock: threading.RLock = field(default_factory=threading.RLock)
    """Held for every read and write of DynamoDB items; the fields below belong to whoever holds it."""

    stream_records: list[dict[str, Any]] = field(default_factory=list)
    sequence_number: int = 0

    user_identity: Mapping[str, str] | None = None
    """Identity in the stream records of a write by the time-to-live service; None for a write by a caller."""
