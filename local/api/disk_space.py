"""Requests that begin work are refused while the disk is almost full; reading and cancelling go on."""

from __future__ import annotations

import json

DISK_IS_FULL_STATUS = 507
"""Insufficient Storage (RFC 4918, 11.5)."""

PROBLEM_TYPE = "application/problem+json"

_WORKS_ON = ("/cancel", "/estimate")
"""What a POST to these needs no room for, or makes room."""


def begins_work(method: str, path: str) -> bool:
    """Whether a request may lead to new files: all POSTs but cancelling and estimating."""
    return method == "POST" and not path.partition("?")[0].endswith(_WORKS_ON)


def disk_is_full(words: str) -> str:
    """The problem document."""
    return json.dumps(
        {
            "type": "urn:omnigen:error:DiskFull",
            "title": "Disk full",
            "status": DISK_IS_FULL_STATUS,
            "detail": words,
            "code": "DiskFull",
            "retryable": True,
            "fixable_by": "operator",
        }
    )
