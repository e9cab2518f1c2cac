"""One account at Replicate: the key, the client, and calls that fail only in our own terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from omnigen.providers.replicate.failures import lost, refused

if TYPE_CHECKING:
    from omnigen.providers.replicate.http_client import TamedClient


@dataclass
class ReplicateAccount:
    """Asks Replicate. `key` is called before every request, so that a changed key is taken up."""

    key: Callable[[], str] = field(repr=False)
    base_url: str | None = None
    _client: TamedClient | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        about: str,
        seconds: float = 30.0,
        ordering: bool = False,
        **parts: Any,
    ) -> Any:
        """Make one request, once. `about` is the model or thing asked for; `ordering` says that it may cost money.

        Raises ProviderErrors; an order whose answer was lost is UnknownOutcome.
        """
        import httpx

        from omnigen.providers.replicate.http_client import NEVER_SENT, Refused

        key = self.key()
        try:
            return self._open(key).send(method, path, seconds=seconds, **parts)
        except Refused as error:
            raise refused(error.status, error.body.replace(key, "***"), about, ordering=ordering) from error
        except (httpx.HTTPError, ValueError) as error:
            sent = not isinstance(error, NEVER_SENT)
            raise lost(type(error).__name__, about, ordering=ordering and sent) from error

    def _open(self, key: str) -> TamedClient:
        from omnigen.providers.replicate.http_client import TamedClient

        with self._lock:
            if self._client is None or self._client.key != key:
                self._client = TamedClient(key, self.base_url)
            return self._client
