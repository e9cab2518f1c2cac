"""Refuses requests from pages of other origins, for other host names and to moto's controls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

_NAMES = ("127.0.0.1", "localhost")
_SAME_SITE = ("none", "same-origin")
_CONTROLS = ("/moto-api", "/favicon.ico", "/latest/")
"""moto's reset and inspection pages, and its imitation of the EC2 metadata service."""

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OriginGuard:
    """A WSGI middleware.

    A web page anywhere can make the browser send requests to 127.0.0.1 (and, by DNS rebinding, even read the answers),
    so a server there must refuse foreign `Origin`, `Host` and `Sec-Fetch-Site`. Programs send only `Host` of the three.
    """

    def __init__(self, app: WsgiApp, origins: Collection[str] = ()) -> None:
        self._app = app
        self._origins = frozenset(origins)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers 403 with the reason, or lets the application answer."""
        objection = self._objection(environ)
        if objection is None:
            return self._app(environ, _without_cors_headers(start_response))
        body = f"{objection}\n".encode()
        start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    def _objection(self, environ: dict[str, Any]) -> str | None:
        host = environ.get("HTTP_HOST", "")
        origin = environ.get("HTTP_ORIGIN")
        if host.rsplit(":", 1)[0] not in _NAMES:
            return "This server answers to 127.0.0.1 and localhost only."
        if origin is not None and origin != f"http://{host}" and origin not in self._origins:
            return "Pages of another origin may not use this server."
        if environ.get("HTTP_SEC_FETCH_SITE", "none") not in _SAME_SITE and origin not in self._origins:
            return "Requests from another site are refused."
        if environ.get("PATH_INFO", "").startswith(_CONTROLS):
            return "The emulator's own controls are closed."
        return None


def _without_cors_headers(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Leaves out the headers with which the application would let pages of other origins in."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        kept = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
        return start_response(status, kept, *rest)

    return start
