"""Checks presigned S3 URLs as S3 does: they must be ours, untouched and in time.

The signature is recomputed with botocore's own signer (AWS Signature Version 4, in the query).
"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from botocore.auth import S3SigV4QueryAuth
from botocore.credentials import Credentials

from local.emulator.request_auth.canonical import MAX_SKEW_SECONDS, signature, signing_time, unsigned_headers
from local.emulator.request_auth.errors import SignatureRejected

_MAX_LIFETIME_SECONDS = 7 * 24 * 3600
"""Longest life of a presigned URL (S3 user guide)."""


def is_presigned(environ: Mapping[str, Any]) -> bool:
    """Whether the query carries a signature, of either version."""
    query = str(environ.get("QUERY_STRING", ""))
    return "X-Amz-Signature=" in query or "AWSAccessKeyId=" in query


def verify_query(environ: Mapping[str, Any], credentials: Credentials, now: datetime.datetime) -> None:
    """Raises SignatureRejected unless the URL was presigned with `credentials`, is as it was then, and in time."""
    if "AWSAccessKeyId=" in environ["QUERY_STRING"]:
        raise SignatureRejected("InvalidRequest", "Please use AWS4-HMAC-SHA256.", "400 Bad Request")
    query = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)
    fields = dict(query)
    try:
        signed_at = signing_time(fields["X-Amz-Date"])
        lifetime = int(fields["X-Amz-Expires"])
        access_key, _, region, service, _ = fields["X-Amz-Credential"].split("/")
        signed_headers = fields["X-Amz-SignedHeaders"].split(";")
        claimed = fields["X-Amz-Signature"].encode()
    except (KeyError, ValueError) as error:
        raise SignatureRejected("AuthorizationQueryParametersError", "The query is not a presigned one.") from error
    _check_time(now, signed_at, lifetime)
    if access_key != credentials.access_key or service != "s3":
        raise SignatureRejected("InvalidAccessKeyId", "The access key does not exist in our records.")
    if "host" not in signed_headers or unsigned_headers(environ, signed_headers):
        raise SignatureRejected("AccessDenied", "There were headers present in the request which were not signed.")
    unsigned = urlencode([(name, value) for name, value in query if name != "X-Amz-Signature"], quote_via=quote)
    signer = S3SigV4QueryAuth(credentials, service, region)
    expected = signature(signer, environ, unsigned, signed_headers, fields["X-Amz-Date"])
    if not hmac.compare_digest(expected.encode(), claimed):
        raise SignatureRejected("SignatureDoesNotMatch", "The signature does not match the request.")


def _check_time(now: datetime.datetime, signed_at: datetime.datetime, lifetime: int) -> None:
    age = (now - signed_at).total_seconds()
    if not 0 < lifetime <= _MAX_LIFETIME_SECONDS or age < -MAX_SKEW_SECONDS:
        raise SignatureRejected("AuthorizationQueryParametersError", "X-Amz-Expires or X-Amz-Date is out of range.")
    if age > lifetime:
        raise SignatureRejected("AccessDenied", "Request has expired")
