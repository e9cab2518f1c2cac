"""A host at an address, asked over HTTP in the name of whoever the token is for."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import click

from local.cli.client import TIMEOUT_SECONDS, ApiClient, HostUnreachable, HttpResponse
from local.cli.url_opener import is_this_machine, opener_for

_PREFIX = "/api/v1"


def http_client(url: str, token: str | None) -> ApiClient:
    """The host at this address. The address that `omnigen serve` prints will do, token included."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.UsageError(f"--url: {url!r} is no address like https://example.com")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise click.UsageError("--url: a token is sent over https only, except to this machine")
    token = token or dict(urllib.parse.parse_qsl(parts.fragment)).get("token")
    if not token:
        raise click.UsageError("--token: say who you are; `omnigen token NAME` makes one for a host on this machine")
    place = f"{parts.scheme}://{parts.netloc}"
    return ApiClient(_Sender(f"{place}{_PREFIX}", token), place, f"omnigen --url {place}")


class _Sender:
    def __init__(self, base: str, token: str) -> None:
        self._base = base
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._opener = opener_for(base)

    def __call__(self, method: str, path: str, body: Any) -> HttpResponse:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._base}{path}", data, self._headers, method=method)  # noqa: S310 - http or https by now
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return HttpResponse(answer.status, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            with error:
                return HttpResponse(error.code, error.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise HostUnreachable(f"Nobody answers at {self._base}: {reason}") from error
