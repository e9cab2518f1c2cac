"""`omnigen models --check`: what the vendors say of our models, as findings and as a diff of the registry."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from omnigen.providers.model_check import ask_about_models
from omnigen.providers.registry_proposal import REGISTRY_FOLDER, registry_diff
from omnigen.settings import Settings

from local.cli.commands import cli
from tests.contract.fake_vendors import KEYS, FakeVendors
from tests.contract.test_checking import MODELS, TODAY
from tests.contract.vendor_interfaces import model_interface

ROOT = Path(__file__).parents[2]
SEEDANCE = "bytedance/seedance-2.0"

Propose = Callable[..., dict[str, Any]]


@pytest.fixture
def propose(settings_with: Callable[..., Settings], tmp_path: Path) -> Propose:
    """The registry's entries by id after the proposed patch was applied; checks that it can be."""

    def run(**models: str) -> dict[str, Any]:
        checked = ask_about_models(settings_with(**(MODELS | models)), lambda vendor: KEYS[vendor], TODAY)
        folder = tmp_path / REGISTRY_FOLDER
        shutil.copytree(ROOT / REGISTRY_FOLDER, folder)
        patch = registry_diff(checked, TODAY)
        subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)
        files = ("openai", "replicate")
        return {one["id"]: one for name in files for one in json.loads((folder / f"{name}.json").read_text())}

    return run


def registry() -> dict[str, Any]:
    files = ("openai", "replicate")
    texts = ((ROOT / REGISTRY_FOLDER / f"{name}.json").read_text() for name in files)
    return {one["id"]: one for text in texts for one in json.loads(text)}


def without_facts(entries: dict[str, Any]) -> dict[str, Any]:
    return {name: {key: value for key, value in one.items() if key != "facts"} for name, one in entries.items()}


def fact_of(entry: dict[str, Any], about: str) -> dict[str, str]:
    return next(fact for fact in entry["facts"] if fact["about"] == about)


def test_where_all_is_well_only_sources_and_dates_change(vendors: FakeVendors, propose: Propose) -> None:
    proposed = propose()
    assert without_facts(proposed) == without_facts(registry())
    assert fact_of(proposed[SEEDANCE], "inputs")["checked_on"] == TODAY.isoformat()
    assert fact_of(proposed[SEEDANCE], "price") == fact_of(registry()[SEEDANCE], "price")
    assert vendors.paid == 0


def test_fields_and_values_that_a_model_does_not_take_any_more_are_left_out(
    vendors: FakeVendors, propose: Propose
) -> None:
    fields = dict(model_interface(SEEDANCE)["input"]["properties"])
    del fields["last_frame_image"]
    vendors.replicate.fields[SEEDANCE] = fields | {
        "duration": {"type": "integer", "enum": [5, 10]},
        "aspect_ratio": {"enum": ["16:9", "9:16"]},
    }
    proposed = propose()[SEEDANCE]
    assert "end_frame" not in proposed["inputs"]
    assert proposed["durations_seconds"] == ["5", "10"]
    assert set(proposed["ratios"]) == {"16:9", "9:16"}


def test_end_that_a_vendor_announces_is_proposed_with_its_source(vendors: FakeVendors, propose: Propose) -> None:
    vendors.openai.retired["gpt-6-luna"] = "2027-03-01"
    vendors.replicate.gone.add(SEEDANCE)
    proposed = propose()
    assert proposed["gpt-6-luna"]["retires_on"] == "2027-03-01"
    assert "shutdown_date" in fact_of(proposed["gpt-6-luna"], "end")["source"]
    assert proposed[SEEDANCE]["retires_on"] == TODAY.isoformat()


def test_odd_date_changes_nothing(vendors: FakeVendors, propose: Propose) -> None:
    vendors.openai.retired["gpt-6-luna"] = "soon"
    assert "retires_on" not in propose()["gpt-6-luna"]
    vendors.interfaces.clear()  # the date breaks OpenAI's interface on purpose


@pytest.fixture
def models(live_settings: dict[str, str], tmp_path: Path) -> Callable[..., Result]:
    """`omnigen models` with these vendors."""
    environment = live_settings | MODELS
    place = ["--data-dir", str(tmp_path / "data"), "models"]
    return lambda *more, **own: CliRunner().invoke(cli, [*place, *more], env=environment | own)


def test_command_prints_the_diff_and_asks_once_a_day(vendors: FakeVendors, models: Callable[..., Result]) -> None:
    vendors.openai.retired["gpt-6-luna"] = "2027-03-01"
    first = models("--check")
    assert first.exit_code == 0, first.output
    assert f"+++ b/{REGISTRY_FOLDER}/openai.json" in first.stdout
    assert '+  "retires_on": "2027-03-01"' in first.stdout
    assert "ends on 2027-03-01 by its vendor" in first.stderr
    asked = len(vendors.seen)
    assert models("--check").stdout == first.stdout
    assert len(vendors.seen) == asked
    told = json.loads(models("--check", "--json").stdout)
    assert told["checked_on"] >= date(2026, 11, 27).isoformat()
    models("--check", OMNIGEN_SPEECH_MODELS="tts-1")
    assert len(vendors.seen) > asked, "other models are another check"


def test_vendor_without_a_key_is_said_and_asked_again(vendors: FakeVendors, models: Callable[..., Result]) -> None:
    told = models("--check", REPLICATE_API_TOKEN="")
    assert "There is no key of replicate; set REPLICATE_API_TOKEN" in told.stderr
    asked = len(vendors.seen)
    models("--check", REPLICATE_API_TOKEN="")
    assert len(vendors.seen) > asked


def test_without_vendors_there_is_nothing_to_ask(models: Callable[..., Result]) -> None:
    told = models("--check", OMNIGEN_PROVIDERS="offline", OMNIGEN_SCRIPT_MODELS="")
    assert told.exit_code == 2
    assert "OMNIGEN_PROVIDERS=live" in told.stderr
