"""Commands run against a server that says what a test wants to hear."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from local.cli import client
from local.cli.commands import cli
from tests.unit.cli.api_stub import Answering, answering

Run = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[Answering]:
    with answering() as running:
        yield running


@pytest.fixture
def run(server: Answering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command against the server, with no pause between attempts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(client, "RETRY_AFTER_SECONDS", (0.0,) * 5)
    monkeypatch.setattr(client, "POLL_SECONDS", (0.0, 0.0))

    def invoke(*arguments: str, url: str = "", token: str | None = "t", answers: str = "") -> Result:
        signed = ["--token", token] if token else []
        return CliRunner().invoke(cli, ["--url", url or server.url, *signed, *arguments], input=answers)

    return invoke


@pytest.fixture
def ctrl_c(server: Answering) -> Iterator[None]:
    """Ctrl-C is pressed as soon as the job is looked at."""
    before = signal.getsignal(signal.SIGINT)
    server.interrupting = True
    yield
    signal.signal(signal.SIGINT, before)
