"""API Gateway as the template describes it: which requests reach the API's function, and what the authorizer says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from local.api.lambda_proxy import event_of, response_of
from tests.infrastructure.templates import Environment

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

    def _answer(self, request: Request) -> Response:
        asked = f"{request.method} {request.root_path}{request.path}"
        route = next((one for one in self._routes if _fits(asked, one["RouteKey"])), None)
        if route is None:
            return _said(404, "Not Found")
        caller: Mapping[str, str] | None = None
        if route["AuthorizationType"] == "CUSTOM":
            caller = self._caller(request, self._authorizers[route["AuthorizerId"]])
            if caller is None:
                return _said(401, "Unauthorized")
        integration = self._integrations[route["Target"].removeprefix("integrations/")]
        assert (integration["IntegrationType"], integration["PayloadFormatVersion"]) == ("AWS_PROXY", "2.0")
        event = event_of(request, caller) | {"routeKey": route["RouteKey"]}
        return response_of(json.loads(self._invoke(integration["IntegrationUri"], event)))

    def _caller(self, request: Request, authorizer: Mapping[str, Any]) -> Mapping[str, str] | None:
        """What the function says; None without the header that identifies, in which case it is not asked."""
        assert (authorizer["AuthorizerPayloadFormatVersion"], authorizer["EnableSimpleResponses"]) == ("2.0", True)
        assert authorizer["IdentitySource"] == ["$request.header.Authorization"]
        header = request.headers.get("Authorization")
        if not header:
            return None
        [function] = re.findall(r"functions/(arn:\S+?)/invocations", authorizer["AuthorizerUri"])
        told = json.loads(self._invoke(function, {"version": "2.0", "headers": {"authorization": header}}))
        assert told["isAuthorized"] is True
        return dict(told["context"])


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
