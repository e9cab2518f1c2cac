"""An Omnigen host as commands see it: whatever answers the HTTP API's requests, in this process or elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import click

from local.cli.answers.jobs import JobAnswer

ENDED = frozenset({"completed", "script_ready", "failed", "cancelled"})
RETRY_AFTER_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Pauses between attempts to reach a host that is away."""

POLL_SECONDS = (0.3, 2.0)
"""The first pause between looks at a job that is followed, and the longest: each without a change is half longer."""

_UNCHANGED = 304
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
    """A status, the text that came with it, and its entity tag if it has one."""

    status: int
    text: str
    etag: str = ""


class Send(Protocol):
    """Sends a request with a JSON body. `etag` asks for an answer of status 304 while what has it is unchanged."""

    def __call__(self, method: str, path: str, body: Any, etag: str = "") -> HttpResponse:
        """The answer, whatever its status; HostUnreachable when there is none."""
        ...


@dataclass
class ApiClient:
    """Sends requests to one host. `command` is how commands for that host begin.

    Jobs on a host of this process (`own`) stop when it ends.
    """

    send: Send
    place: str
    command: str = "omnigen"
    own: bool = False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON, None for 204; RequestRefused with the host's own words."""
        return self._content(self.send(method, path, body))

    def _content(self, answer: HttpResponse) -> Any:
        content = _json(answer.text)
        if answer.status == 204 or (answer.status < 300 and content is not None):
            return content
        raise _refusal(answer.status, content if isinstance(content, dict) else {}, self.place)

    def changes(self, job_id: str) -> Iterator[JobAnswer]:
        """The job now and after every change, until it has ended. A host that is away for a moment is waited for.

        It is asked again and again with the tag of what is known, which keeps no function of the host busy.
        """
        etag, rev, pause = "", -1, POLL_SECONDS[0]
        while True:
            answer = self._get_patiently(f"/jobs/{job_id}", etag)
            job: JobAnswer | None = None if answer.status == _UNCHANGED else self._content(answer)
            if job is None or job["rev"] == rev:  # a host of an earlier version gives no tags
                pause = min(pause * 1.5, POLL_SECONDS[1])
            else:
                etag, rev, pause = answer.etag, job["rev"], POLL_SECONDS[0]
                yield job
                if job["status"] in ENDED:
                    return
            time.sleep(pause)

    def _get_patiently(self, path: str, etag: str) -> HttpResponse:
        """GET, up to six times while the host is away or busy."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_chain, wait_fixed

        attempts = Retrying(
            retry=retry_if_exception(_is_temporary),
            wait=wait_chain(*map(wait_fixed, RETRY_AFTER_SECONDS)),
            stop=stop_after_attempt(len(RETRY_AFTER_SECONDS) + 1),
            reraise=True,
        )
        answer: HttpResponse = attempts(self._get, path, etag)
        return answer

    def _get(self, path: str, etag: str) -> HttpResponse:
        answer = self.send("GET", path, None, etag)
        if answer.status != _UNCHANGED:
            self._content(answer)
        return answer


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
