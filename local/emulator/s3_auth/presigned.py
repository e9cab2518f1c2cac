"""Checks presigned S3 requests as S3 does: they must be ours, untouched and in time.

moto checks none of it. The signature is recomputed with botocore's own signer (AWS Signature Version 4, in the query).
"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.emulator.origin_guard import WsgiApp
from local.emulator.s3_auth.errors import SignatureRejected
from local.emulator.s3_auth.post_policy import verify_form

_LONGEST_SECONDS = 7 * 24 * 3600
"""Longest life of a presigned URL (S3 user guide)."""

_SKEW_SECONDS = 900
"""How far in the future a URL may have been signed before S3 calls the clocks apart."""


class PresignedOnly:
    """A WSGI middleware in front of S3: verifies signed queries and forms sent to `bucket`; other requests pass."""

    def __init__(
        self, app: WsgiApp, bucket: str, credentials: Credentials, now: Callable[[], datetime.datetime]
    ) -> None:
        self._app = app
        self._bucket = bucket
        self._credentials = credentials
        self._now = now

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers as S3 does, or lets the application answer."""
        try:
            verify_query(environ, self._credentials, self._now())
            if self._is_form(environ):
                verify_form(environ, self._bucket, self._credentials, self._now())
        except SignatureRejected as refused:
            return _refuse(start_response, refused)
        return self._app(environ, start_response)

    def _is_form(self, environ: Mapping[str, Any]) -> bool:
        content_type = str(environ.get("CONTENT_TYPE", ""))
        to_bucket = environ["REQUEST_METHOD"] == "POST" and str(environ["PATH_INFO"]).strip("/") == self._bucket
        return to_bucket and content_type.startswith("multipart/form-data")


def verify_query(environ: Mapping[str, Any], credentials: Credentials, now: datetime.datetime) -> None:
    """Raises SignatureRefused if the request is presigned, but not by us, not as it is now, or too long ago."""
    if "AWSAccessKeyId=" in environ["QUERY_STRING"]:
        raise SignatureRejected("InvalidRequest", "Please use AWS4-HMAC-SHA256.", "400 Bad Request")
    if "X-Amz-Signature=" not in environ["QUERY_STRING"]:
        return
    query = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)
    fields = dict(query)
    try:
        signed_at = datetime.datetime.strptime(fields["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
        lifetime = int(fields["X-Amz-Expires"])
        access_key, _, region, service, _ = fields["X-Amz-Credential"].split("/")
        signed_headers = fields["X-Amz-SignedHeaders"].split(";")
    except (KeyError, ValueError) as error:
        raise SignatureRejected("AuthorizationQueryParametersError", "The query is not a presigned one.") from error
    _check_time(now, signed_at, lifetime)
    if access_key != credentials.access_key:
        raise SignatureRejected("InvalidAccessKeyId", "The access key does not exist in our records.")
    unsigned = [(name, value) for name, value in query if name != "X-Amz-Signature"]
    signer = S3SigV4QueryAuth(credentials, service, region)
    expected = _signature(signer, environ, unsigned, signed_headers, fields["X-Amz-Date"])
    if not hmac.compare_digest(expected, fields["X-Amz-Signature"]):
        raise SignatureRejected("SignatureDoesNotMatch", "The signature does not match the request.")


def _check_time(now: datetime.datetime, signed_at: datetime.datetime, lifetime: int) -> None:
    age = (now - signed_at).total_seconds()
    if not 0 < lifetime <= _LONGEST_SECONDS or age < -_SKEW_SECONDS:
        raise SignatureRejected("AuthorizationQueryParametersError", "X-Amz-Expires or X-Amz-Date is out of range.")
    if age > lifetime:
        raise SignatureRejected("AccessDenied", "Request has expired")


def _signature(
    signer: S3SigV4QueryAuth,
    environ: Mapping[str, Any],
    query: list[tuple[str, str]],
    signed_headers: list[str],
    timestamp: str,
) -> str:
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/~")
    url = f"http://{environ['HTTP_HOST']}{path}?{urlencode(query, quote_via=quote)}"
    request = AWSRequest(method=environ["REQUEST_METHOD"], url=url, headers=_headers(environ, signed_headers))
    request.context["timestamp"] = timestamp
    return str(signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request))


def _headers(environ: Mapping[str, Any], names: list[str]) -> dict[str, str]:
    def value(name: str) -> str:
        key = name.upper().replace("-", "_")
        return str(environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", ""))

    return {name: value(name) for name in names}


def _refuse(start_response: Callable[..., Any], refused: SignatureRejected) -> Iterable[bytes]:
    body = f"<Error><Code>{refused.code}</Code><Message>{refused}</Message></Error>".encode()
    start_response(refused.status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]
