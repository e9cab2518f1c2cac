"""The answer to a request that is not signed as AWS wants it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any


class SignatureRejected(Exception):
    """A request that AWS would refuse: `code` is AWS's own name for the reason."""

    def __init__(self, code: str, message: str, status: str = "403 Forbidden") -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def reject(
    environ: Mapping[str, Any], start_response: Callable[..., Any], rejected: SignatureRejected
) -> Iterable[bytes]:
    """Answers in the caller's protocol: JSON to a request with `X-Amz-Target`, else XML."""
    if "HTTP_X_AMZ_TARGET" in environ:
        body = json.dumps({"__type": rejected.code, "message": str(rejected)}).encode()
        content_type = "application/x-amz-json-1.0"
    else:
        body = f"<Error><Code>{rejected.code}</Code><Message>{rejected}</Message></Error>".encode()
        content_type = "application/xml"
    headers = [("Content-Type", content_type), ("Content-Length", str(len(body))), ("Connection", "close")]
    start_response(rejected.status, headers)
    return [body]
