"""Both vendors on one local port, over real sockets: they keep books, deliver real media, and fail when told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from tests.contract.fake_openai import FakeOpenAI
from tests.contract.fake_replicate import FakeReplicate
from tests.contract.replies import Reply
from tests.contract.vendor_interfaces import Request, VendorInterface, VendorName

KEYS = {"openai": "sk-planted-0123456789abcdef", "replicate": "r8_planted0123456789abcdef"}


@dataclass
class Failure:
    """What goes wrong with the next request to a path that contains `place`.

    With `reply` the vendor says so and does nothing. Otherwise it does what was asked, and the answer is lost: the line
    is `dropped`, the body `cut` in half, `garbled`, or slow (`slow_seconds` before each half).
    """

    place: str
    method: str = "POST"
    reply: Reply | None = None
    lost: Literal["dropped", "cut", "garbled", "gateway", ""] = ""
    slow_seconds: float = 0.0
    times: int = 1


@dataclass
class FakeVendors:
    """What the vendors saw and did. `violations` is what their published interfaces do not allow."""

    replicate: FakeReplicate
    openai: FakeOpenAI
    url: str = ""
    seen: list[Request] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    interfaces: dict[VendorName, VendorInterface] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fail(self, place: str, **how: Any) -> None:
        """Let something go wrong."""
        self.failures.append(Failure(place, **how))

    def say(self, place: str, status: int, body: Any, *, times: int = 1, method: str = "POST", **headers: str) -> None:
        """Let a vendor answer with an error status, having done nothing."""
        self.fail(place, reply=Reply.of(status, body, headers), times=times, method=method)

    @property
    def paid(self) -> int:
        """Orders that cost money."""
        return self.replicate.charged + self.openai.charged

    @property
    def violations(self) -> list[str]:
        """Requests and answers that their interfaces do not allow, and inputs that models do not take."""
        held = [violation for one in self.interfaces.values() for violation in one.violations]
        return held + self.replicate.violations

    def answer(self, request: Request) -> tuple[Reply, Failure | None]:
        """Do what is asked, or fail."""
        with self.lock:
            self.seen.append(request)
            failure = self._due(request)
            if failure and failure.reply:
                return failure.reply, failure
            vendor: VendorName = "openai" if self.openai.knows(request) else "replicate"
            reply = self.openai.answer(request) if vendor == "openai" else self.replicate.answer(request)
            self._check(vendor, request, reply)
            return reply, failure

    def _due(self, request: Request) -> Failure | None:
        for failure in self.failures:
            if failure.times and failure.place in request.path and failure.method == request.method:
                failure.times -= 1
                return failure
        return None

    def _check(self, vendor: VendorName, request: Request, reply: Reply) -> None:
        if reply.status < 300 and request.path.startswith("/v1/"):
            interface = self.interfaces.setdefault(vendor, VendorInterface(vendor))
            interface.check(request, reply.status, reply.content_type, reply.body)


@contextmanager
def fake_vendors() -> Iterator[FakeVendors]:
    """Both vendors, running."""
    vendors = FakeVendors(FakeReplicate(), FakeOpenAI())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(vendors))
    server.daemon_threads = True
    vendors.url = vendors.replicate.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield vendors
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(vendors: FakeVendors) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
            reply, failure = vendors.answer(request)
            self._send(reply, failure or Failure(""))

        def _send(self, reply: Reply, failure: Failure) -> None:
            if failure.lost == "dropped":
                self.close_connection = True
                return
            if failure.lost == "gateway":
                reply = Reply.of(504, {"detail": "gateway timeout"})
            content = b"<html>garbled" if failure.lost == "garbled" else reply.body
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")  # nobody is left with a socket that a test would have to close
            self.end_headers()
            half = len(content) // 2
            time.sleep(failure.slow_seconds)
            self.wfile.write(content[:half])
            self.wfile.flush()
            if failure.lost == "cut":
                self.close_connection = True
                return
            time.sleep(failure.slow_seconds)
            self.wfile.write(content[half:])

    return Handler
