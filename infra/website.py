"""The page: a private bucket behind CloudFront, which passes `/api/*` on, so that page and API share one origin."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct
from omnigen.deployment.content_security_policy import content_policy

from infra import ROOT
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
"""A path without an extension is a place in the page. Not an error page: those are the whole distribution's, and would
turn the API's 404 into the page with status 200."""


class Website(Construct):
    """`origin` is its address. The page is published when there is one."""

    def __init__(
        self, scope: Construct, construct_id: str, *, api_domain: str, assets: s3.IBucket, sign_in_origin: str
    ) -> None:
        super().__init__(scope, construct_id)
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
            additional_behaviors={"/api/*": _api(api_domain)},
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
        )

    @property
    def origin(self) -> str:
        """`https://….cloudfront.net`."""
        return f"https://{self._distribution.distribution_domain_name}"

    def publish(self, facts: Mapping[str, str]) -> None:
        """Put the page's files there, with `config.json` telling it the facts. Nothing happens before `web/` exists.

        The files have no hashes in their names, so browsers ask each time whether theirs is still the newest.
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

    def _headers(self, assets: s3.IBucket, sign_in_origin: str) -> cloudfront.ResponseHeadersPolicy:
        policy = content_policy(files=_bucket_sources(assets), sign_in=sign_in_origin)
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=policy, override=True
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
            ),
        )


def _api(domain: str) -> cloudfront.BehaviorOptions:
    return cloudfront.BehaviorOptions(
        origin=origins.HttpOrigin(domain),
        allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
        cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
        origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    )


def _bucket_sources(assets: s3.IBucket) -> str:
    """Presigned addresses name the bucket in their path: files are below it, uploads are posted to it itself."""
    bucket = f"https://s3.{cdk.Stack.of(assets).region}.amazonaws.com/{assets.bucket_name}"
    return f"{bucket} {bucket}/"
