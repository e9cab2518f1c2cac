"""API, website and signing in: what is open, what is closed, and that addresses agree."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra import NODE
from infra.api import OPEN_ROUTE, ORDER_ROUTES
from tests.infrastructure.templates import ACCOUNT, REGION, Environment


def test_every_route_but_the_health_check_wants_a_token(environment: Environment) -> None:
    kinds = {route["RouteKey"]: route.get("AuthorizationType", "NONE") for route in _routes(environment)}
    assert kinds.pop(OPEN_ROUTE) == "NONE"
    assert set(kinds.values()) == {"JWT"}
    assert {f"{method} /api/v1/{{proxy+}}" for method in ("GET", "POST", "PUT", "DELETE")} <= set(kinds)


def test_tokens_are_those_of_our_pool_for_our_client(environment: Environment) -> None:
    [authorizer] = [environment.resolved(a) for a in environment.resources("AWS::ApiGatewayV2::Authorizer")]
    pool = environment.name(environment.only("AWS::Cognito::UserPool"))
    client = environment.name(environment.only("AWS::Cognito::UserPoolClient"))
    assert authorizer["JwtConfiguration"]["Issuer"] == f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"
    assert authorizer["JwtConfiguration"]["Audience"] == [client]


def test_orders_are_throttled_more_than_the_rest(environment: Environment) -> None:
    stage = environment.resolved(environment.only("AWS::ApiGatewayV2::Stage"))
    rest = stage["DefaultRouteSettings"]["ThrottlingRateLimit"]
    assert set(stage["RouteSettings"]) == set(ORDER_ROUTES) <= {route["RouteKey"] for route in _routes(environment)}
    assert {settings["ThrottlingRateLimit"] < rest for settings in stage["RouteSettings"].values()} == {True}


def test_every_call_is_written_down_with_who_made_it(environment: Environment) -> None:
    stage = environment.resolved(environment.only("AWS::ApiGatewayV2::Stage"))
    assert {"route", "status", "user"} <= set(json.loads(stage["AccessLogSettings"]["Format"]))


def test_other_pages_may_call_the_api_in_dev_only(dev: Environment, prod: Environment) -> None:
    assert "CorsConfiguration" in dev.only("AWS::ApiGatewayV2::Api").properties
    assert "CorsConfiguration" not in prod.only("AWS::ApiGatewayV2::Api").properties


def test_the_client_is_public_and_proves_itself_with_a_code(environment: Environment) -> None:
    client = environment.resolved(environment.only("AWS::Cognito::UserPoolClient"))
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    domain = environment.name(environment.only("AWS::CloudFront::Distribution"))
    assert f"https://{domain}.DomainName/" in client["CallbackURLs"]


def test_nobody_signs_up_uninvited(environment: Environment) -> None:
    pool = environment.resolved(environment.only("AWS::Cognito::UserPool"))
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_api_errors_stay_errors(environment: Environment) -> None:
    """Error pages would be the whole distribution's and turn a 404 of the API into a page with status 200."""
    distribution = _distribution(environment)
    assert "CustomErrorResponses" not in distribution
    [api] = distribution["CacheBehaviors"]
    assert api["PathPattern"] == "/api/*"
    assert "FunctionAssociations" not in api
    assert {"GET", "POST", "PUT", "DELETE"} <= set(api["AllowedMethods"])


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/", "/index.html"),
        ("/jobs/job_01", "/index.html"),
        ("/app.js", "/app.js"),
        ("/fonts/sans.woff2", "/fonts/sans.woff2"),
    ],
)
def test_deep_links_serve_the_page(asked: str, served: str, dev: Environment) -> None:
    code = dev.resolved(dev.only("AWS::CloudFront::Function"))["FunctionCode"]
    event = json.dumps({"request": {"uri": asked}})
    done = subprocess.run(
        [str(NODE), "-e", f"{code}\nconsole.log(handler({event}).uri)"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == served


def test_the_page_runs_only_its_own_scripts_and_shows_what_is_in_the_bucket(environment: Environment) -> None:
    """The content policy names the very addresses that the functions presign."""
    policy = _content_policy(environment)
    assert policy["script-src"] == ["'self'"]
    assert policy["default-src"] == ["'none'"]
    bucket = environment.name(environment.only("AWS::S3::Bucket", "Data"))
    for presigned in _presigned(bucket):
        address = presigned.partition("?")[0]
        sources = policy["connect-src"]
        assert any(address == source or (source.endswith("/") and address.startswith(source)) for source in sources)
        assert set(policy["media-src"]) & set(policy["connect-src"])


def test_the_page_may_sign_in_where_the_pool_is(environment: Environment) -> None:
    domain = environment.resolved(environment.only("AWS::Cognito::UserPoolDomain"))["Domain"]
    assert domain.endswith(ACCOUNT)
    assert f"https://{domain}.auth.{REGION}.amazoncognito.com" in _content_policy(environment)["connect-src"]


def _presigned(bucket: str) -> list[str]:
    """As `omnigen.aws` makes them, in the environment that the template gives functions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional")
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        s3 = boto3.Session().client("s3", region_name=REGION, config=config, **keys)
        key = "users/u/jobs/j/final/video.mp4"
        download = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
        upload = s3.generate_presigned_post(Bucket=bucket, Key=key)["url"]
        s3.close()
    return [download, upload]


def _routes(environment: Environment) -> list[Any]:
    return [environment.resolved(route) for route in environment.resources("AWS::ApiGatewayV2::Route")]


def _distribution(environment: Environment) -> Any:
    return environment.resolved(environment.only("AWS::CloudFront::Distribution"))["DistributionConfig"]


def _content_policy(environment: Environment) -> dict[str, list[str]]:
    headers = environment.resolved(environment.only("AWS::CloudFront::ResponseHeadersPolicy"))
    text = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    rules = [rule.split() for rule in text["ContentSecurityPolicy"].split(";")]
    return {name: sources for name, *sources in rules}
