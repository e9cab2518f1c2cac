"""Outbound HTTP: only to allowed places, at addresses that were checked, in measured amounts."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from omnigen import safe_http
from omnigen.errors import BadOutput, InvalidRequest, ProviderUnavailable
from omnigen.safe_http import Origin


@dataclass
class Storage:
    """A vendor's storage on loopback: every path behaves in its own way."""

    port: int = 0
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def storage() -> Iterator[Storage]:
    storage = Storage()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            storage.seen.append((self.path, dict(self.headers)))
            body, promised = b"0123456789" * 10, 100
            status = int(self.path[1:4]) if self.path[1:4].isdigit() else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{storage.url}/secret")
            if self.path == "/cut":
                promised = 1_000
            if self.path != "/endless":
                self.send_header("Content-Length", str(promised))
            self.end_headers()
            for _ in range(200 if self.path == "/endless" else 1):
                self.wfile.write(body)
            if self.path == "/slow":
                time.sleep(1.5)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """The client hangs up early on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    storage.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield storage
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(storage: Storage, path: str, *, max_bytes: int = 1_000, seconds: float = 5.0) -> bytes:
    origins = [Origin(storage.url)]
    return b"".join(safe_http.fetch(storage.url + path, origins, max_bytes=max_bytes, timeout_seconds=seconds))


def test_a_file_arrives_whole_and_no_key_goes_along(storage: Storage) -> None:
    assert fetched(storage, "/clip.mp4?signature=x") == b"0123456789" * 10
    path, headers = storage.seen[0]
    assert path == "/clip.mp4?signature=x"
    assert not {"Authorization", "Cookie"} & set(headers)


def test_a_download_that_breaks_off_is_passing(storage: Storage) -> None:
    with pytest.raises(ProviderUnavailable, match="broke off"):
        fetched(storage, "/cut")


def test_a_download_that_takes_too_long_is_passing(storage: Storage) -> None:
    with pytest.raises(ProviderUnavailable, match="broke off"):
        fetched(storage, "/endless", max_bytes=10**9, seconds=0.0001)


@pytest.mark.parametrize("path", ["/clip.mp4", "/endless"])
def test_a_file_that_is_too_large_is_not_read_to_its_end(storage: Storage, path: str) -> None:
    with pytest.raises(BadOutput, match="larger than 99 bytes"):
        fetched(storage, path, max_bytes=99)


@pytest.mark.parametrize(("path", "kind"), [("/404", BadOutput), ("/403", BadOutput), ("/503", ProviderUnavailable)])
def test_an_error_page_is_not_the_file(storage: Storage, path: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=path[1:]):
        fetched(storage, path)


def test_redirects_are_not_followed(storage: Storage) -> None:
    with pytest.raises(BadOutput, match="302"):
        fetched(storage, "/302")
    assert [path for path, _ in storage.seen] == ["/302"]


@pytest.mark.parametrize(
    "url",
    [
        "https://replicate.delivery.evil.example/x",
        "https://evilreplicate.delivery/x",
        "http://a.replicate.delivery/x",
        "https://a.replicate.delivery:8443/x",
        "https://user@a.replicate.delivery/x",
        "https://a.replicate.delivery:no/x",
        "file:///etc/passwd",
        "https://[broken/x",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_nothing_is_fetched_from_elsewhere(url: str) -> None:
    with pytest.raises(BadOutput):
        list(safe_http.fetch(url, [Origin("https://*.replicate.delivery")], max_bytes=10, timeout_seconds=1))


PRIVATE = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"]
PRIVATE += ["192.0.0.192", "168.63.129.16", "::127.0.0.1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1", "fec0::1"]
PRIVATE += ["::1", "fd00::1", "fe80::1%eth0", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_allowed_name_at_an_address_that_is_not_public_is_refused(address: str) -> None:
    chunks = safe_http.fetch(
        "https://a.replicate.delivery/x",
        [Origin("https://*.replicate.delivery")],
        max_bytes=10,
        timeout_seconds=1,
        resolve=lambda host, port: [address],
    )
    with pytest.raises(BadOutput, match="not public"):
        list(chunks)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_webhook_goes_to_an_address_that_is_not_public(address: str) -> None:
    with pytest.raises(InvalidRequest, match="not at a public address"):
        safe_http.post("https://hook.example/x", b"{}", {}, timeout_seconds=1, resolve=lambda host, port: [address])


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(InvalidRequest):
        safe_http.post(
            "https://hook.example/x", b"", {}, timeout_seconds=1, resolve=lambda h, p: ["93.184.216.34", "10.0.0.1"]
        )


@pytest.mark.parametrize(
    "url", ["http://hook.example/", "https://user:pw@hook.example/", "https:///nowhere", "https://[x"]
)
def test_a_webhook_address_is_plain_https(url: str) -> None:
    with pytest.raises(InvalidRequest, match="https://"):
        safe_http.post(url, b"{}", {}, timeout_seconds=1)


@pytest.mark.parametrize("port", ["22", "25", "80", "6379", "0", "99999", "x"])
def test_a_webhook_goes_to_no_port_but_that_of_https(port: str) -> None:
    with pytest.raises(InvalidRequest, match="has the port 443 or 8443"):
        safe_http.post(f"https://hook.example:{port}/", b"{}", {}, timeout_seconds=1)


@pytest.mark.parametrize(
    "dripped", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["line", "head", "body"]
)
def test_a_server_that_sends_a_byte_now_and_then_is_left_when_the_time_is_over(dripped: bytes) -> None:
    with dripping(dripped) as port:
        url, began = f"http://127.0.0.1:{port}", time.monotonic()
        with pytest.raises(ProviderUnavailable, match="broke off"):
            list(safe_http.fetch(f"{url}/x", [Origin(url)], max_bytes=1_000, timeout_seconds=0.5))
        assert time.monotonic() - began < 3


def test_a_server_that_never_ends_its_handshake_is_left_when_the_time_is_over() -> None:
    with dripping(b"") as port:
        url, began = f"https://127.0.0.1:{port}", time.monotonic()
        with pytest.raises(ProviderUnavailable, match="broke off"):
            list(safe_http.fetch(f"{url}/x", [Origin(url)], max_bytes=1_000, timeout_seconds=0.5))
        assert time.monotonic() - began < 3


@contextmanager
def dripping(start: bytes) -> Iterator[int]:
    """The port of a server that sends `start`, then one byte every tenth of a second for as long as anybody listens."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(start)
            for _ in range(100):
                connection.sendall(b"\x16")  # where TLS is spoken, the first byte of a handshake
                time.sleep(0.1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join()


def test_a_webhook_host_that_does_not_exist_is_passing() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(ProviderUnavailable, match="did not answer"):
        safe_http.post("https://hook.example/x", b"{}", {}, timeout_seconds=1, resolve=unknown)


def test_the_connection_goes_to_the_checked_address_under_the_asked_name(storage: Storage) -> None:
    """A second look at the name, between check and connection, could give another address: there is none."""
    looks: list[str] = []

    def once(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"]

    url = f"http://files.vendor.example:{storage.port}"
    assert b"".join(safe_http.fetch(url + "/x", [Origin(url)], max_bytes=1_000, timeout_seconds=5, resolve=once))
    assert looks == ["files.vendor.example"]
    assert storage.seen[0][1]["Host"] == f"files.vendor.example:{storage.port}"
