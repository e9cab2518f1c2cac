"""The one port of the local host: who may come in, and which of its applications answers."""

from __future__ import annotations

import datetime
import functools
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local.emulator.ecs.task_host import TARGET_PREFIX
from local.emulator.origin_guard import OriginGuard, WsgiApp
from local.emulator.request_auth.authenticator import AwsAuthenticator
from local.emulator.resources import BUCKET

_API_PREFIX = "/api"

_READ_TIMEOUT_SECONDS = 30.0
"""How long a connection may stay silent within a request, or before the next one. Each holds a thread."""

_STOP_POLL_SECONDS = 0.1
"""How often the server checks whether it should stop."""


class Gateway:
    """A threaded HTTP server on 127.0.0.1. Foreign origins are refused, then our own applications and AWS answer.

    Requests for AWS must be signed with `credentials`; they go to `ecs` or to moto.
    """

    def __init__(self, port: int, ecs: WsgiApp, credentials: Credentials) -> None:
        self._mounts: dict[str, WsgiApp] = {}
        moto: WsgiApp = DomainDispatcherApplication(create_backend_app)
        self._aws = AwsAuthenticator(_EcsOrMoto(ecs, moto), _s3_alone, BUCKET, credentials, _now)
        self._server = make_server(
            "127.0.0.1", port, OriginGuard(self._dispatch), threaded=True, request_handler=_SilentHandler
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_STOP_POLL_SECONDS,), daemon=True, name="gateway"
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def mount(self, prefix: str, app: WsgiApp) -> None:
        """The longest matching prefix wins; `/` gets what is not addressed to AWS."""
        self._mounts[prefix.rstrip("/")] = app

    def close(self) -> None:
        """Stops listening; requests in progress end by themselves."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _dispatch(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not self._aws.is_addressed(environ):
            for prefix in sorted(self._mounts, key=len, reverse=True):
                if path == prefix or path.startswith(f"{prefix}/"):
                    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
                    environ["PATH_INFO"] = path[len(prefix) :]
                    return self._mounts[prefix](environ, start_response)
            if path == _API_PREFIX or path.startswith(f"{_API_PREFIX}/"):
                return _not_yet(start_response)
        return self._aws(environ, start_response)


class _EcsOrMoto:
    """A WSGI app: ECS by our own program, every other service by moto."""

    def __init__(self, ecs: WsgiApp, moto: WsgiApp) -> None:
        self._ecs = ecs
        self._moto = moto

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_ecs = environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET_PREFIX)
        return (self._ecs if is_ecs else self._moto)(environ, start_response)


class _SilentHandler(MotoRequestHandler):
    timeout = _READ_TIMEOUT_SECONDS

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Logs nothing: a line per request would hide the warnings among them."""


@functools.cache
def _s3_app() -> WsgiApp:
    app: WsgiApp = create_backend_app("s3")
    return app


def _s3_alone(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Moto's S3 without the dispatcher that would choose another service by the request's headers or body."""
    return _s3_app()(environ, start_response)


def _not_yet(start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The API is mounted some time after the port is open, and not at all by commands that make one video."""
    problem = {
        "type": "urn:omnigen:error:Starting",
        "title": "Starting",
        "status": 503,
        "detail": "The API is not served here yet; try again in a few seconds",
        "code": "Starting",
        "retryable": True,
        "fixable_by": "time",
    }
    body = json.dumps(problem).encode()
    headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body))), ("Retry-After", "2")]
    start_response("503 Service Unavailable", headers)
    return [body]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
