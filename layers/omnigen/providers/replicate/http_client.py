"""The HTTP client of Replicate's SDK without its retries.

The SDK's models and helpers are not used: `status: aborted` breaks its `Prediction` (1.0.7), its `create` has no
timeout, and its file outputs send the token to whatever host holds the file.
"""

from __future__ import annotations

from typing import Any

import httpx
from replicate.client import Client

from omnigen.providers.replicate.failures import ErrorAnswer

CONNECT_SECONDS = 5.0

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""After these errors nothing has reached the vendor."""


class ErrorStatus(Exception):
    """The vendor answered with a status that is not 2xx."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self._response = response

    def answer(self, key: str) -> ErrorAnswer:
        """Status, body and Retry-After of the answer, with `key` masked."""
        response = self._response
        body = response.content.decode("utf-8", "replace").replace(key, "***")
        return ErrorAnswer(response.status_code, body, response.headers.get("retry-after", ""))


class _SingleAttempt(httpx.HTTPTransport):
    """Raises ErrorStatus for an error status before the SDK sees it, since the SDK would retry for minutes.

    No connection is kept alive: a Lambda sleeps between calls, and an order sent over a connection that died
    meanwhile would have an unknown outcome.
    """

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send; raises ErrorStatus unless the status is 2xx."""
        response = super().handle_request(request)
        if response.status_code < 300:
            return response
        try:
            response.read()
        finally:
            response.close()
        raise ErrorStatus(response)


class SingleAttemptClient(Client):
    """The SDK's client with a timeout on every request and no retries."""

    def __init__(self, key: str, base_url: str | None) -> None:
        super().__init__(api_token=key, base_url=base_url, transport=_SingleAttempt())
        self.key = key

    def send(self, method: str, path: str, *, seconds: float, **parts: Any) -> Any:
        """The JSON of the answer. Raises httpx errors, ErrorStatus and ValueError."""
        timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        return self._request(method, path, timeout=timeout, **parts).json()
