"""The guard that keeps every test on this machine."""

from __future__ import annotations

import socket
import urllib.request

import pytest


def test_connection_to_another_machine_is_refused_and_remembered(network_guard: object) -> None:
    with socket.socket() as reaching, pytest.raises(RuntimeError, match="tests stay on this machine"):
        reaching.connect(("192.0.2.1", 80))
    assert network_guard.trespasses == ["socket.connect 192.0.2.1"]  # type: ignore[attr-defined]
    network_guard.trespasses.clear()  # type: ignore[attr-defined]


def test_looking_up_another_machines_name_is_refused(network_guard: object) -> None:
    with pytest.raises(RuntimeError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/")
    network_guard.trespasses.clear()  # type: ignore[attr-defined]


def test_connection_within_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname()).close()
        socket.create_connection(("localhost", listening.getsockname()[1])).close()
