"""One account at OpenAI: its key, its client, and requests that fail with ProviderErrors only.

The SDK is imported at the first request, because importing it takes longer than most Lambdas run. It would retry by
itself, also what may have been paid, and follow redirects with the prompt; here it does neither. No connection is kept
alive: a Lambda sleeps between calls, and a request sent over a connection that died meanwhile would have an unknown
outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from omnigen.providers.error_boundary import SDK_IMPORT_LOCK
from omnigen.providers.openai.failures import request_failure, unreadable_answer

if TYPE_CHECKING:
    from httpx2 import Timeout
    from openai import OpenAI

AnswerT = TypeVar("AnswerT")

CONNECT_SECONDS = 5.0


@dataclass
class OpenAIAccount:
    """Sends requests to OpenAI. `key` is called before every request, so that a changed key is used at once."""

    key: Callable[[], str] = field(repr=False)
    base_url: str | None = None
    _client: OpenAI | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def request(
        self, model: str, send: Callable[[OpenAI], AnswerT], *, seconds: float, ordering: bool = True
    ) -> AnswerT:
        """Send one request, once, with this timeout. Raises ProviderErrors.

        `ordering` says that the request may cost money: without a clear answer it is UnknownOutcome.
        """
        with SDK_IMPORT_LOCK:
            import openai

        key = self.key()
        try:
            return send(self._open(key).with_options(timeout=_timeout(seconds)))
        except openai.OpenAIError as error:
            safe = key not in f"{error} {getattr(error, 'body', '')}"
            raise request_failure(error, model, key, ordering=ordering) from (error if safe else None)
        except Exception as error:  # the SDK chokes on bodies that are not what it expects
            safe = key not in f"{error!r}"
            raise unreadable_answer(type(error).__name__, model, ordering=ordering) from (error if safe else None)

    def _open(self, key: str) -> OpenAI:
        from httpx2 import Limits
        from openai import DefaultHttpxClient, OpenAI

        with self._lock:
            if self._client is None or self._client.api_key != key:
                http_client = DefaultHttpxClient(limits=Limits(max_keepalive_connections=0), follow_redirects=False)
                self._client = OpenAI(api_key=key, base_url=self.base_url, max_retries=0, http_client=http_client)
            return self._client


def _timeout(seconds: float) -> Timeout:
    import httpx2

    return httpx2.Timeout(seconds, connect=CONNECT_SECONDS)
