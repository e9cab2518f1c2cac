"""`omnigen models --check`: asks the vendors about the models in use, at most once a day, and proposes changed data."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, TypedDict

import click

from local.emulator.data_dir import open_private, private_data_dir

CACHE_NAME = "model-check.json"


class ModelCheck(TypedDict):
    """A check: its day, what it was about, what was found, and the proposed change of the registry as a diff."""

    day: str
    about: str
    findings: list[str]
    diff: str


def checked_models(data_dir: Path) -> ModelCheck:
    """Today's check, made now if this data folder has none of these settings. Nothing is ordered.

    UsageError where the settings ask no vendor. A vendor that cannot be asked (no key, no network) is a finding.
    """
    from omnigen.providers.model_check import ask_about_models
    from omnigen.providers.registry_proposal import registry_diff

    from local.cli.stored_client import stored_settings

    settings = stored_settings()
    if settings.omnigen_providers != "live":
        raise click.UsageError(
            "No vendor is asked with OMNIGEN_PROVIDERS=offline. Set OMNIGEN_PROVIDERS=live and the vendors' keys"
        )
    today = datetime.now(UTC).date()
    about = _fingerprint(settings.model_dump_json())
    path = private_data_dir(data_dir) / CACHE_NAME
    known = _read(path)
    if known and (known["day"], known["about"]) == (today.isoformat(), about):
        return known
    checked = ask_about_models(settings, _key, today)
    findings = [finding.message for one in checked for finding in one.findings]
    check = ModelCheck(day=today.isoformat(), about=about, findings=findings, diff=registry_diff(checked, today))
    if all(one.report for one in checked):  # what could not be asked is asked again
        _write(path, check)
    return check


def _key(vendor: Literal["openai", "replicate"]) -> str:
    """The vendor's key from the environment: this command reaches no AWS."""
    from omnigen.aws.secrets import VARIABLES
    from omnigen.errors import ConfigError

    found = os.environ.get(VARIABLES[vendor], "").strip()
    if not found:
        raise ConfigError(f"There is no key of {vendor}; set {VARIABLES[vendor]}")
    return found


def _fingerprint(settings: str) -> str:
    """What the check was about: these settings and this registry."""
    from importlib.resources import files

    folder = files("omnigen.providers").joinpath("models")
    texts = (folder.joinpath(f"{name}.json").read_text(encoding="utf-8") for name in ("order", "openai", "replicate"))
    return hashlib.sha256("\n".join([settings, *texts]).encode()).hexdigest()


def _read(path: Path) -> ModelCheck | None:
    try:
        with os.fdopen(open_private(path, os.O_RDONLY), encoding="utf-8") as file:
            known: ModelCheck = json.load(file)
            date.fromisoformat(known["day"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return known


def _write(path: Path, check: ModelCheck) -> None:
    with os.fdopen(open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "w", encoding="utf-8") as file:
        json.dump(check, file)
