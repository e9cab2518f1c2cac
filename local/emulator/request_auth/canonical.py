"""What the ways of signing have in common: the request as botocore's signers want it, its body, its time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from local.emulator.request_auth.errors import SignatureRejected

MAX_SKEW_SECONDS = 900
"""How far the time of signing may lie from the host's clock (AWS signature version 4, "time stamp")."""

_BAD_REQUEST = "400 Bad Request"


def signing_time(timestamp: str) -> datetime.datetime:
    """`20261126T210000Z` as a time; ValueError for anything else."""
    return datetime.datetime.strptime(timestamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)


def signature(
    signer: SigV4Auth, environ: Mapping[str, Any], query: str, headers: Iterable[str], timestamp: str, body: bytes = b""
) -> str:
    """The signature that a client with the signer's key would have sent with this request, in hexadecimal."""
    path = quote(str(environ.get("PATH_INFO", "")).encode("latin-1"), safe="/~")
    url = f"http://{environ['HTTP_HOST']}{path}?{query}"
    signed = {name: header(environ, name) for name in headers}
    request = AWSRequest(method=environ["REQUEST_METHOD"], url=url, headers=signed, data=body)
    request.context["timestamp"] = timestamp
    return str(signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request))


def header(environ: Mapping[str, Any], name: str) -> str:
    """A header's value; empty if it was not sent."""
    key = name.upper().replace("-", "_")
    return str(environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", ""))


def unsigned_headers(environ: Mapping[str, Any], signed: Iterable[str]) -> set[str]:
    """Headers of AWS's own that the signature does not cover: whoever holds a signed request could add them."""
    sent = {key[5:].lower().replace("_", "-") for key in environ if key.startswith("HTTP_X_AMZ")}
    return sent - set(signed)


def read_body(environ: dict[str, Any], max_bytes: int) -> bytes:
    """The whole body, which the application can read again. SignatureRejected if it is too long or has no length."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise SignatureRejected("MissingContentLength", "Send a Content-Length.", "411 Length Required")
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not (length.isascii() and length.isdigit()):
        raise SignatureRejected("InvalidArgument", "Content-Length must be a whole number.", _BAD_REQUEST)
    if len(length) > 12 or int(length) > max_bytes:
        raise SignatureRejected("EntityTooLarge", f"The body may have {max_bytes} bytes.", _BAD_REQUEST)
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body
