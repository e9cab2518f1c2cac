"""Headers of every API response, the same on both hosts: CloudFront adds them on AWS, the local server here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

API_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""For `/docs`, the one response that is HTML: a page with a style sheet inline and nothing else."""

API_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": API_CONTENT_POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
"""Responses hold presigned URLs and signing secrets, so no cache may keep them."""
