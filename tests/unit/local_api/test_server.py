"""Whoever is refused hears why, however slowly the rest of the request arrives."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from local.api.server import MOUNT, PREFIX, ApiServer
from local.api.tokens import TokenIssuer
from local.emulator.clients import new_credentials
from local.emulator.gateway import Gateway, _SilentHandler

_TOKENS = TokenIssuer("a key of thirty-two bytes or more")


@pytest.fixture
def port() -> Iterator[int]:
    """Where an API listens whose handler must not be reached."""

    def reached(*_: Any) -> NoReturn:
        raise AssertionError("the handler was called")

    gateway = Gateway(0, reached, new_credentials())
    gateway.mount(MOUNT, ApiServer(reached, _TOKENS))
    yield int(gateway.url.rpartition(":")[2])
    gateway.close()


@pytest.mark.parametrize(
    ("token", "length", "answer"),
    [("expired", 5 * 2**20, "401"), (_TOKENS.issue("ada"), 11 * 2**20, "413")],
    ids=["not signed in", "too large"],
)
def test_refusal_arrives_although_the_body_is_slow(token: str, length: int, answer: str, port: int) -> None:
    head = [
        f"POST {PREFIX}/estimate HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        time.sleep(0.2)
        connection.sendall(b" " * length)
        assert connection.makefile("rb").readline().split()[1].decode() == answer


def test_a_connection_that_falls_silent_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_SilentHandler, "timeout", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert connection.recv(1) == b""
