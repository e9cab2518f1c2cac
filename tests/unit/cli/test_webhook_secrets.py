"""`omnigen webhooks`: the secret on standard output, and a question before every older one ends at once."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.api_stub import Answering
from tests.unit.cli.conftest import Run

SECRET = "whsec_bmV3"


def test_the_secret_alone_is_on_standard_output(server: Answering, run: Run) -> None:
    server.will(200, {"signing_secret": SECRET, "previous_valid_until": None})
    shown = run("webhooks", "secret")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, f"{SECRET}\n", "")


def test_replacing_says_how_long_the_one_before_is_valid(server: Answering, run: Run) -> None:
    server.will(200, {"signing_secret": SECRET, "previous_valid_until": 1_795_265_802})
    replaced = run("webhooks", "rotate", "--overlap-hours", "48")
    assert (replaced.exit_code, replaced.stdout) == (0, f"{SECRET}\n")
    assert "valid until 2026-11-21 12:56 UTC" in replaced.stderr
    (method, path, _, body) = server.asked[-1]
    assert (method, path, json.loads(body)) == ("POST", "/api/v1/webhooks/secret/rotate", {"overlap_hours": 48})


@pytest.mark.parametrize(("arguments", "asked"), [(["--yes"], True), ([], False)])
def test_ending_every_older_secret_is_asked_about_first(
    arguments: list[str], asked: bool, server: Answering, run: Run
) -> None:
    server.will(200, {"signing_secret": SECRET, "previous_valid_until": None})
    ended = run("webhooks", "rotate", "--overlap-hours", "0", *arguments)
    assert bool(server.asked) is asked
    assert ended.exit_code == (0 if asked else 1)
