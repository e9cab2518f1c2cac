"""A vendor on loopback that answers as it is told, in order, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from omnigen.settings import Settings

KEY = "sk-planted-1234567890"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes back. `lost`: the connection is cut instead; `cut`: half of the body is missing."""

    status: int = 200
    body: Any = None
    media_type: str = "application/json"
    lost: bool = False
    cut: bool = False

    @property
    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; names of headers in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)


@dataclass
class ScriptedVendor:
    """Answers in order; the last answer is given again and again."""

    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def vendor() -> Iterator[ScriptedVendor]:
    vendor = ScriptedVendor()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            vendor.asked.append(
                Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, data)
            )
            answer = vendor.next()
            if answer.lost:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            self.wfile.write(answer.data[: len(answer.data) // 2] if answer.cut else answer.data)
            if answer.cut:
                self.close_connection = True

        do_GET = do_POST = handle_any

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """Connections are cut on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    vendor.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield vendor
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings() -> Settings:
    return Settings(
        jobs_table="jobs",
        usage_table="usage",
        slots_table="slots",
        projects_table="projects",
        user_assets_table="user-assets",
        idempotency_table="idempotency",
        assets_bucket="assets",
        omnigen_providers="live",
    )
