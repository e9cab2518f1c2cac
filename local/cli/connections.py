"""HTTP connections: this machine's own addresses are reached without a proxy, others as the environment says."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 60
"""How long a host may be silent; the longest poll is a third of it."""


def is_this_machine(host: str | None) -> bool:
    """Whether a host name or address means this machine and no other."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def connect(url: str) -> httpx.Client:
    """A client for that address's host. Redirects are not followed: they would take the token to another host."""
    import httpx  # 0.15 s of processor time that commands without a network do not spend

    trust_environment = not is_this_machine(urlsplit(url).hostname)
    return httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=trust_environment)
