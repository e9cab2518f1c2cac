"""Requests to an Omnigen host anywhere, in the name of whoever the token is for."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, cast

import click

_PREFIX = "/api/v1"
_WAIT_SECONDS = 20
_PATIENCE_SECONDS = 60
ENDED = frozenset({"completed", "script_ready", "failed", "cancelled"})


class RequestRefused(click.ClickException):
    """The host said no."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        place = f"{problem['field']}: " if problem.get("field") else ""
        super().__init__(f"{place}{problem.get('detail') or problem.get('message') or 'the host refused'}")


class RequestWrong(RequestRefused):
    """The host said no, and the user can mend it."""

    exit_code = 2


@dataclass(frozen=True)
class Client:
    """One host. `url` is its origin, with or without /api/v1."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON, None where there is none; RequestRefused with the host's own words."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._base}{path}", data, headers, method=method)  # noqa: S310 - see _base
        try:
            with _open(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            problem = _problem(error)
            raise (RequestWrong if problem.get("fixable_by") == "user" else RequestRefused)(problem) from error
        return json.loads(text) if text else None

    def changes(self, job_id: str) -> Iterator[dict[str, Any]]:
        """The job now and after every change, until it is over."""
        job = self.ask("GET", f"/jobs/{job_id}")
        yield job
        while job["status"] not in ENDED:
            job = self.ask("GET", f"/jobs/{job_id}?wait={_WAIT_SECONDS}&since={job['rev']}")
            yield job

    def download(self, url: str, target: Path) -> Path:
        """Save what a presigned address leads to, whole or not at all; no token is sent there."""
        partial = target.with_name(f".{target.name}.partial")
        try:
            with _open(urllib.request.Request(url)) as answer, partial.open("wb") as file:  # noqa: S310 - from the host
                shutil.copyfileobj(answer, file)
            partial.replace(target)
        except urllib.error.HTTPError as error:
            raise RequestRefused({"detail": f"The download failed with status {error.code}; try again"}) from error
        finally:
            partial.unlink(missing_ok=True)
        return target.resolve()

    @property
    def _base(self) -> str:
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise click.UsageError(f"--url: {self.url!r} is no address like https://example.com")
        return f"{parts.scheme}://{parts.netloc}{_PREFIX}"


def _open(request: urllib.request.Request) -> HTTPResponse:
    try:
        return cast("HTTPResponse", urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS))  # noqa: S310
    except urllib.error.HTTPError:
        raise
    except OSError as error:
        raise click.ClickException(f"Nobody answers at {request.full_url}: {error}") from error


def _problem(error: urllib.error.HTTPError) -> Mapping[str, Any]:
    """The host's problem document; a gateway in between may answer otherwise."""
    try:
        said = json.loads(error.read())
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {"detail": f"{error.code} {error.reason}"}
