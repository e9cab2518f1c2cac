"""Deletes the files of job records that were removed, expired or deleted."""

from __future__ import annotations

from typing import Any

from omnigen.domain.messages import Empty, Message
from omnigen.domain.storage_keys import Keys
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from pydantic import Field


class StreamImage(Message):
    """The record before the change, in DynamoDB's attribute-value notation."""

    old: dict[str, dict[str, Any]] = Field(alias="OldImage", default_factory=dict)


class StreamRecord(Message):
    """One change of the jobs table."""

    event: str = Field(alias="eventName")
    change: StreamImage = Field(alias="dynamodb")


class StreamEvent(Message):
    """A batch of changes."""

    records: tuple[StreamRecord, ...] = Field(alias="Records")


def record_expired(event: StreamEvent, app: AppContext) -> Empty:
    """Delete the files of every removed record, in all their versions; repeating it does nothing."""
    for record in event.records:
        old = record.change.old
        if record.event == "REMOVE" and "job_id" in old and "user_id" in old:
            keys = Keys(old["user_id"]["S"], old["job_id"]["S"])
            app.aws.objects.erase(keys.prefix)
    return Empty()


handler = lambda_handler(record_expired)
