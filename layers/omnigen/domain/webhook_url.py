"""Which URLs a webhook may have, as far as the text tells; what a host resolves to is checked when it is requested."""

from __future__ import annotations

from urllib.parse import urlsplit

WEBHOOK_PORTS = frozenset({443, 8443})
"""HTTPS and its usual alternative: a sender that takes any port can be used to probe other services."""


def has_webhook_port(url: str) -> bool:
    """Whether the URL has one of WEBHOOK_PORTS; 443 when it names none."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return (443 if port is None else port) in WEBHOOK_PORTS
