"""A host at an address, asked over HTTP in the name of the user whom the token is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import click

from local.cli.client import ApiClient, HostUnreachable, HttpResponse
from local.cli.connections import connect, is_this_machine
from local.cli.credentials import Credential, authorization, stored

_PREFIX = "/api/v1"


def http_client(url: str, token: str | None) -> ApiClient:
    """The host at this address; the address that `omnigen serve` prints brings its token along.

    Without a token, whatever `omnigen login` has kept for this host is sent.
    """
    check_url(url)
    place = place_of(url)
    given = token or dict(parse_qsl(urlsplit(url).fragment)).get("token")
    return ApiClient(_Sender(f"{place}{_PREFIX}", _authorization(place, given)), place, f"omnigen --url {place}")


def check_url(url: str) -> None:
    """A usage error for what is no address, or one to which no secret may be sent."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.UsageError(f"--url: {url!r} is no address like https://example.com")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise click.UsageError("--url: a token is sent over https only, except to this machine")


def place_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _authorization(place: str, given: str | None) -> Callable[[], str]:
    """What says at each request which token to send."""
    if given:
        return lambda: given
    if stored(place) is None:
        raise click.UsageError(
            f"--token: missing; sign in with: omnigen --url {place} login (for a host on this machine: omnigen token "
            "NAME)"
        )
    return lambda: authorization(place, stored(place) or Credential())


class _Sender:
    """Sends one request after another over one connection."""

    def __init__(self, base: str, token: Callable[[], str]) -> None:
        self._base = base
        self._client = connect(base)
        self._token = token

    def __call__(self, method: str, path: str, body: Any, etag: str = "") -> HttpResponse:
        import httpx

        try:
            headers = {"Authorization": f"Bearer {self._token()}"} | ({"If-None-Match": etag} if etag else {})
            answer = self._client.request(method, f"{self._base}{path}", json=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise HostUnreachable(f"Nobody answers at {self._base}: {reason}") from error
        tag = answer.headers.get("ETag", "")
        return HttpResponse(answer.status_code, answer.content.decode(errors="replace"), tag)
