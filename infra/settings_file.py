"""`deployments.toml` beside cdk.json: the settings of each environment, outside the source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from infra import ROOT
from infra.environments import ENVIRONMENTS, Environment

SETTINGS_FILE = ROOT / "deployments.toml"


class BadSettings(Exception):
    """The settings file cannot be used; the message names file, environment and field."""


def environments(file: Path = SETTINGS_FILE) -> tuple[Environment, ...]:
    """The built-in environments, changed and added to by the file, if there is one; BadSettings where it is wrong.

    The file has one table for each environment, with fields of Environment:

        [prod]
        account = "111122223333"
        region = "eu-central-1"
        zones = ["eu-central-1a", "eu-central-1b"]
    """
    if not file.exists():
        return ENVIRONMENTS
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file.name}: {error}") from error
    built_in = {environment.name: environment for environment in ENVIRONMENTS}
    made = {name: _environment(file, name, table, built_in.get(name)) for name, table in tables.items()}
    return tuple((built_in | made).values())


def named(name: str, known: Iterable[Environment]) -> Environment:
    """The environment of that name; BadSettings with the choices where there is none."""
    found = {environment.name: environment for environment in known}
    if name not in found:
        raise BadSettings(f"there is no environment {name!r}; there are {', '.join(found)}")
    return found[name]


def _environment(file: Path, name: str, table: Any, base: Environment | None) -> Environment:
    if not isinstance(table, dict):
        raise BadSettings(f"{file.name}: {name} is not a table of settings; write [{name}] above them")
    before = base.model_dump(exclude={"name"}) if base else {}
    try:
        return Environment(name=name, **(before | table))
    except ValidationError as error:
        faults = "; ".join(_fault(one) for one in error.errors())
        raise BadSettings(f"{file.name}: [{name}] {faults}") from error


def _fault(fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    return f"{field}: {fault['msg']}" if field else str(fault["msg"]).removeprefix("Value error, ")
