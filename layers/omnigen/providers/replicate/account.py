"""One account at Replicate: its token, its HTTP client, and requests that fail with ProviderErrors only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from omnigen.providers.error_boundary import SDK_IMPORT_LOCK
from omnigen.providers.replicate.failures import error_answer, no_answer

if TYPE_CHECKING:
    from omnigen.providers.replicate.http_client import SingleAttemptClient


@dataclass
class ReplicateAccount:
    """Sends requests to Replicate. `key` is called before every request, so that a changed token is used at once."""

    key: Callable[[], str] = field(repr=False)
    base_url: str | None = None
    _client: SingleAttemptClient | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def request(
        self,
        method: str,
        path: str,
        *,
        about: str,
        seconds: float = 30.0,
        ordering: bool = False,
        **parts: Any,
    ) -> Any:
        """Send one request, once; the JSON of the answer. `about` is the model or object named in error messages.

        Raises ProviderErrors. `ordering` says that the request may cost money: without a clear answer it is
        UnknownOutcome.
        """
        with SDK_IMPORT_LOCK:
            from omnigen.providers.replicate.http_client import NEVER_SENT, ErrorStatus

        key = self.key()
        try:
            return self._open(key).send(method, path, seconds=seconds, **parts)
        except ErrorStatus as error:
            answer = error.answer(key)
            raise error_answer(answer, about, ordering=ordering) from error
        except NEVER_SENT as error:
            raise no_answer(type(error).__name__, about, ordering=False) from error
        except Exception as error:  # a broken connection, or a body that the HTTP client or its JSON reader chokes on
            shown = None if key in f"{error!r}" else error
            raise no_answer(type(error).__name__, about, ordering=ordering) from shown

    def _open(self, key: str) -> SingleAttemptClient:
        from omnigen.providers.replicate.http_client import SingleAttemptClient

        with self._lock:
            if self._client is None or self._client.key != key:
                self._client = SingleAttemptClient(key, self.base_url)
            return self._client
