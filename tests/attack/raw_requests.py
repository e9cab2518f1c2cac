"""Requests as an attacker sends them: without a client library that would sign or correct them."""

from __future__ import annotations

import http.client
import socket
import urllib.parse
from collections.abc import Mapping

DYNAMODB = "DynamoDB_20120810"
ECS = "AmazonEC2ContainerServiceV20141113"
FORGED = (
    "AWS4-HMAC-SHA256 Credential=local/20261126/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, "
    "Signature=" + "0" * 64
)
"""What passed for a signature as long as nobody recomputed it."""


def status_of(url: str, method: str = "POST", headers: Mapping[str, str] | None = None, body: bytes = b"") -> int:
    """The status of the answer."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, f"{parts.path or '/'}?{parts.query}".removesuffix("?"), body, dict(headers or {}))
        return connection.getresponse().status
    finally:
        connection.close()


def first_line_of_answer(url: str, request: bytes) -> bytes:
    """The status line that answers raw bytes; empty if the server closes the connection without a word."""
    parts = urllib.parse.urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline()
