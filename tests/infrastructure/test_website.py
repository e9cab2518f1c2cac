"""API, website and signing in: what is open, what is closed, and that addresses agree."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import boto3
import pytest
from botocore.config import Config
from omnigen.deployment.api_headers import API_HEADERS
from omnigen.deployment.resources import CLI_SIGN_IN_PORTS

from functions.api.access import ROUTES
from infra import NODE, ROOT
from infra.api import ORDER_ROUTES, PREFIX
from local.api.server import OPEN
from tests.infrastructure.templates import ACCOUNT, REGION, Environment, listed

_HEADERS = "AWS::CloudFront::ResponseHeadersPolicy"


def test_what_needs_no_token_on_the_laptop_needs_none_on_aws_and_all_else_does(environment: Environment) -> None:
    kinds = {route["RouteKey"]: route.get("AuthorizationType", "NONE") for route in _routes(environment)}
    assert {route for route, kind in kinds.items() if kind == "NONE"} == {f"GET {path}" for path in OPEN}
    assert {kind for route, kind in kinds.items() if route.partition(" ")[2] not in OPEN} == {"CUSTOM"}
    assert {
        f"{PREFIX}{route.removeprefix('GET ')}" for route, scopes in ROUTES.items() if scopes == frozenset()
    } == OPEN
    assert {f"{method} /api/v1/{{proxy+}}" for method in ("GET", "POST", "PUT", "DELETE")} <= set(kinds)


def test_tokens_are_those_of_our_pool_for_our_clients(environment: Environment) -> None:
    """The authorizer's function checks them; API Gateway asks it again within half a minute."""
    authorizer = environment.resolved(environment.only("AWS::ApiGatewayV2::Authorizer"))
    assert authorizer["AuthorizerResultTtlInSeconds"] <= 60
    told = _function(environment, "Authorizer")["Environment"]["Variables"]
    pool = environment.name(environment.only("AWS::Cognito::UserPool"))
    clients = {environment.name(client) for client in environment.resources("AWS::Cognito::UserPoolClient")}
    assert told["SIGN_IN_ISSUER"] == f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"
    assert set(told["SIGN_IN_CLIENTS"].split(",")) == clients
    assert len(clients) == 2


def test_the_command_line_signs_in_on_this_machine_only(environment: Environment) -> None:
    clients = [environment.resolved(client) for client in environment.resources("AWS::Cognito::UserPoolClient")]
    [cli] = [client for client in clients if "127.0.0.1:487" in client["CallbackURLs"][0]]
    assert set(cli["CallbackURLs"]) == {f"http://127.0.0.1:{port}/" for port in CLI_SIGN_IN_PORTS}
    assert cli["GenerateSecret"] is False
    told = _function(environment, "Api")["Environment"]["Variables"]
    assert told["SIGN_IN_ORIGIN"].endswith(".amazoncognito.com")
    assert told["SIGN_IN_CLI_CLIENT"]


def _function(environment: Environment, name: str) -> dict[str, Any]:
    made = environment.resources("AWS::Lambda::Function", "App")
    found = next(one for one in made if environment.name(one).endswith(f"-{name}"))
    properties: dict[str, Any] = environment.resolved(found)
    return properties


def test_orders_are_throttled_more_than_the_rest(environment: Environment) -> None:
    stage = environment.resolved(environment.only("AWS::ApiGatewayV2::Stage"))
    rest = stage["DefaultRouteSettings"]["ThrottlingRateLimit"]
    assert set(stage["RouteSettings"]) == set(ORDER_ROUTES) <= {route["RouteKey"] for route in _routes(environment)}
    assert {settings["ThrottlingRateLimit"] < rest for settings in stage["RouteSettings"].values()} == {True}


def test_routes_are_those_of_the_api(environment: Environment) -> None:
    """A misspelt route would never be throttled; a method without a route never answered."""
    described = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    operations = {f"{method.upper()} {PREFIX}{path}" for path, found in described["paths"].items() for method in found}
    assert set(ORDER_ROUTES) <= operations
    allowed = {key.split()[0] for key in (route["RouteKey"] for route in _routes(environment)) if "proxy+" in key}
    assert {operation.split()[0] for operation in operations} <= allowed


def test_every_call_is_written_down_with_who_made_it(environment: Environment) -> None:
    stage = environment.resolved(environment.only("AWS::ApiGatewayV2::Stage"))
    assert {"route", "status", "user"} <= set(json.loads(stage["AccessLogSettings"]["Format"]))


def test_other_pages_may_call_the_api_in_dev_only(dev: Environment, prod: Environment) -> None:
    assert "CorsConfiguration" in dev.only("AWS::ApiGatewayV2::Api").properties
    assert "CorsConfiguration" not in prod.only("AWS::ApiGatewayV2::Api").properties


def test_the_client_is_public_and_proves_itself_with_a_code(environment: Environment) -> None:
    client = environment.resolved(environment.starting("AWS::Cognito::UserPoolClient", "SignInClient"))
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
    assert all(set(rule) == {"ErrorCode", "ErrorCachingMinTTL"} for rule in distribution["CustomErrorResponses"])
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


def test_browsers_are_told_to_be_strict_with_the_page(environment: Environment) -> None:
    headers = _security_headers(environment)
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 365 * 86_400
    assert headers["ContentTypeOptions"]["Override"] is True
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    page = _distribution(environment)["DefaultCacheBehavior"]
    assert page["ResponseHeadersPolicyId"] == environment.name(environment.starting(_HEADERS, "WebsiteHeaders"))
    assert page["ViewerProtocolPolicy"] == "redirect-to-https"


