"""The HTTP API on this machine: what API Gateway does on AWS, for the same handler, with development tokens."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

from omnigen.deployment.api_headers import API_HEADERS
from omnigen.deployment.resources import API, AUTHORIZER, Function
from omnigen.domain.api_key import PREFIX as KEY_PREFIX
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from local.api.disk_space import DISK_IS_FULL_STATUS, PROBLEM_TYPE, begins_work, disk_is_full
from local.api.held_requests import HeldRequests, TooManyHeld
from local.api.lambda_proxy import event_of, response_of
from local.api.tokens import TokenIssuer, TokenRefused, tokens_of
from local.emulator import resources
from local.emulator.cloud import LocalCloud
from local.emulator.environment import unconfigured
from local.emulator.lambda_.worker_pool import WorkerProcesses
from local.emulator.moto_patches.hooks import Invocation, Outcome
from local.upkeep.disk import shortage

MOUNT = "/api"
PREFIX = f"{MOUNT}/v1"
OPEN = frozenset({f"{PREFIX}/health", f"{PREFIX}/sign-in", f"{PREFIX}/docs", f"{PREFIX}/openapi.json"})
"""What may be read without a token."""

AT_ONCE = 48
"""Requests handled at the same time; those that wait for a change of a job hold one for up to 20 seconds."""

_NEVER_HELD = 8
"""Workers that no waiting request may occupy."""

_MAX_BODY_BYTES = 10 * 2**20
"""API Gateway's own limit for a request."""

_MAX_DRAINED_BYTES = 10 * _MAX_BODY_BYTES

Invoke = Callable[[Mapping[str, Any]], Outcome]


class ApiServer:
    """A WSGI app. Each request is one call of the handler, in a worker of its own.

    Requests that wait for a change of a job are limited, by user and in all, so that workers stay free for the rest.
    `authorize` answers as the authorizer's function does, for requests with an API key.
    `shortage` says in a sentence that the disk has no room for new work; empty when there is enough.
    """

    def __init__(
        self,
        invoke: Invoke,
        tokens: TokenIssuer,
        at_once: int = AT_ONCE,
        shortage: Callable[[], str] = str,
        authorize: Invoke | None = None,
    ) -> None:
        self._invoke = invoke
        self._authorize = authorize
        self._shortage = shortage
        self._tokens = tokens
        self._held = HeldRequests(max(at_once - _NEVER_HELD, 1))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Refuses what API Gateway would, else lets the handler answer."""
        request = Request(environ)
        request.max_content_length = _MAX_BODY_BYTES
        response = self._answer(request)
        response.headers.update(API_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = f"{request.root_path}{request.path}".replace("//", "/")
        try:
            is_open = path in OPEN and request.method in {"GET", "HEAD"}
            caller = None if is_open else self._caller(request)
            event = event_of(request, caller)
        except TokenRefused as refusal:
            _drain(request)
            return _problem(401, "NotSignedIn", str(refusal), {"WWW-Authenticate": "Bearer"})
        except RequestEntityTooLarge:
            _drain(request)
            return _problem(413, "TooLarge", f"At most {_MAX_BODY_BYTES} bytes; upload files with POST /uploads")
        try:
            with self._held.held(caller["sub"]) if caller and _waits(request) else nullcontext():
                return self._handled(request.method, path, event)
        except TooManyHeld:
            detail = "You wait for too many changes at once; ask without `wait`, or again when one has answered"
            return _problem(429, "TooManyRequests", detail, {"Retry-After": "1"})

    def _caller(self, request: Request) -> Mapping[str, str]:
        """Who sends the request: by the authorizer's function for an API key, else by the token; else TokenRefused."""
        authorization = request.headers.get("Authorization", "")
        if self._authorize is None or not authorization.partition(" ")[2].strip().startswith(KEY_PREFIX):
            return self._tokens.caller(authorization)
        outcome = self._authorize({"version": "2.0", "headers": {"authorization": authorization}})
        caller: Mapping[str, str] = {} if outcome.failed else json.loads(outcome.payload)["context"]
        if "sub" not in caller:
            raise TokenRefused(caller.get("refused") or "The API key cannot be checked at this moment; try again")
        return caller

    def _handled(self, method: str, path: str, event: Mapping[str, Any]) -> Response:
        """The handler's answer; on a full disk, that there is no room, to what begins work and in place of failures."""
        words = self._shortage() if begins_work(method, path) else ""
        if not words:
            response = self._called(event)
            words = self._shortage() if response.status_code >= 500 else ""
            if not words:
                return response
        return Response(disk_is_full(words), DISK_IS_FULL_STATUS, mimetype=PROBLEM_TYPE)

    def _called(self, event: Mapping[str, Any]) -> Response:
        outcome = self._invoke(event)
        if outcome.failed:
            return _problem(500, "Unexpected", "The function failed; its log is in the data folder")
        return response_of(json.loads(outcome.payload))


@contextmanager
def api_mounted(cloud: LocalCloud, at_once: int = AT_ONCE) -> Iterator[ApiServer]:
    """The API under `/api` of the cloud's own address, with workers of its own beside those of the pipeline."""
    environment = resources.function_environment(API, cloud.environment)
    workers = WorkerProcesses(
        environment={**unconfigured(os.environ), **environment, "PYTHONUNBUFFERED": "1"},
        logs=cloud.data_dir / "logs",
        preload=["local.api.worker_preload"],
        size=at_once,
    )

    def invoke(event: Mapping[str, Any]) -> Outcome:
        return workers.invoke(invocation(event, environment))

    def authorize(event: Mapping[str, Any]) -> Outcome:
        return workers.invoke(invocation(event, environment, AUTHORIZER))

    try:
        room = partial(shortage, cloud.data_dir)
        server = ApiServer(invoke, tokens_of(cloud.data_dir), at_once, room, authorize)
        cloud.mount(MOUNT, server)
        yield server
    finally:
        workers.close()


def _waits(request: Request) -> bool:
    return request.args.get("wait", "0").strip() not in {"", "0"}


def invocation(event: Mapping[str, Any], environment: Mapping[str, str], function: Function = API) -> Invocation:
    """A call of the API's function, or of its authorizer's, with this event."""
    return Invocation(
        function=resources.function_name(function),
        arn=resources.function_arn(function),
        handler=function.handler,
        memory_mb=function.memory_mb,
        timeout_seconds=function.timeout_seconds,
        environment=environment,
        payload=json.dumps(event),
    )


def _drain(request: Request) -> None:
    """Reads the rest of a refused request: closing the connection on unread bytes would reset it before the answer."""
    left = min(request.content_length or 0, _MAX_DRAINED_BYTES)
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, 2**16))):
        left -= len(chunk)


def _problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error in the API's format, for requests that do not reach the handler."""
    body = {
        "type": f"urn:omnigen:error:{code}",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
        "retryable": False,
        "fixable_by": "developer" if status >= 500 else "user",
    }
    return Response(json.dumps(body), status, headers, mimetype=PROBLEM_TYPE)
