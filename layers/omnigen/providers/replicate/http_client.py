"""Replicate's SDK, tamed: it would retry in the process, for minutes, and lose what an error said.

Its own models and helpers stay unused: `status: aborted` breaks its `Prediction` (1.0.7), its `create` waits without
end, and its file outputs send the token to whatever host the file is at. What is left is its HTTP client.
"""

from __future__ import annotations

from typing import Any

import httpx
from replicate.client import Client

CONNECT_SECONDS = 5.0

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""After these nothing has reached the vendor."""


class Refused(Exception):
    """The vendor answered with an error status."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


class _Once(httpx.HTTPTransport):
    """Sends once: an error status is raised here, below the SDK's own retries, which never get to see it.

    No connection is kept: a Lambda sleeps between calls, and an order sent down a line that died meanwhile would have
    an unknown outcome.
    """

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and raise Refused for an error status."""
        response = super().handle_request(request)
        if response.status_code < 400:
            return response
        try:
            response.read()
        finally:
            response.close()
        raise Refused(response.status_code, response.text)


class TamedClient(Client):
    """The SDK's client with a time limit on every request."""

    def __init__(self, key: str, base_url: str | None) -> None:
        super().__init__(api_token=key, base_url=base_url, transport=_Once())
        self.key = key

    def send(self, method: str, path: str, *, seconds: float, **parts: Any) -> Any:
        """The JSON answered; httpx errors, Refused and ValueError come out as they are."""
        timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        return self._request(method, path, timeout=timeout, **parts).json()