def test_answers_of_the_api_are_kept_by_nobody_and_carry_the_headers_of_the_local_server(
    environment: Environment,
) -> None:
    [api] = _distribution(environment)["CacheBehaviors"]
    policy = environment.starting(_HEADERS, "WebsiteApiHeaders")
    assert api["ResponseHeadersPolicyId"] == environment.name(policy)
    sent = environment.resolved(policy)["ResponseHeadersPolicyConfig"]
    [cache] = sent["CustomHeadersConfig"]["Items"]
    assert cache == {"Header": "Cache-Control", "Value": "no-store", "Override": True}
    security = sent["SecurityHeadersConfig"]
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == API_HEADERS["Content-Security-Policy"]
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == API_HEADERS["Referrer-Policy"]
    assert security["FrameOptions"]["FrameOption"] == API_HEADERS["X-Frame-Options"]
    assert API_HEADERS["X-Content-Type-Options"] == "nosniff"
    assert security["ContentTypeOptions"]["Override"] is True
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 365 * 86_400


def test_an_error_is_not_answered_again_from_the_cache(environment: Environment) -> None:
    answers = _distribution(environment)["CustomErrorResponses"]
    rules = {rule["ErrorCode"]: rule["ErrorCachingMinTTL"] for rule in answers}
    assert set(rules) >= {400, 403, 404, 500, 502, 503, 504}
    assert set(rules.values()) == {0}


def test_every_request_to_the_website_is_logged_for_ninety_days(environment: Environment) -> None:
    bucket = environment.starting("AWS::S3::Bucket", "WebsiteAccessLogs")
    assert _distribution(environment)["Logging"]["Bucket"].startswith(environment.name(bucket))
    [rule] = environment.resolved(bucket)["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == 90


def test_a_domain_of_ones_own_brings_the_tls_floor() -> None:
    import aws_cdk as cdk
    from aws_cdk import aws_s3 as s3
    from aws_cdk.assertions import Template

    from infra.environments import Environment as Place
    from infra.website import Website

    stack = cdk.Stack(cdk.App(analytics_reporting=False), "Alone")
    Website(
        stack,
        "Website",
        environment=Place(
            name="own",
            domain_name="ads.example.com",
            certificate_arn="arn:aws:acm:us-east-1:111111111111:certificate/1",
        ),
        api_domain="api.example.com",
        assets=s3.Bucket.from_bucket_name(stack, "Assets", "assets"),
        sign_in_origin="https://sign-in.example.com",
    )
    [distribution] = Template.from_stack(stack).find_resources("AWS::CloudFront::Distribution").values()
    settings = distribution["Properties"]["DistributionConfig"]
    assert settings["Aliases"] == ["ads.example.com"]
    assert settings["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_a_new_page_is_seen_at_once(environment: Environment) -> None:
    """Its files keep their names, so browsers ask each time, and CloudFront forgets what it had."""
    published = environment.resolved(environment.only("Custom::CDKBucketDeployment"))
    assert published["SystemMetadata"] == {"cache-control": "no-cache"}
    assert published["DistributionPaths"] == ["/*"]
    assert published["DistributionId"] == environment.name(environment.only("AWS::CloudFront::Distribution"))
    assert published["Prune"] is True
    files = environment.starting("AWS::S3::Bucket", "WebsiteFiles")
    assert published["DestinationBucketName"] == environment.name(files)


def test_answers_of_the_api_are_never_kept_by_cloudfront(environment: Environment) -> None:
    [api] = _distribution(environment)["CacheBehaviors"]
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # AWS's own "CachingDisabled"
    assert api["ViewerProtocolPolicy"] == "https-only"


def test_the_pages_files_are_read_through_cloudfront_only(environment: Environment) -> None:
    bucket = environment.resolved(environment.starting("AWS::S3::Bucket", "WebsiteFiles"))
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    document = environment.resolved(environment.starting("AWS::S3::BucketPolicy", "WebsiteFiles"))["PolicyDocument"]
    policy = document["Statement"]
    readers = [s for s in policy if s["Effect"] == "Allow" and "s3:GetObject" in listed(s["Action"])]
    assert [s["Principal"] for s in readers] == [{"Service": "cloudfront.amazonaws.com"}]
    assert all("AWS:SourceArn" in s["Condition"]["StringEquals"] for s in readers)


def test_the_page_may_sign_in_where_the_pool_is(environment: Environment) -> None:
    domain = environment.resolved(environment.only("AWS::Cognito::UserPoolDomain"))["Domain"]
    assert domain.endswith(ACCOUNT)
    assert f"https://{domain}.auth.{REGION}.amazoncognito.com" in _content_policy(environment)["connect-src"]


def _presigned(bucket: str) -> list[str]:
    """As `omnigen.aws` makes them, in the environment that the template gives functions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional")
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name=REGION)
        s3 = session.client("s3", config=config)
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
    text = _security_headers(environment)["ContentSecurityPolicy"]
    rules = [rule.split() for rule in text["ContentSecurityPolicy"].split(";")]
    return {name: sources for name, *sources in rules}


def _security_headers(environment: Environment) -> Any:
    headers = environment.resolved(environment.starting(_HEADERS, "WebsiteHeaders"))
    return headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
