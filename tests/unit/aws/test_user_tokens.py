"""Tokens of the user pool: which are accepted, checked with keys that are fetched as a pool publishes them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from omnigen.aws.user_tokens import UserTokenRefused, UserTokens
from omnigen.domain.caller import Caller, claims_context


@dataclass(frozen=True)
class Pool:
    """A user pool: its address, at which its public keys are, and its private key."""

    issuer: str
    key: rsa.RSAPrivateKey

    def token(self, **changes: Any) -> str:
        """An access token for the page's client, with other claims where the test wants them."""
        claims = {"sub": "ada", "iss": self.issuer, "exp": time.time() + 60, "token_use": "access", "client_id": "page"}
        chosen = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(chosen, self.key, algorithm="RS256", headers={"kid": "first"})


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": "first", "use": "sig", "alg": "RS256"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/pool/.well-known/jwks.json"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps({"keys": [public]}).encode() if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield Pool(f"http://127.0.0.1:{server.server_port}/pool", key)
    server.shutdown()
    server.server_close()


@pytest.fixture
def tokens(pool: Pool) -> UserTokens:
    return UserTokens(pool.issuer, ("page", "cli"))


def test_access_and_id_tokens_of_our_clients_are_accepted(pool: Pool, tokens: UserTokens) -> None:
    assert tokens.claims(pool.token())["sub"] == "ada"
    assert tokens.claims(pool.token(client_id="cli"))["sub"] == "ada"
    assert tokens.claims(pool.token(token_use="id", client_id=None, aud="page"))["sub"] == "ada"


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other"},
        {"client_id": "another"},
        {"client_id": None},
        {"token_use": "id"},
        {"token_use": "refresh"},
        {"token_use": None},
        {"nbf": 99_999_999_999},
    ],
)
def test_other_tokens_are_refused(pool: Pool, tokens: UserTokens, changes: dict[str, Any]) -> None:
    with pytest.raises(UserTokenRefused, match="sign in again"):
        tokens.claims(pool.token(**changes))


def test_a_token_signed_otherwise_is_refused(pool: Pool, tokens: UserTokens) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(pool.token(), options={"verify_signature": False})
    forged = [
        jwt.encode(claims, other, algorithm="RS256", headers={"kid": "first"}),
        jwt.encode(claims, other, algorithm="RS256", headers={"kid": "unknown"}),
        jwt.encode(claims, "k" * 64, algorithm="HS256", headers={"kid": "first"}),
        jwt.encode(claims, "", algorithm="none", headers={"kid": "first"}),
        pool.token()[:-4] + "AAAA",
        "rubbish",
        "",
    ]
    for token in forged:
        with pytest.raises(UserTokenRefused):
            tokens.claims(token)


def test_a_host_without_a_pool_accepts_none(pool: Pool) -> None:
    with pytest.raises(UserTokenRefused, match="no user pool"):
        UserTokens("", ()).claims(pool.token())


def test_keys_that_cannot_be_fetched_are_no_verdict_about_the_token(pool: Pool) -> None:
    away = UserTokens("http://127.0.0.1:9/pool", ("page",))
    with pytest.raises(ConnectionError):
        away.claims(pool.token())


def test_groups_of_the_token_are_the_callers(pool: Pool, tokens: UserTokens) -> None:
    claims = tokens.claims(pool.token(**{"cognito:groups": ["admin", "marketing"]}))
    assert claims_context(claims) == {"sub": "ada", "groups": "admin marketing"}
    assert claims_context({"sub": "ada"}) == {"sub": "ada", "groups": ""}
    assert Caller("ada", ("admin",)).owners == ("#deployment", "group#admin")
