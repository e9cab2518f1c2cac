"""API Gateway as the template describes it: which requests reach the API's function, and in whose name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jwt
from werkzeug.wrappers import Request, Response

from local.api.lambda_proxy import event_of, response_of
from tests.infrastructure.templates import Environment

_POOLS_KEY = "only the user pool has it, and whoever plays the user pool"

Invoke = Callable[[str, Mapping[str, Any]], str]
"""Calls a function by its ARN; the payload it answers with."""


class FrontDoor:
    """A WSGI application. A request takes the most specific route that fits, by "Routing API requests" in the guide."""

    def __init__(self, environment: Environment, invoke: Invoke) -> None:
        self._invoke = invoke
        self._integrations = _by_name(environment, "Integration")
        self._authorizers = _by_name(environment, "Authorizer")
        self._routes = sorted(_by_name(environment, "Route").values(), key=_vagueness)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """What API Gateway says itself is not in our shape of errors: it never comes to our code."""
        return self._answer(Request(environ))(environ, start_response)

    def token(self, user: str) -> str:
        """An access token as the pool would give to the user."""
        [authorizer] = self._authorizers.values()
        issuer, [client] = authorizer["JwtConfiguration"]["Issuer"], authorizer["JwtConfiguration"]["Audience"]
        return jwt.encode({"sub": user, "iss": issuer, "client_id": client}, _POOLS_KEY.ljust(64), algorithm="HS256")

    def _answer(self, request: Request) -> Response:
        asked = f"{request.method} {request.root_path}{request.path}"
        route = next((one for one in self._routes if _fits(asked, one["RouteKey"])), None)
        if route is None:
            return _said(404, "Not Found")
        claims = None
        if route["AuthorizationType"] == "JWT":
            claims = _claims(request, self._authorizers[route["AuthorizerId"]]["JwtConfiguration"])
            if claims is None:
                return _said(401, "Unauthorized")
        integration = self._integrations[route["Target"].removeprefix("integrations/")]
        assert (integration["IntegrationType"], integration["PayloadFormatVersion"]) == ("AWS_PROXY", "2.0")
        event = event_of(request, claims) | {"routeKey": route["RouteKey"]}
        return response_of(json.loads(self._invoke(integration["IntegrationUri"], event)))


def _claims(request: Request, configuration: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Of a token that this pool made for this client; None for any other."""
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        claims: dict[str, str] = jwt.decode(token, _POOLS_KEY.ljust(64), algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
    good = claims["iss"] == configuration["Issuer"] and claims["client_id"] in configuration["Audience"]
    return claims if good else None


def _fits(asked: str, route_key: str) -> bool:
    pattern = re.escape(route_key).replace(r"\{proxy\+\}", ".+")
    return bool(re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", pattern), asked))


def _said(status: int, message: str) -> Response:
    return Response(json.dumps({"message": message}), status, mimetype="application/json")


def _by_name(environment: Environment, kind: str) -> dict[str, Any]:
    found = environment.resources(f"AWS::ApiGatewayV2::{kind}")
    return {environment.name(one): environment.resolved(one) for one in found}


def _vagueness(route: Mapping[str, Any]) -> tuple[int, int]:
    return route["RouteKey"].count("{proxy+}"), route["RouteKey"].count("{")
