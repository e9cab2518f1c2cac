"""An Omnigen host as commands see it: whatever answers the HTTP API's requests, in this process or elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from local.cli.answers import JobAnswer

ENDED = frozenset({"completed", "script_ready", "failed", "cancelled"})
RETRY_AFTER_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Pauses between attempts to reach a host that is away."""

_WAIT_SECONDS = 20
_BUSY = frozenset({429, 502, 503, 504})
"""Statuses that another attempt may change."""


class HostUnreachable(click.ClickException):
    """Nobody answers."""


class RequestRefused(click.ClickException):
    """The host answered with an error. `field` is the field of the request that it names, a dotted path, or empty."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.field = str(problem.get("field") or "")
        self.detail = str(problem.get("detail") or problem.get("message") or f"the host answered {status}")
        super().__init__(f"{self.field}: {self.detail}" if self.field else self.detail)


class RequestWrong(RequestRefused):
    """The host answered with an error that the user can correct."""

    exit_code = 2


@dataclass(frozen=True)
class HttpResponse:
    """A status, and the text that came with it."""

    status: int
    text: str


@dataclass
class ApiClient:
    """Sends requests to one host. `command` is how commands for that host begin.

    Jobs on a host of this process (`own`) stop when it ends.
    """

    send: Callable[[str, str, Any], HttpResponse]
    place: str
    command: str = "omnigen"
    own: bool = False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON, None for 204; RequestRefused with the host's own words."""
        answer = self.send(method, path, body)
        content = _json(answer.text)
        if answer.status == 204 or (answer.status < 300 and content is not None):
            return content
        raise _refusal(answer.status, content if isinstance(content, dict) else {}, self.place)

    def changes(self, job_id: str) -> Iterator[JobAnswer]:
        """The job now and after every change, until it has ended. A host that is away for a moment is waited for."""
        job = self._get_patiently(f"/jobs/{job_id}")
        yield job
        while job["status"] not in ENDED:
            job = self._get_patiently(f"/jobs/{job_id}?wait={_WAIT_SECONDS}&since={job['rev']}")
            yield job

    def _get_patiently(self, path: str) -> JobAnswer:
        """GET, up to six times while the host is away or busy."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_chain, wait_fixed

        attempts = Retrying(
            retry=retry_if_exception(_is_temporary),
            wait=wait_chain(*map(wait_fixed, RETRY_AFTER_SECONDS)),
            stop=stop_after_attempt(len(RETRY_AFTER_SECONDS) + 1),
            reraise=True,
        )
        job: JobAnswer = attempts(self.ask, "GET", path)
        return job


def _is_temporary(error: BaseException) -> bool:
    return isinstance(error, HostUnreachable) or (isinstance(error, RequestRefused) and error.status in _BUSY)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _refusal(status: int, problem: Mapping[str, Any], place: str) -> RequestRefused:
    """The error for a status; a gateway in front of the host, or another program there, has other words or none."""
    if status == 401:
        reason = problem.get("detail") or problem.get("message") or "no reason given"
        return RequestWrong(status, {"detail": f"{place} does not accept your token: {reason}"})
    if "code" not in problem and (status < 400 or status in {404, 405}):
        return RequestWrong(status, {"detail": f"What answers at {place} is no Omnigen host; check --url"})
    return (RequestWrong if problem.get("fixable_by") == "user" else RequestRefused)(status, problem)
