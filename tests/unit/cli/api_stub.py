"""A server that gives the answers it was told to give, whatever is asked, and remembers what was asked."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JOB = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"


@dataclass
class Answering:
    """`answers` are given in order, the last one again and again: status, body, further headers."""

    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    interrupting: bool = False
    """Press Ctrl-C as soon as something is read."""

    def will(self, status: int, body: Any = None, **headers: str) -> None:
        """Give this answer next."""
        self.answers.append((status, body, headers))


@contextmanager
def answering() -> Iterator[Answering]:
    """Such a server on this machine."""
    told = Answering()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if told.interrupting and self.command == "GET":
                told.interrupting = False
                os.kill(os.getpid(), signal.SIGINT)
            status, said, headers = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            data = said if isinstance(said, bytes) else json.dumps(said).encode() if said is not None else b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Clients hang up when they are interrupted."""


def a_job(**changes: Any) -> Any:
    """What `GET /jobs/{id}` tells."""
    return {
        "job_id": JOB, "status": "processing", "stage": "clips_filming", "progress": 40, "title": "A lamp", "run": 1,
        "rev": 7, "scenes": [], "reviews": [], "videos": [], "video_key": None, "video_url": None, "script": None,
        "spent_usd": "0", "reserved_usd": "0", "error_message": None, "created_at": 1_800_000_000,
        "brief":
        {"duration": 6, "aspect_ratio": "16:9", "resolution": "720p", "pictures": "clips", "captions": "burned"},
    } | changes  # fmt: skip


def refusal(code: str, detail: str, fixable_by: str = "user", **more: Any) -> dict[str, Any]:
    """A problem document."""
    return {"code": code, "detail": detail, "fixable_by": fixable_by, **more}
