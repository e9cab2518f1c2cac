"""A user's server on the Internet, as far as a test can have one: real TLS under a name that leads to a public address.

The machine's own resolver and the last step of connecting are what is imitated: the name leads to PUBLIC, and PUBLIC to
a port of this machine. Whatever else the program looks up or connects to is written down.
"""

from __future__ import annotations

import http.server
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAME = "files.vendor.example"
PUBLIC = "93.184.216.34"


@dataclass
class Receiver:
    """Answers in order, the last one again and again. `leads_to` is where the name leads, look by look.

    `repeats` is whether it answers a verification with its challenge; `got` holds the other requests.
    """

    answers: list[int] = field(default_factory=lambda: [200])
    leads_to: list[str] = field(default_factory=lambda: [PUBLIC])
    repeats: bool = True
    challenged: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    connected_to: list[str] = field(default_factory=list)


@contextmanager
def receiving(certificate: Path, patch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Such a server, with a certificate that this process trusts."""
    told = Receiver()
    server = _server(told, certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    patch.setenv("SSL_CERT_FILE", str(certificate))
    _route(told, server.server_port, patch)
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _server(told: Receiver, certificate: Path) -> http.server.HTTPServer:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = (body, {name.lower(): value for name, value in self.headers.items()})
            challenge = json.loads(body)["data"].get("challenge")
            if challenge and told.repeats:
                told.challenged.append(request)
                return self._answer(200, challenge.encode())
            (told.challenged if challenge else told.got).append(request)
            status = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            return self._answer(status)

        def _answer(self, status: int, content: bytes = b"") -> None:
            self.send_response(status)
            if status in {301, 302, 307, 308}:
                self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


def _route(told: Receiver, port: int, patch: pytest.MonkeyPatch) -> None:
    look_up, connect = socket.getaddrinfo, socket.create_connection

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        if rest[:1] != (443,):
            return look_up(host, *rest, **named)  # the emulated AWS
        told.looked_up.append(host)
        address = told.leads_to.pop(0) if len(told.leads_to) > 1 else told.leads_to[0]
        if host != NAME:
            address = host if ":" in host else socket.inet_ntoa(socket.inet_aton(host))  # as every resolver does
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    def create_connection(address: Any, *rest: Any, **named: Any) -> socket.socket:
        if address[1] != 443:
            return connect(address, *rest, **named)  # the emulated AWS
        told.connected_to.append(address[0])
        assert address[0] == PUBLIC, "somewhere else than what was checked"
        return connect(("127.0.0.1", port), *rest, **named)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    patch.setattr(socket, "create_connection", create_connection)
