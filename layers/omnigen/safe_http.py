"""Outbound HTTP to URLs that others chose: downloads from a vendor's storage, and posts to a user's webhook.

Only allowed origins are requested, no redirect is followed, no credentials are sent, sizes are capped, and a deadline
holds for the whole exchange. The connection goes to the address that was checked, so that DNS cannot change in between
(DNS rebinding).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from omnigen.domain.webhook_url import WEBHOOK_PORTS
from omnigen.errors import BadOutput, InvalidRequest, ProviderUnavailable

CHUNK_BYTES = 256 * 1024
MAX_RESPONSE_BYTES = 64 * 1024
"""At most this much of a webhook receiver's response body is read."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where it is translated, the last four bytes are the address that is reached (RFC 6052)."""

_NEVER_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible (RFC 4291, deprecated)
        "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
        "64:ff9b:1::/48",  # local-use translation (RFC 8215)
        "fec0::/10",  # site-local (RFC 3879, deprecated)
        "192.0.0.0/24",  # IETF protocol assignments; 192.0.0.192 is Oracle's metadata service
        "168.63.129.16/32",  # Azure's host agent
    )
)
"""What `ipaddress.is_global` calls public in some versions of Python, but is not."""

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Origin:
    """An origin that may be requested: `https://*.example.com` (subdomains at public addresses) or one exact origin."""

    pattern: str

    def allows(self, url: SplitResult) -> bool:
        """Whether the URL has this origin."""
        own = urlsplit(self.pattern)
        if url.scheme != own.scheme or _port(url) != _port(own):
            return False
        host, wanted = url.hostname or "", own.hostname or ""
        return host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted

    @property
    def exact(self) -> bool:
        """Whether it names one host in full; only the operator does so, and that host may have a private address."""
        return "*" not in self.pattern


def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host, from the system's resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str,
    origins: Sequence[Origin],
    *,
    max_bytes: int,
    timeout_seconds: float,
    resolve: Resolve = resolve,
) -> Iterator[bytes]:
    """The content at `url`, in chunks, as it arrives. `timeout_seconds` limits the whole download.

    BadOutput when the origin is not allowed, or the file is gone or too large; ProviderUnavailable when the download
    breaks off or takes too long.
    """
    parts = _split(url)
    origin = next((origin for origin in origins if origin.allows(parts)), None)
    if origin is None or parts.username:
        raise BadOutput(f"The vendor delivered to {parts.scheme}://{parts.hostname}, where nothing is fetched from")
    deadline = time.monotonic() + timeout_seconds
    try:
        address = _addresses(parts, resolve, private=origin.exact)[0]
        with _connected(parts, address, timeout_seconds) as connection:
            connection.request("GET", _target(parts), headers={"Accept": "*/*", "User-Agent": "omnigen"})
            yield from _chunks(connection.getresponse(), max_bytes, deadline)
    except (OSError, http.client.HTTPException) as error:  # before ValueError: a refused certificate is both
        raise ProviderUnavailable(f"The download from {parts.hostname!r} broke off: {type(error).__name__}") from error
    except (_ForbiddenError, ValueError) as error:
        raise BadOutput(f"The vendor's storage is at an address that is not public: {parts.hostname!r}") from error


@dataclass(frozen=True)
class PostResponse:
    """The HTTP status of a response, and the first MAX_RESPONSE_BYTES of its body."""

    status: int
    body: bytes = b""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, timeout_seconds: float, resolve: Resolve = resolve
) -> PostResponse:
    """Post to a public HTTPS URL that a user gave us, and return the response, whatever its HTTP status is.

    `timeout_seconds` limits the whole exchange; redirects are not followed. InvalidRequest when the URL is not public
    or its port not one of WEBHOOK_PORTS; ProviderUnavailable when no response comes in time.
    """
    parts = _split(url)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise InvalidRequest("A webhook address begins with https:// and holds no user name", "webhook_url")
    if _port(parts) not in WEBHOOK_PORTS:
        raise InvalidRequest("A webhook address has the port 443 or 8443", "webhook_url")
    try:
        address = _addresses(parts, resolve, private=False)[0]
        with _connected(parts, address, timeout_seconds) as connection:
            connection.request("POST", _target(parts), body=body, headers={"User-Agent": "omnigen", **headers})
            response = connection.getresponse()
            return PostResponse(response.status, response.read(MAX_RESPONSE_BYTES))
    except (OSError, http.client.HTTPException) as error:
        raise ProviderUnavailable(
            f"The webhook host {parts.hostname!r} did not answer: {type(error).__name__}"
        ) from error
    except (_ForbiddenError, ValueError) as error:
        raise InvalidRequest(
            f"The webhook host {parts.hostname!r} is not at a public address; give one that is", "webhook_url"
        ) from error


class _ForbiddenError(Exception):
    """The host name resolves to a private, loopback, link-local or otherwise special address."""


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked address, under the host name of the URL (certificate and Host header)."""

    def __init__(self, parts: SplitResult, address: str, timeout_seconds: float) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=timeout_seconds)
        self._address = address
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        """Connect to the checked address; the name is not resolved again."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            # The handshake comes after `sock` is set, so that `abort` can end it too.
            tls = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = tls
            tls.do_handshake()

    def abort(self) -> None:
        """End whatever another thread does on this connection: its pending read or write fails."""
        if self.sock:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # SSLSocket's own would drop its TLS state


@contextmanager
def _connected(parts: SplitResult, address: str, timeout_seconds: float) -> Iterator[_Pinned]:
    """A connection that is aborted after `timeout_seconds`, however much of the response has come by then.

    Socket timeouts limit single reads: a server that sends a byte now and then would never reach one.
    """
    connection = _Pinned(parts, address, timeout_seconds)
    deadline = threading.Timer(timeout_seconds, connection.abort)
    deadline.daemon = True
    deadline.start()
    try:
        yield connection
    finally:
        deadline.cancel()
        connection.close()


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
    if any(candidate in network for candidate in (parsed, inner) if candidate for network in _NEVER_PUBLIC):
        return False
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)


def _chunks(response: http.client.HTTPResponse, max_bytes: int, deadline: float) -> Iterator[bytes]:
    if response.status != 200:
        kind = ProviderUnavailable if response.status >= 500 or response.status == 429 else BadOutput
        raise kind(f"The vendor's storage answered {response.status} instead of the file")
    promised = int(response.headers.get("Content-Length") or 0)
    received = 0
    while chunk := response.read1(CHUNK_BYTES):
        received += len(chunk)
        if max(received, promised) > max_bytes:
            raise BadOutput(f"The delivery is larger than {max_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError("the whole download took too long")
        yield chunk
    if time.monotonic() > deadline:  # the connection was aborted, which reads like the end of the file
        raise TimeoutError("the whole download took too long")
    if received < promised:
        raise http.client.IncompleteRead(b"", promised - received)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")  # without scheme and host, which every caller refuses


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        return 0  # no number, or above 65535: equal to no allowed port
    return (443 if parts.scheme == "https" else 80) if port is None else port
