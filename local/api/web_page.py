"""The studio page on this machine: the files of `web/`, with the headers that CloudFront sends on AWS."""

from __future__ import annotations

import gzip
import json
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from omnigen.deployment.content_security_policy import content_policy
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

WEB = Path(__file__).parents[2] / "web"
FACTS: Mapping[str, str] = {"signIn": "token"}
"""`config.json` of the page on this host: users sign in with a development token, not at hosted pages."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
"""As infra/website.py has them, but for Strict-Transport-Security: there is no TLS on 127.0.0.1."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_COMPRESSED = frozenset({".html", ".js", ".css", ".svg", ".json"})


class WebPage:
    """A WSGI app. A path without an extension is the page itself, as on CloudFront; `config.json` holds `facts`."""

    def __init__(self, facts: Mapping[str, str] = FACTS, *, sign_in: str = "") -> None:
        self._facts = json.dumps(dict(facts)).encode()
        self._headers = {**HEADERS, "Content-Security-Policy": content_policy(sign_in=sign_in)}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A file of the page, or the page itself."""
        request = Request(environ)
        response = self._answer(request)
        response.headers.update(self._headers)
        if response.status_code == 200:
            response.add_etag()
            response.make_conditional(request)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response("The page can only be read.\n", 405, {"Allow": "GET, HEAD"})
        if request.host.startswith("localhost"):  # addresses of files name 127.0.0.1: to the page another origin
            return redirect(request.url.replace("//localhost", "//127.0.0.1", 1), 307)
        path = f"{request.root_path}{request.path}".removeprefix("//").removeprefix("/")
        if path == "config.json":
            return Response(self._facts, mimetype="application/json")
        return _file(path if "." in path.rpartition("/")[2] else "index.html", request)


def _file(path: str, request: Request) -> Response:
    if "\x00" in path:
        return Response("There is no such file in the page.\n", 404)
    file = (WEB / path).resolve()
    if not file.is_relative_to(WEB.resolve()) or not file.is_file():
        return Response("There is no such file in the page.\n", 404)
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.suffix not in _COMPRESSED or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(file.read_bytes(), content_type=kind)
    data = _compressed(file, file.stat().st_mtime_ns)
    return Response(data, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, content_type=kind)


@lru_cache(maxsize=256)
def _compressed(file: Path, _changed_at: int) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
