"""DeliverWebhook with a user's server in place of the internet: it is down for the first message and then answers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from omnigen.domain.messages import Empty
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from omnigen.safe_http import PostResponse

from functions.deliver_webhook import QueueEvent, deliver


def deliver_webhook(event: QueueEvent, app: AppContext) -> Empty:
    """The function's own loop, but for the last step: nothing leaves this machine."""
    for record in event.records:
        deliver(record, app, _receive)
    return Empty()


def _receive(url: str, body: bytes, headers: Mapping[str, str]) -> PostResponse:
    """What the server was told is kept in a file."""
    assert url.startswith("https://")
    assert headers["webhook-signature"].startswith("v1,")
    book = Path(os.environ["OMNIGEN_OFFLINE_ORDER_LOG"]).with_name("received.jsonl")
    up = book.exists()
    with book.open("ab") as pages:
        pages.write(body + b"\n")
    challenge = json.loads(body)["data"].get("challenge", "")
    return PostResponse(200, challenge.encode()) if up else PostResponse(503)


handler = lambda_handler(deliver_webhook)
