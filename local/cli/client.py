"""An Omnigen host as commands see it: whatever answers the HTTP API's requests, in this process or elsewhere."""

from __future__ import annotations

import json
import shutil
import time
import urllib.error
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from local.cli.url_opener import opener_for

JobView = Mapping[str, Any]
"""A job as `GET /jobs/{id}` tells it."""

ENDED = frozenset({"completed", "script_ready", "failed", "cancelled"})
TIMEOUT_SECONDS = 60
"""How long one request may take; the longest poll is a third of it."""

_WAIT_SECONDS = 20
_AGAIN_AFTER_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0)
_BUSY = frozenset({429, 502, 503, 504})
"""Answers that may be others a moment later."""


class HostUnreachable(click.ClickException):
    """Nobody answers."""


class RequestRefused(click.ClickException):
    """The host said no. `field` is what it found wrong, a dotted path, or empty."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.field = str(problem.get("field") or "")
        self.detail = str(problem.get("detail") or problem.get("message") or f"the host answered {status}")
        super().__init__(f"{self.field}: {self.detail}" if self.field else self.detail)


class RequestWrong(RequestRefused):
    """The host said no, and the user can mend it."""

    exit_code = 2


@dataclass(frozen=True)
class HttpResponse:
    """A status, and the text that came with it."""

    status: int
    text: str


@dataclass(frozen=True)
class ApiClient:
    """Somebody who answers. Jobs on an `own` host stop with this command; `command` is how others for it begin."""

    send: Callable[[str, str, Any], HttpResponse]
    place: str
    command: str = "omnigen"
    own: bool = False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON, None where there is none; RequestRefused with the host's own words."""
        answer = self.send(method, path, body)
        told = _json(answer.text)
        if answer.status == 204 or (answer.status < 300 and told is not None):
            return told
        raise _refusal(answer.status, told if isinstance(told, dict) else {}, self.place)

    def changes(self, job_id: str) -> Iterator[JobView]:
        """The job now and after every change, until it is over. A host that is away for a moment is waited for."""
        job = self._patiently(f"/jobs/{job_id}")
        yield job
        while job["status"] not in ENDED:
            job = self._patiently(f"/jobs/{job_id}?wait={_WAIT_SECONDS}&since={job['rev']}")
            yield job

    def download(self, url: str, target: Path) -> Path:
        """Save what a presigned address leads to, whole or not at all; no token is sent there."""
        partial = target.with_name(f".{target.name}.partial")
        try:
            with opener_for(url).open(url, timeout=TIMEOUT_SECONDS) as answer, partial.open("wb") as file:
                shutil.copyfileobj(answer, file)
            partial.replace(target)
        except urllib.error.URLError as error:
            raise HostUnreachable(f"The download failed: {error.reason}. Try again") from error
        except OSError as error:
            raise click.ClickException(f"{str(target)!r} cannot be written: {error.strerror or error}") from error
        finally:
            partial.unlink(missing_ok=True)
        return target.resolve()

    def _patiently(self, path: str) -> JobView:
        for seconds in _AGAIN_AFTER_SECONDS:
            try:
                return dict(self.ask("GET", path))
            except HostUnreachable:
                time.sleep(seconds)
            except RequestRefused as refusal:
                if refusal.status not in _BUSY:
                    raise
                time.sleep(seconds)
        return dict(self.ask("GET", path))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _refusal(status: int, problem: Mapping[str, Any], place: str) -> RequestRefused:
    """In the host's own words; a gateway in front of it, or something else at that address, has others or none."""
    if status == 401:
        said = problem.get("detail") or problem.get("message") or "no reason given"
        return RequestWrong(status, {"detail": f"{place} does not accept your token: {said}"})
    if "code" not in problem and (status < 400 or status in {404, 405}):
        return RequestWrong(status, {"detail": f"What answers at {place} is no Omnigen host; check --url"})
    return (RequestWrong if problem.get("fixable_by") == "user" else RequestRefused)(status, problem)
