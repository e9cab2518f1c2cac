"""Checks requests that are signed in their Authorization header, as boto3 signs all of its own.

The signature is recomputed with botocore's own signer (AWS Signature Version 4).
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from typing import Any

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.credentials import Credentials

from local.emulator.request_auth.canonical import (
    MAX_SKEW_SECONDS,
    header,
    read_body,
    signature,
    signing_time,
    unsigned_headers,
)
from local.emulator.request_auth.errors import SignatureRejected

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<access_key>[^/,\s]+)/(?P<date>\d{8})/(?P<region>[^/,\s]+)/(?P<service>[^/,\s]+)"
    r"/aws4_request, SignedHeaders=(?P<headers>[a-z0-9;_.-]+), Signature=(?P<signature>[0-9a-f]{64})"
)

_MAX_BODY_BYTES = 2**30
"""Only a holder of the key gets to send a body: this bounds mistakes, no attack."""


def verify_headers(environ: dict[str, Any], credentials: Credentials, now: datetime.datetime) -> None:
    """Raises SignatureRejected unless the request is signed with `credentials`, is as it was then, and in time."""
    found = _AUTHORIZATION.fullmatch(str(environ.get("HTTP_AUTHORIZATION", "")))
    if found is None:
        raise SignatureRejected("IncompleteSignature", "The Authorization header is no AWS4-HMAC-SHA256 signature.")
    if not hmac.compare_digest(found["access_key"].encode(), credentials.access_key.encode()):
        raise SignatureRejected("InvalidAccessKeyId", "The access key does not exist in our records.")
    timestamp, signed = header(environ, "x-amz-date"), found["headers"].split(";")
    _check_time(timestamp, found["date"], now)
    if "host" not in signed or (unsigned := unsigned_headers(environ, signed)):
        names = ", ".join(sorted(unsigned)) if "host" in signed else "host"
        raise SignatureRejected("AccessDenied", f"There were headers present which were not signed: {names}")
    body = read_body(environ, _MAX_BODY_BYTES)
    claimed = header(environ, "x-amz-content-sha256")
    if claimed and claimed != hashlib.sha256(body).hexdigest():
        raise SignatureRejected("XAmzContentSHA256Mismatch", "x-amz-content-sha256 does not match the body.")
    kind = S3SigV4Auth if found["service"] == "s3" else SigV4Auth
    signer = kind(credentials, found["service"], found["region"])
    expected = signature(signer, environ, str(environ.get("QUERY_STRING", "")), signed, timestamp, body)
    if not hmac.compare_digest(expected, found["signature"]):
        raise SignatureRejected("SignatureDoesNotMatch", "The signature does not match the request.")


def _check_time(timestamp: str, date: str, now: datetime.datetime) -> None:
    try:
        age = (now - signing_time(timestamp)).total_seconds()
    except ValueError as error:
        raise SignatureRejected("IncompleteSignature", "X-Amz-Date is missing or no time.") from error
    if not timestamp.startswith(date) or abs(age) > MAX_SKEW_SECONDS:
        raise SignatureRejected("RequestTimeTooSkewed", "The time of signing is too far from the host's clock.")
