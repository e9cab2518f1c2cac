"""The API's handler called in this process, and how much of its time passes in waiting for the emulator."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from statistics import median
from typing import Any

from omnigen.runtime.lambda_handler import context_from_environment

from functions.api.handler import handler
from local.api.server import PREFIX
from local.emulator.cloud import LocalCloud
from local.emulator.environment import process_environment


class Waiting:
    """Sums the seconds between a call of a boto3 client and its answer; listens to botocore's own events."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._since = 0.0

    def listen(self, client: Any) -> None:
        """To this client too."""
        client.meta.events.register("before-call.*.*", self._begin)
        client.meta.events.register("after-call.*.*", self._end)

    def _begin(self, **_: object) -> None:
        self._since = time.perf_counter()

    def _end(self, **_: object) -> None:
        self.seconds += time.perf_counter() - self._since


def handling(cloud: LocalCloud, settings: Mapping[str, str], brief: Mapping[str, Any], count: int) -> str:
    """The rows of the table: all, and the waiting in it, as medians in milliseconds."""
    with process_environment({**settings, **cloud.environment}):
        waiting = Waiting()
        adapters = context_from_environment().aws
        for client in (adapters.jobs.table.meta.client, adapters.workflow.client):
            waiting.listen(client)
        taken = [_once(waiting, brief) for _ in range(count)][count // 10 :]
    alone, emulator = (median(part) * 1_000 for part in zip(*taken, strict=True))
    return (
        f"| `POST /generate`, the handler alone | {alone:.1f} |\n"
        f"| of that, waiting for the emulator | {emulator:.1f} |\n"
        f"| of that, ours | {alone - emulator:.1f} |"
    )


def _once(waiting: Waiting, brief: Mapping[str, Any]) -> tuple[float, float]:
    """Seconds of a request, and of the waiting in it."""
    waiting.seconds = 0.0
    started = time.perf_counter()
    answer = handler(_event(brief), None)
    seconds = time.perf_counter() - started
    assert answer["statusCode"] == 202, answer
    return seconds, waiting.seconds


def _event(brief: Mapping[str, Any]) -> dict[str, Any]:
    path = f"{PREFIX}/generate"
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "queryStringParameters": {},
        "requestContext": {
            "http": {"method": "POST", "path": path},
            "stage": "$default",
            "authorizer": {"jwt": {"claims": {"sub": "bench"}}},
        },
        "body": json.dumps(brief),
        "isBase64Encoded": False,
    }
