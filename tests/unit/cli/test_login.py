"""`omnigen login`, `logout` and `keys`: what is sent, what is kept, and who may read it."""

from __future__ import annotations

import json
import stat
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from local.cli.credentials import Credential, credentials_file, store, stored
from tests.unit.cli.api_stub import Answering
from tests.unit.cli.conftest import Run

KEY = "omk_0123456789abcdef_" + "0" * 64
NO_JOBS: dict[str, Any] = {"items": [], "next_cursor": None}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    return tmp_path / "home"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A browser in which somebody signs in at once; before, another program calls at the same port."""

    def comes_back_with(**answer: str) -> None:
        def opened(address: str) -> bool:
            query = dict(parse_qsl(urlsplit(address).query))
            assert query["code_challenge_method"] == "S256"
            state = answer.get("state") or query["state"]

            def visit() -> None:
                real = "&".join(f"{name}={value}" for name, value in (answer | {"state": state}).items())
                for text in ("code=planted&state=x", real):
                    with urllib.request.urlopen(f"{query['redirect_uri']}?{text}") as page:
                        assert page.status == 200

            threading.Thread(target=visit, daemon=True).start()
            return True

        monkeypatch.setattr("webbrowser.open", opened)

    return comes_back_with


def test_a_key_is_asked_for_checked_and_kept_for_the_user_alone(server: Answering, run: Run) -> None:
    server.will(200, NO_JOBS)
    done = run("login", "--key", token=None, answers=f"{KEY}\n")
    assert done.exit_code == 0, done.output
    assert KEY not in done.output
    assert server.asked[-1][2]["authorization"] == f"Bearer {KEY}"
    assert stat.S_IMODE(credentials_file().stat().st_mode) == 0o600
    assert run("jobs", token=None).exit_code == 0
    assert server.asked[-1][2]["authorization"] == f"Bearer {KEY}"


def test_a_key_that_the_host_refuses_is_not_kept(server: Answering, run: Run) -> None:
    server.will(401, {"code": "NotSignedIn", "detail": "revoked", "fixable_by": "user"})
    done = run("login", "--key", token=None, answers=f"{KEY}\n")
    assert (done.exit_code, credentials_file().exists()) == (2, False)


def test_what_is_no_key_is_not_sent(server: Answering, run: Run) -> None:
    done = run("login", "--key", token=None, answers="hunter2\n")
    assert done.exit_code == 2
    assert "begins with omk_" in done.stderr
    assert server.asked == []


def test_signing_in_in_the_browser_keeps_tokens(server: Answering, run: Run, browser: Callable[..., None]) -> None:
    server.will(200, {"origin": server.url, "client_id": "cli"})
    server.will(200, {"access_token": "first", "refresh_token": "again", "expires_in": 3_600})
    server.will(200, NO_JOBS)
    browser(code="c0de")
    done = run("login", token=None)
    assert done.exit_code == 0, done.output
    form = {name: values[0] for name, values in parse_qs(server.asked[1][3].decode()).items()}
    assert (form["grant_type"], form["code"], form["client_id"]) == ("authorization_code", "c0de", "cli")
    assert 43 <= len(form["code_verifier"]) <= 128
    assert run("jobs", token=None).exit_code == 0
    assert server.asked[-1][2]["authorization"] == "Bearer first"


def test_a_person_who_turns_back_is_not_signed_in(server: Answering, run: Run, browser: Callable[..., None]) -> None:
    server.will(200, {"origin": server.url, "client_id": "cli"})
    browser(error="access_denied", error_description="cancelled")
    done = run("login", token=None)
    assert (done.exit_code, stored(server.url)) == (1, None)
    assert "Not signed in: cancelled" in done.stderr


def test_a_token_that_has_ended_is_refreshed_and_the_new_one_kept(server: Answering, run: Run) -> None:
    ended = Credential(
        access_token="old",
        refresh_token="again",
        expires_at=int(time.time()) + 5,
        token_url=f"{server.url}/oauth2/token",
        client_id="cli",
    )
    store(server.url, ended)
    server.will(200, {"access_token": "new", "expires_in": 3_600})
    server.will(200, NO_JOBS)
    assert run("jobs", token=None).exit_code == 0
    assert parse_qs(server.asked[0][3].decode())["refresh_token"] == ["again"]
    assert server.asked[1][2]["authorization"] == "Bearer new"
    kept = stored(server.url)
    assert kept is not None
    assert (kept.access_token, kept.refresh_token) == ("new", "again")


def test_a_refusal_to_refresh_says_what_to_do(server: Answering, run: Run) -> None:
    store(server.url, Credential(refresh_token="gone", token_url=f"{server.url}/oauth2/token", client_id="cli"))
    server.will(400, {"error": "invalid_grant"})
    done = run("jobs", token=None)
    assert done.exit_code == 2
    assert f"You are signed out there; run: omnigen --url {server.url} login" in done.stderr


def test_without_a_credential_the_user_is_told_how_to_sign_in(server: Answering, run: Run) -> None:
    done = run("jobs", token=None)
    assert done.exit_code == 2
    assert f"--url {server.url} login" in done.stderr


def test_signing_out_forgets_only_that_host(server: Answering, run: Run) -> None:
    store("https://other.example.com", Credential(key=KEY))
    store(server.url, Credential(key=KEY))
    assert run("logout", token=None).exit_code == 0
    assert (stored(server.url), stored("https://other.example.com")) == (None, Credential(key=KEY))


@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(server: Answering, run: Run, mode: int) -> None:
    store(server.url, Credential(key=KEY))
    credentials_file().chmod(mode)
    done = run("jobs", token=None)
    assert done.exit_code == 2
    assert "can be read by others" in done.stderr
    assert server.asked == []


def test_a_new_key_alone_is_on_standard_output(server: Answering, run: Run) -> None:
    server.will(201, {"key": KEY, "key_id": "0123456789abcdef"})
    made = run("keys", "create", "ci", "--scope", "create", "--spend", "5", "--days", "30")
    assert (made.exit_code, made.stdout) == (0, f"{KEY}\n")
    assert "keys revoke 0123456789abcdef" in made.stderr
    assert json.loads(server.asked[-1][3]) == {
        "name": "ci",
        "scopes": ["create", "spend"],
        "spend_usd_per_day": "5.0",
        "expires_in_days": 30,
    }


def test_keys_are_listed_with_what_they_may_do_and_when_they_were_used(server: Answering, run: Run) -> None:
    key = {"key_id": "0123456789abcdef", "name": "ci", "scopes": ["read", "spend"], "spend_usd_per_day": "5"}
    times = {"requests_per_minute": 120, "created_at": 1, "expires_at": None, "last_used_at": 1_795_265_802}
    server.will(200, {"items": [key | times | {"expired": False}]})
    listed = run("keys", "list")
    assert listed.stdout == "0123456789abcdef  ci  read, spend, $5 a day  used 2026-11-21, no end\n"
    assert run("keys", "revoke", "0123456789abcdef").exit_code == 0
    assert server.asked[-1][:2] == ("DELETE", "/api/v1/keys/0123456789abcdef")
