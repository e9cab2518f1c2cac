"""An imitation of a user pool's hosted pages, and of CloudFront with the API behind it: for signing in as on AWS."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from local.api.web_page import WebPage
from local.emulator.origin_guard import WsgiApp
from tests.e2e.api_host import ApiHost

CLIENT = "a-public-client"


class Silent(WSGIRequestHandler):
    """Tells nothing of requests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@dataclass
class HostedPages:
    """Everybody who comes is signed in; codes work once, and only for whoever knows the verifier (RFC 7636)."""

    token: str
    challenges: dict[str, str] = field(default_factory=dict)
    grants: list[str] = field(default_factory=list)
    refreshes: bool = True

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterator[bytes]:
        """The endpoints of the OAuth 2.0 server."""
        request = Request(environ)
        answer = {
            "/oauth2/authorize": self._authorize,
            "/oauth2/token": self._token,
            "/oauth2/revoke": self._revoke,
            "/logout": self._logout,
        }
        return answer[request.path](request)(environ, start_response)  # type: ignore[arg-type, return-value]

    def _authorize(self, request: Request) -> Response:
        asked = request.args
        assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        return _to(asked["redirect_uri"], code=code, state=asked["state"])

    def _token(self, request: Request) -> Response:
        form = request.form
        self.grants.append(form["grant_type"])
        cors = {"Access-Control-Allow-Origin": "*"}
        if form["grant_type"] == "refresh_token":
            good = self.refreshes and form["refresh_token"] == "again"
        else:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            good = self.challenges.pop(form["code"], "") == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        body = {"access_token": self.token, "refresh_token": "again"} if good else {"error": "invalid_grant"}
        return Response(json.dumps(body), 200 if good else 400, cors, mimetype="application/json")

    def _revoke(self, request: Request) -> Response:
        """As RFC 7009 has it: the token and, of a public client, its id."""
        assert (request.form["token"], request.form["client_id"]) == ("again", CLIENT)
        self.grants.append("revoke")
        return Response(status=200)

    def _logout(self, request: Request) -> Response:
        self.grants.append("logout")
        return _to(request.args["logout_uri"])


class FrontDoor:
    """One origin for the page and the API, as CloudFront has it."""

    def __init__(self, page: WebPage, host: ApiHost) -> None:
        self._page = page
        self._host = urlsplit(host.api).netloc

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterator[bytes]:
        """Passes `/api/*` on."""
        request = Request(environ)
        answer = self._passed_on(request) if request.path.startswith("/api/") else self._page
        return answer(environ, start_response)  # type: ignore[arg-type, return-value]

    def _passed_on(self, request: Request) -> Response:
        kept = {"Authorization", "Content-Type", "Idempotency-Key", "Last-Event-Id"}
        headers = {name: value for name, value in request.headers.items() if name in kept and value}
        connection = http.client.HTTPConnection(self._host, timeout=60)
        try:
            connection.request(request.method, request.full_path, request.get_data() or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        return Response(body, answer.status, content_type=answer.headers.get("Content-Type", "text/plain"))


@contextmanager
def serving_app(app: WsgiApp) -> Iterator[str]:
    """An app on a port of its own; its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _to(place: str, **query: str) -> Response:
    return Response(status=302, headers={"Location": f"{place}?{urlencode(query)}" if query else place})
