"""The HTTP API: one Lambda function behind routes that need a token, except the health check and the documents."""

from __future__ import annotations

import json
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.environments import Environment
from infra.functions import LOG_RETENTION

PREFIX = "/api/v1"
OPEN_ROUTES = tuple(f"GET {PREFIX}{path}" for path in ("/health", "/sign-in", "/docs", "/openapi.json"))
"""Routes without a token: the health check, where to sign in, and the API's description: no data of users."""

ORDER_ROUTES = tuple(
    f"POST {PREFIX}{path}"
    for path in (
        "/generate",
        "/generate/script",
        "/scripts",
        "/scripts/{script_id}/approve",
        "/scripts/{script_id}/create-video",
        "/jobs/{job_id}/resume",
        "/jobs/{job_id}/continue",
        "/jobs/{job_id}/regenerate",
    )
)
"""Requests that start paid work have routes of their own, with lower throttling limits."""

_OTHER_METHODS = ("GET", "POST", "PUT", "DELETE")
"""Not ANY: that would take the browser's OPTIONS, which has no token, from the API's own CORS answer."""

_ALLOWED_HEADERS = ["authorization", "content-type", "idempotency-key", "if-none-match", "last-event-id"]
_EXPOSED_HEADERS = ["location", "retry-after", "etag"]
_LOGGED = {
    "requestId": "$context.requestId",
    "route": "$context.routeKey",
    "path": "$context.path",
    "status": "$context.status",
    "latencyMs": "$context.responseLatency",
    "user": "$context.authorizer.sub",
    "ip": "$context.identity.sourceIp",
    "integrationError": "$context.integrationErrorMessage",
    "authorizerError": "$context.authorizer.error",
}


class Api(Construct):
    """`http`; it answers nothing until `serve` has given it the authorizer, which needs the website's address first."""

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, function: aws_lambda.IFunction
    ) -> None:
        super().__init__(scope, construct_id)
        self._environment = environment
        self._integration = integrations.HttpLambdaIntegration("Function", function, scope_permission_to_route=False)
        self.http = apigateway.HttpApi(
            self,
            "Http",
            api_name=environment.prefix,
            create_default_stage=False,
            cors_preflight=_cors(environment),
        )

    @property
    def domain(self) -> str:
        """Host name, without the scheme."""
        return cdk.Fn.select(2, cdk.Fn.split("/", self.http.api_endpoint))

    @property
    def url(self) -> str:
        """URL of the routes' common prefix."""
        return f"{self.http.api_endpoint}{PREFIX}"

    def serve(self, authorizer: apigateway.IHttpRouteAuthorizer) -> None:
        """Add the routes, and the stage that publishes them."""
        routes = [self._route(route, None) for route in OPEN_ROUTES]
        routes += [self._route(route, authorizer) for route in ORDER_ROUTES]
        routes += [self._route(f"{method} {PREFIX}/{{proxy+}}", authorizer) for method in _OTHER_METHODS]
        self._stage(routes)

    def _route(self, route: str, authorizer: apigateway.IHttpRouteAuthorizer | None) -> apigateway.HttpRoute:
        method, path = route.split()
        key = apigateway.HttpRouteKey.with_(path, apigateway.HttpMethod[method])
        return apigateway.HttpRoute(
            self, route, http_api=self.http, route_key=key, integration=self._integration, authorizer=authorizer
        )

    def _stage(self, routes: list[apigateway.HttpRoute]) -> None:
        environment = self._environment
        limit = environment.requests_per_second
        stage = apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.http,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=True,
            throttle=apigateway.ThrottleSettings(rate_limit=limit, burst_limit=2 * limit),
        )
        below = cast("apigateway.CfnStage", stage.node.default_child)
        orders = {
            "ThrottlingRateLimit": environment.orders_per_second,
            "ThrottlingBurstLimit": 2 * environment.orders_per_second,
            "DetailedMetricsEnabled": True,
        }
        below.route_settings = dict.fromkeys(ORDER_ROUTES, orders)
        below.access_log_settings = self._access_log()
        for route in routes:  # settings of routes that are not there yet are refused
            below.node.add_dependency(route)

    def _access_log(self) -> apigateway.CfnStage.AccessLogSettingsProperty:
        group = logs.LogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/vendedlogs/apigateway/{self._environment.prefix}",
            retention=LOG_RETENTION,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        return apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=group.log_group_arn, format=json.dumps(_LOGGED)
        )


def _cors(environment: Environment) -> apigateway.CorsPreflightOptions | None:
    """CORS for pages on other origins; the website has the API under its own origin."""
    if not environment.page_origins:
        return None
    methods = [apigateway.CorsHttpMethod[method] for method in _OTHER_METHODS]
    return apigateway.CorsPreflightOptions(
        allow_origins=list(environment.page_origins),
        allow_methods=methods,
        allow_headers=_ALLOWED_HEADERS,
        expose_headers=_EXPOSED_HEADERS,
        max_age=cdk.Duration.hours(1),
    )
