"""The one port of the local host: who may come in, and which of its applications answers."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable
from typing import Any

from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local.emulator.clients import ACCESS_KEY, SECRET_KEY
from local.emulator.ecs.task_host import TARGET_PREFIX
from local.emulator.origin_guard import OriginGuard, WsgiApp
from local.emulator.resources import BUCKET
from local.emulator.s3_auth.presigned import PresignedOnly

_STOP_WITHIN_SECONDS = 0.1
"""How often the server looks whether it should stop."""


class Gateway:
    """A threaded HTTP server on 127.0.0.1. Guard, then our own applications, then ECS, then moto."""

    def __init__(self, port: int, ecs: WsgiApp) -> None:
        self._ecs = ecs
        self._mounts: dict[str, WsgiApp] = {}
        moto: WsgiApp = DomainDispatcherApplication(create_backend_app)
        self._aws = PresignedOnly(moto, BUCKET, Credentials(ACCESS_KEY, SECRET_KEY), _now)
        self._server = make_server(
            "127.0.0.1", port, OriginGuard(self._dispatch), threaded=True, request_handler=_SilentHandler
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_STOP_WITHIN_SECONDS,), daemon=True, name="gateway"
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
        if environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET_PREFIX):
            return self._ecs(environ, start_response)
        if not _is_for_aws(environ):
            for prefix in sorted(self._mounts, key=len, reverse=True):
                if path == prefix or path.startswith(f"{prefix}/"):
                    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
                    environ["PATH_INFO"] = path[len(prefix) :]
                    return self._mounts[prefix](environ, start_response)
        return self._aws(environ, start_response)


class _SilentHandler(MotoRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A line per request would drown what matters."""


def _is_for_aws(environ: dict[str, Any]) -> bool:
    """Signed by an AWS key, in a header or in the query, or a form for S3."""
    query = environ.get("QUERY_STRING", "")
    is_form = environ["REQUEST_METHOD"] == "POST" and environ.get("PATH_INFO", "").strip("/") == BUCKET
    signed = environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-")
    return signed or "X-Amz-Signature=" in query or "AWSAccessKeyId=" in query or is_form


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
