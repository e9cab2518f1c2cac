"""One account at OpenAI: the key, the client, and calls that fail only in our own terms.

The SDK is imported at the first call, because importing it takes longer than most Lambdas run. It would retry by
itself, also what may have been paid; here it never does. No connection is kept: a Lambda sleeps between calls,
and a request sent down a line that has died meanwhile would have an unknown outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from omnigen.providers.openai.failures import failure

if TYPE_CHECKING:
    from httpx2 import Timeout
    from openai import OpenAI

AnswerT = TypeVar("AnswerT")

CONNECT_SECONDS = 5.0


@dataclass
class OpenAIAccount:
    """Asks OpenAI. `key` is called before every request, so that a changed key is taken up."""

    key: Callable[[], str] = field(repr=False)
    base_url: str | None = None
    _client: OpenAI | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def ask(self, model: str, request: Callable[[OpenAI], AnswerT], *, seconds: float) -> AnswerT:
        """Make one request that may take so long; once. Raises ProviderErrors."""
        import openai

        key = self.key()
        try:
            return request(self._open(key).with_options(timeout=_timeout(seconds)))
        except openai.OpenAIError as error:
            shown = None if key in f"{error} {getattr(error, 'body', '')}" else error
            raise failure(error, model, key) from shown

    def _open(self, key: str) -> OpenAI:
        from httpx2 import Limits
        from openai import DefaultHttpxClient, OpenAI

        with self._lock:
            if self._client is None or self._client.api_key != key:
                lines = DefaultHttpxClient(limits=Limits(max_keepalive_connections=0))
                self._client = OpenAI(api_key=key, base_url=self.base_url, max_retries=0, http_client=lines)
            return self._client


def _timeout(seconds: float) -> Timeout:
    import httpx2

    return httpx2.Timeout(seconds, connect=CONNECT_SECONDS)
