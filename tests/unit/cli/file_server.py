"""A server of one file that breaks off, refuses and lies as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(250)) * 4
"""The file: 1,000 bytes."""

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class FileServer:
    """`replies` are given in order, the last one again and again; `ranges` are the Range headers that came."""

    replies: list[Reply] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    url: str = ""


def whole(handler: BaseHTTPRequestHandler) -> None:
    """The file, or the part of it that is asked for."""
    start = int((handler.headers.get("Range") or "bytes=0-").removeprefix("bytes=").removesuffix("-"))
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
    _send(handler, CONTENT[start:])


def reply(status: int, body: bytes, length: int | None = None, **headers: str) -> Reply:
    """This answer; a `length` above that of the body ends in a broken connection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        _send(handler, body, length)

    return answer


@contextmanager
def file_server(*replies: Reply) -> Iterator[FileServer]:
    """Such a server on this machine."""
    served = FileServer(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.ranges.append(self.headers.get("Range"))
            (served.replies.pop(0) if len(served.replies) > 1 else served.replies[0])(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}/video.mp4"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, body: bytes, length: int | None = None) -> None:
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True
