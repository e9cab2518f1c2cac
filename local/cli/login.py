"""`omnigen login` and `omnigen logout`: signing in to a host elsewhere, in a browser or with an API key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import click
from omnigen.deployment.resources import CLI_SIGN_IN_PORTS
from omnigen.domain.api_key import parse_key

from local.cli.connections import connect
from local.cli.credentials import Credential, credentials_file, from_answer, store
from local.cli.http_client import check_url, http_client, place_of
from local.cli.target import Target
from local.cli.terminal import print_line

TIMEOUT_SECONDS = 300
"""How long the browser may take."""

_SCOPES = "openid email profile"
_PAGE = b"<!doctype html><meta charset=utf-8><title>Omnigen</title><p>%s You can close this window."


@click.command()
@click.option("--key", is_flag=True, help="Sign in with an API key, which is asked for and not shown.")
@click.pass_obj
def login(target: Target, /, *, key: bool) -> None:
    """Sign in to the host at --url; later commands with this --url need no --token.

    Opens the browser, or with --key asks for an API key. What is kept lies in a file that only you can read.
    """
    place = place_of(_url(target))
    facts = {} if key else _facts(place)
    if facts.get("origin"):
        credential = _in_browser(str(facts["origin"]), str(facts["client_id"]))
    else:
        if not key:
            print_line("This host has no pages to sign in at; it takes API keys (omnigen keys create)", err=True)
        credential = Credential(key=_asked_key())
        http_client(place, credential.key).ask("GET", "/jobs?limit=1")
    store(place, credential)
    print_line(f"Signed in at {place}; kept in {credentials_file()}", err=True)


@click.command()
@click.pass_obj
def logout(target: Target, /) -> None:
    """Forget how to sign in to the host at --url. An API key stays valid until it is revoked."""
    place = place_of(_url(target))
    store(place, None)
    print_line(f"Signed out at {place}", err=True)


def _url(target: Target) -> str:
    if not target.url:
        raise click.UsageError("--url: say which host, before the command: omnigen --url https://… login")
    check_url(target.url)
    return target.url


def _facts(place: str) -> dict[str, Any]:
    """What the host says about signing in."""
    import httpx

    try:
        answer = connect(place).get(f"{place}/api/v1/sign-in")
        facts: dict[str, Any] = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, ValueError) as error:
        raise click.ClickException(f"Nobody answers at {place}: {error}") from error
    return facts


def _asked_key() -> str:
    text = str(click.prompt("API key", hide_input=True, err=True)).strip()
    if parse_key(text) is None:
        raise click.UsageError("That is no API key: it begins with omk_ and has 84 characters")
    return text


def _in_browser(origin: str, client_id: str) -> Credential:
    """Tokens for whoever signs in at the hosted pages: an authorization code with PKCE (RFC 7636, RFC 8252)."""
    import httpx

    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    with _listening() as server:
        redirect = f"http://127.0.0.1:{server.server_port}/"
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect,
            "scope": _SCOPES,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = f"{origin}/oauth2/authorize?{urlencode(query)}"
        print_line(f"Sign in in the browser. If none opens: {address}", err=True)
        webbrowser.open(address)
        code = server.code(state)
    asked = Credential(token_url=f"{origin}/oauth2/token", client_id=client_id)
    form = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": verifier,
    }
    answer = connect(asked.token_url).post(asked.token_url, data=form)
    if answer.status_code != httpx.codes.OK:
        raise click.ClickException(f"{origin} gives no token for the code ({answer.status_code}); try again")
    return from_answer(answer.json(), asked)


class _Listener(HTTPServer):
    """Waits on the loop-back address for the browser to come back."""

    answers: dict[str, str] | None = None

    def code(self, state: str) -> str:
        """The authorization code that belongs to `state`; other requests are passed over. An error when none comes."""
        until = time.monotonic() + TIMEOUT_SECONDS
        while (left := until - time.monotonic()) > 0:
            self.timeout = left
            self.answers = None
            self.handle_request()
            if self.answers and hmac.compare_digest(self.answers.get("state", "").encode(), state.encode()):
                break
        else:
            raise click.ClickException("Nobody has signed in; run the command again")
        if "code" not in self.answers:
            raise click.ClickException(f"Not signed in: {self.answers.get('error_description', 'no code came back')}")
        return self.answers["code"]


def _listening() -> _Listener:
    for port in CLI_SIGN_IN_PORTS:
        try:
            return _Listener(("127.0.0.1", port), _Answering)
        except OSError:
            continue
    raise click.ClickException(f"The ports {CLI_SIGN_IN_PORTS} are in use; end what uses them, or use --key")


class _Answering(BaseHTTPRequestHandler):
    server: _Listener

    def do_GET(self) -> None:
        """Take the code out of the address."""
        self.server.answers = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        page = _PAGE % (b"You are signed in." if "code" in self.server.answers else b"You are not signed in.")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Nothing: the line would hold the code."""
