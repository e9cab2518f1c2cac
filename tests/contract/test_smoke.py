"""The program that tries the real vendors: its price first, then a question, then every capability."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from omnigen.media.probe import probe

from local.smoke import __main__ as program
from tests.contract.fake_vendors import FakeVendors


@pytest.fixture
def live_settings(live_settings: dict[str, str]) -> dict[str, str]:
    """Looks without pause."""
    return live_settings | {"OMNIGEN_POLL_SECONDS": "1"}


def test_nothing_is_spent_without_a_yes(vendors: FakeVendors, live_settings: dict[str, str], tmp_path: Path) -> None:
    ran = CliRunner().invoke(program.smoke, ["--out", str(tmp_path)], input="n\n", env=live_settings)
    assert ran.exit_code == 1
    assert "Together at most $" in ran.output
    assert vendors.seen == []


def test_every_capability_is_tried_and_kept(
    vendors: FakeVendors, live_settings: dict[str, str], tmp_path: Path
) -> None:
    ran = CliRunner().invoke(program.smoke, ["--out", str(tmp_path)], input="y\n", env=live_settings)
    assert ran.exit_code == 0, ran.output
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == [
        "clip",
        "image",
        "moderation",
        "music",
        "script",
        "speech",
        "style",
        "transcript",
    ]
    (clip,) = tmp_path.glob("clip-*.mp4")
    assert probe(clip.read_bytes()).seconds >= 4
    assert vendors.paid == 7


def test_what_fails_is_named_and_the_rest_goes_on(
    vendors: FakeVendors, live_settings: dict[str, str], tmp_path: Path
) -> None:
    vendors.say("/v1/audio/speech", 401, {"error": {"code": "invalid_api_key", "message": "no", "type": "x"}})
    ran = CliRunner().invoke(program.smoke, ["--yes", "--out", str(tmp_path)], env=live_settings)
    assert ran.exit_code == 1
    assert "1 of 8 failed: speech" in ran.output
    assert vendors.paid == 6


def test_a_missing_key_is_said_before_anything_else(live_settings: dict[str, str], tmp_path: Path) -> None:
    ran = CliRunner().invoke(program.smoke, ["--out", str(tmp_path)], env=live_settings | {"REPLICATE_API_TOKEN": ""})
    assert ran.exit_code == 1
    assert "set REPLICATE_API_TOKEN" in ran.output
