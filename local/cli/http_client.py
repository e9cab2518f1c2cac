"""A host at an address, asked over HTTP in the name of the user whom the token is for."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import click

from local.cli.client import ApiClient, HostUnreachable, HttpResponse
from local.cli.connections import connect, is_this_machine

_PREFIX = "/api/v1"


def http_client(url: str, token: str | None) -> ApiClient:
    """The host at this address; the address that `omnigen serve` prints brings its token along."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.UsageError(f"--url: {url!r} is no address like https://example.com")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise click.UsageError("--url: a token is sent over https only, except to this machine")
    token = token or dict(parse_qsl(parts.fragment)).get("token")
    if not token:
        raise click.UsageError("--token: missing; `omnigen token NAME` makes one for a host on this machine")
    place = f"{parts.scheme}://{parts.netloc}"
    return ApiClient(_Sender(f"{place}{_PREFIX}", token), place, f"omnigen --url {place}")


class _Sender:
    """Sends one request after another over one connection."""

    def __init__(self, base: str, token: str) -> None:
        self._base = base
        self._client = connect(base)
        self._client.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, path: str, body: Any) -> HttpResponse:
        import httpx

        try:
            answer = self._client.request(method, f"{self._base}{path}", json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise HostUnreachable(f"Nobody answers at {self._base}: {reason}") from error
        return HttpResponse(answer.status_code, answer.content.decode(errors="replace"))
