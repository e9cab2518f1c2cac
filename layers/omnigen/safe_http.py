"""Outbound HTTP to addresses that others chose: downloads from a vendor's storage, and posts to a user's webhook.

Only allowed places are visited, no redirect is followed, no key is sent along, sizes are capped. The connection goes
to the very address that was checked, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from omnigen.errors import BadOutput, InvalidRequest, ProviderUnavailable

CHUNK_BYTES = 256 * 1024
MAX_RESPONSE_BYTES = 64 * 1024
"""So much of a webhook receiver's answer is read; the rest does not interest us."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where it is translated, the last four bytes are the address that is reached (RFC 6052)."""

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Origin:
    """A place that may be visited: `https://*.example.com` (subdomains, at public addresses) or one exact origin."""

    pattern: str

    def allows(self, url: SplitResult) -> bool:
        """Whether the address lies there."""
        own = urlsplit(self.pattern)
        if url.scheme != own.scheme or _port(url) != _port(own):
            return False
        host, wanted = url.hostname or "", own.hostname or ""
        return host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted

    @property
    def exact(self) -> bool:
        """One host named in full by the operator: it may be at a private address."""
        return "*" not in self.pattern


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str,
    origins: Sequence[Origin],
    *,
    most_bytes: int,
    timeout_seconds: float,
    resolve: Resolve = resolve,
) -> Iterator[bytes]:
    """The content at `url`, in chunks, as it arrives. `timeout_seconds` holds for the whole of it.

    BadOutput when it lies elsewhere, is gone or too large; ProviderUnavailable when it breaks off or comes too slowly.
    """
    parts = _split(url)
    origin = next((origin for origin in origins if origin.allows(parts)), None)
    if origin is None or parts.username:
        raise BadOutput(f"The vendor delivered to {parts.scheme}://{parts.hostname}, where nothing is fetched from")
    deadline = time.monotonic() + timeout_seconds
    try:
        address = _addresses(parts, resolve, private=origin.exact)[0]
        connection = _Pinned(parts, address, timeout_seconds)
        try:
            connection.request("GET", _target(parts), headers={"Accept": "*/*", "User-Agent": "omnigen"})
            yield from _chunks(connection.getresponse(), most_bytes, deadline)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:  # before ValueError: a refused certificate is both
        raise ProviderUnavailable(f"The download from {parts.hostname!r} broke off: {type(error).__name__}") from error
    except (_ForbiddenError, ValueError) as error:
        raise BadOutput(f"The vendor's storage is at an address that is not public: {parts.hostname!r}") from error


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, timeout_seconds: float, resolve: Resolve = resolve
) -> int:
    """Post to a public HTTPS address that a user gave us; the HTTP status, whatever it is. Redirects are not followed.

    InvalidRequest when the address is not public; ProviderUnavailable when nobody answers there.
    """
    parts = _split(url)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise InvalidRequest("A webhook address begins with https:// and holds no user name", "webhook_url")
    try:
        address = _addresses(parts, resolve, private=False)[0]
        connection = _Pinned(parts, address, timeout_seconds)
        try:
            connection.request("POST", _target(parts), body=body, headers={"User-Agent": "omnigen", **headers})
            response = connection.getresponse()
            response.read(MAX_RESPONSE_BYTES)
            return response.status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise ProviderUnavailable(
            f"The webhook host {parts.hostname!r} did not answer: {type(error).__name__}"
        ) from error
    except (_ForbiddenError, ValueError) as error:
        raise InvalidRequest(
            f"The webhook host {parts.hostname!r} is not at a public address; give one that is", "webhook_url"
        ) from error


class _ForbiddenError(Exception):
    """A name that points to a private, loopback, link-local or otherwise special address."""


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked address, under the name it was asked for (certificate and Host header)."""

    def __init__(self, parts: SplitResult, address: str, timeout_seconds: float) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=timeout_seconds)
        self._address = address
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        """Connect to the address, never to what the name means now."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain


def _addresses(parts: SplitResult, resolve: Resolve, *, private: bool) -> Sequence[str]:
    found = resolve(parts.hostname or "", _port(parts))
    if not found or not (private or all(map(_public, found))):
        raise _ForbiddenError(parts.hostname)
    return found


def _public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if parsed in _NAT64:
        inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)


def _chunks(response: http.client.HTTPResponse, most_bytes: int, deadline: float) -> Iterator[bytes]:
    if response.status != 200:
        kind = ProviderUnavailable if response.status >= 500 or response.status == 429 else BadOutput
        raise kind(f"The vendor's storage answered {response.status} instead of the file")
    promised = int(response.headers.get("Content-Length") or 0)
    received = 0
    while chunk := response.read1(CHUNK_BYTES):
        received += len(chunk)
        if max(received, promised) > most_bytes:
            raise BadOutput(f"The delivery is larger than {most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError("the whole download took too long")
        yield chunk
    if received < promised:
        raise http.client.IncompleteRead(b"", promised - received)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")  # what cannot be read leads nowhere


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return 0  # a port that is no number is nowhere
