"""Converts a WSGI request to API Gateway's event (HTTP API, payload format 2.0), and the answer to a response.

The format is described under "Working with AWS Lambda proxy integrations for HTTP APIs" in API Gateway's guide.
"""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from local.emulator.resources import ACCOUNT


def event_of(request: Request, caller: Mapping[str, str] | None) -> dict[str, Any]:
    """The event of a request; `caller` is what an authorizer says about its sender."""
    path = f"{request.root_path}{request.path}".replace("//", "/")
    body, is_base64 = _text(request.get_data())
    query: dict[str, str] = {}
    for name, value in request.args.items(multi=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    return {
        "version": "2.0",
        "routeKey": f"{request.method} {path}",
        "rawPath": path,
        "rawQueryString": request.query_string.decode("latin-1"),
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "queryStringParameters": query,
        "requestContext": _context(request, path) | _authorizer(caller),
        "body": body,
        "isBase64Encoded": is_base64,
    }


def response_of(answer: Mapping[str, Any]) -> Response:
    """The HTTP response for the function's answer."""
    body = answer.get("body") or ""
    data = base64.b64decode(body) if answer.get("isBase64Encoded") else str(body).encode()
    response = Response(data, int(answer["statusCode"]))
    response.headers.remove("Content-Type")
    for name, value in (answer.get("headers") or {}).items():
        response.headers.add(name, str(value))
    for cookie in answer.get("cookies") or ():
        response.headers.add("Set-Cookie", cookie)
    return response


def _context(request: Request, path: str) -> dict[str, Any]:
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": request.host,
        "domainPrefix": "local",
        "http": {
            "method": request.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.remote_addr or "127.0.0.1",
            "userAgent": str(request.user_agent),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": f"{request.method} {path}",
        "stage": "$default",
        "timeEpoch": int(time.time() * 1000),
    }


def _authorizer(caller: Mapping[str, str] | None) -> dict[str, Any]:
    return {"authorizer": {"lambda": dict(caller)}} if caller else {}


def _text(data: bytes) -> tuple[str, bool]:
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(data).decode(), True
