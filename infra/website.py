"""The website: a private bucket behind CloudFront, which forwards `/api/*` to the API: both share one origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct
from omnigen.deployment.api_headers import API_CONTENT_POLICY, API_HEADERS
from omnigen.deployment.content_security_policy import content_policy

from infra import ROOT
from infra.environments import Environment
from infra.functions import LOG_RETENTION

PAGE = ROOT / "web"

DEEP_LINKS = """\
function handler(event) {
  var request = event.request;
  var last = request.uri.split('/').pop();
  if (last.indexOf('.') === -1) { request.uri = '/index.html'; }
  return request;
}
"""
"""A path without an extension is a view of the page. CloudFront's error pages would do the same, but they hold for the
whole distribution and would turn the API's 404 into the page with status 200."""

_ERROR_STATUSES = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""Statuses whose responses CloudFront caches for ten seconds unless told otherwise, even where caching is disabled."""

_LOG_DAYS = 90


class Website(Construct):
    """`origin` is its address. `publish` uploads the page."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        api_domain: str,
        assets: s3.IBucket,
        sign_in_origin: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._environment = environment
        self._bucket = s3.Bucket(
            self,
            "Files",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            removal_policy=cdk.RemovalPolicy.DESTROY,
            auto_delete_objects=True,
        )
        self._distribution = cloudfront.Distribution(
            self,
            "Distribution",
            default_root_object="index.html",
            default_behavior=self._page(self._headers(assets, sign_in_origin)),
            additional_behaviors={"/api/*": self._api(api_domain)},
            error_responses=[
                cloudfront.ErrorResponse(http_status=status, ttl=cdk.Duration.seconds(0)) for status in _ERROR_STATUSES
            ],
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            enable_logging=True,
            log_bucket=self._log_bucket(environment),
            log_file_prefix="website/",
            log_includes_cookies=False,
            **self._own_domain(environment),
        )

    @property
    def origin(self) -> str:
        """`https://` and the environment's own domain, or CloudFront's."""
        return f"https://{self._environment.domain_name or self._distribution.distribution_domain_name}"

    def publish(self, facts: Mapping[str, str]) -> None:
        """Upload the page's files and a `config.json` of these facts; nothing when there is no folder `web/`.

        The files have no hashes in their names, so browsers must revalidate them each time.
        """
        if not PAGE.is_dir():
            return
        deployment.BucketDeployment(
            self,
            "Publish",
            sources=[deployment.Source.asset(str(PAGE)), deployment.Source.json_data("config.json", dict(facts))],
            destination_bucket=self._bucket,
            distribution=self._distribution,
            distribution_paths=["/*"],
            cache_control=[deployment.CacheControl.no_cache()],
            memory_limit=512,
            log_group=logs.LogGroup(
                self, "PublishLogs", retention=LOG_RETENTION, removal_policy=cdk.RemovalPolicy.DESTROY
            ),
        )

    def _page(self, headers: cloudfront.ResponseHeadersPolicy) -> cloudfront.BehaviorOptions:
        deep_links = cloudfront.Function(
            self,
            "DeepLinks",
            code=cloudfront.FunctionCode.from_inline(DEEP_LINKS),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        association = cloudfront.FunctionAssociation(
            function=deep_links, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
        )
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self._bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            response_headers_policy=headers,
            function_associations=[association],
            compress=True,
        )

    def _api(self, domain: str) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(domain),
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._api_headers(),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        )

    def _api_headers(self) -> cloudfront.ResponseHeadersPolicy:
        """API_HEADERS, which the local server sends too, and HSTS."""
        cache = cloudfront.ResponseCustomHeader(
            header="Cache-Control", value=API_HEADERS["Cache-Control"], override=True
        )
        return cloudfront.ResponseHeadersPolicy(
            self,
            "ApiHeaders",
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=[cache]),
            security_headers_behavior=_security_headers(API_CONTENT_POLICY),
        )

    def _own_domain(self, environment: Environment) -> dict[str, Any]:
        """A domain with its certificate, and the TLS floor: CloudFront's own certificate allows none."""
        if not (environment.domain_name and environment.certificate_arn):
            return {}
        return {
            "domain_names": [environment.domain_name],
            "certificate": acm.Certificate.from_certificate_arn(self, "Certificate", environment.certificate_arn),
            "minimum_protocol_version": cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        }

    def _log_bucket(self, environment: Environment) -> s3.Bucket:
        """For CloudFront's access logs, which it writes with an ACL of the bucket owner's."""
        return s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=[s3.LifecycleRule(id="age", expiration=cdk.Duration.days(_LOG_DAYS))],
            removal_policy=environment.removal_policy,
            auto_delete_objects=not environment.keeps_data,
        )

    def _headers(self, assets: s3.IBucket, sign_in_origin: str) -> cloudfront.ResponseHeadersPolicy:
        policy = content_policy(files=_bucket_sources(assets), sign_in=sign_in_origin)
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=_security_headers(policy),
        )


def _security_headers(content_policy: str) -> cloudfront.ResponseSecurityHeadersBehavior:
    return cloudfront.ResponseSecurityHeadersBehavior(
        content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
            content_security_policy=content_policy, override=True
        ),
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        frame_options=cloudfront.ResponseHeadersFrameOptions(
            frame_option=cloudfront.HeadersFrameOption.DENY, override=True
        ),
        referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
            referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
        ),
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=cdk.Duration.days(365), include_subdomains=True, override=True
        ),
    )


def _bucket_sources(assets: s3.IBucket) -> str:
    """The URLs of presigned requests: files lie below the bucket's path, uploads are posted to the path itself."""
    bucket = f"https://s3.{cdk.Stack.of(assets).region}.amazonaws.com/{assets.bucket_name}"
    return f"{bucket} {bucket}/"
