"""Checks form uploads to S3 as S3 does: the policy must be ours and in time, and the form must keep to it.

moto checks none of it. The rules: S3 user guide, "POST Policy" (API reference, sigv4-HTTPPOSTConstructPolicy).
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hmac
import io
import json
from collections.abc import Mapping
from typing import Any

from botocore.auth import S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from werkzeug.formparser import parse_form_data

from local.emulator.request_auth.canonical import read_body, unsigned_headers
from local.emulator.request_auth.errors import SignatureRejected

_UNCHECKED = frozenset({"file", "policy", "x-amz-signature"})
_BAD_REQUEST = "400 Bad Request"

_MAX_FORM_BYTES = 64 * 2**20
"""More than any policy of the program allows; anybody on the machine can send a form, so it has to have an end."""


def verify_form(environ: dict[str, Any], bucket: str, credentials: Credentials, now: datetime.datetime) -> None:
    """Raises SignatureRejected if the form may not be stored. The body of `environ` can be read again afterwards."""
    if unsigned_headers(environ, ()):
        raise SignatureRejected("AccessDenied", "A form says everything in its fields, nothing in x-amz- headers.")
    body = read_body(environ, _MAX_FORM_BYTES)
    _, form, files = parse_form_data({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_, **__: io.BytesIO())
    fields = {name.lower(): value for name, value in form.items()}
    if "file" not in files:
        raise SignatureRejected("InvalidArgument", "POST requires exactly one file upload per request.")
    try:
        policy = json.loads(base64.b64decode(fields["policy"]))
        expires = datetime.datetime.fromisoformat(policy["expiration"])
        conditions = list(policy["conditions"])
    except (KeyError, ValueError, TypeError, binascii.Error) as error:
        raise SignatureRejected("AccessDenied", "The form carries no policy that can be read.") from error
    _check_signature(fields, credentials)
    if now > expires:
        raise SignatureRejected("AccessDenied", "Invalid according to Policy: Policy expired.")
    content = files["file"].stream.read()
    _check_conditions(conditions, {**fields, "bucket": bucket}, len(content))


def _check_signature(fields: Mapping[str, str], credentials: Credentials) -> None:
    access_key, _, region, service, _ = (fields.get("x-amz-credential", "").split("/") + [""] * 5)[:5]
    if access_key != credentials.access_key:
        raise SignatureRejected("InvalidAccessKeyId", "The access key does not exist in our records.")
    request = AWSRequest()
    request.context["timestamp"] = fields.get("x-amz-date", "")
    expected = S3SigV4PostAuth(credentials, service, region).signature(fields["policy"], request)
    if not hmac.compare_digest(expected.encode(), fields.get("x-amz-signature", "").encode()):
        raise SignatureRejected("SignatureDoesNotMatch", "The signature does not match the policy.")


def _check_conditions(conditions: list[Any], fields: Mapping[str, str], size: int) -> None:
    named = set()
    for condition in conditions:
        if isinstance(condition, dict):
            [(name, value)] = condition.items()
            kind = "eq"
        else:
            kind, name, value = condition[0], str(condition[1]).removeprefix("$"), condition[2]
        if kind == "content-length-range":
            _check_size(size, int(condition[1]), int(condition[2]))
            continue
        named.add(name.lower())
        found = fields.get(name.lower(), "")
        if not (found.startswith(value) if kind == "starts-with" else found == value):
            raise SignatureRejected(
                "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {condition}"
            )
    extra = sorted(name for name in fields.keys() - named - _UNCHECKED - {"bucket"} if not name.startswith("x-ignore-"))
    if extra:
        raise SignatureRejected("AccessDenied", f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")


def _check_size(size: int, min_bytes: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise SignatureRejected("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", _BAD_REQUEST)
    if size < min_bytes:
        message = "Your proposed upload is smaller than the minimum allowed size"
        raise SignatureRejected("EntityTooSmall", message, _BAD_REQUEST)
