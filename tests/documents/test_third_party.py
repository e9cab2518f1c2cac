"""THIRD_PARTY names every direct dependency with the licence that the package itself states."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (
    (ROOT / "THIRD_PARTY.md")
    .read_text(encoding="utf-8")
    .partition("\n## Direct dependencies\n")[2]
    .partition("|---|")[2]
)
ROWS = {cells[0]: cells[1:] for cells in re.findall(r"^\| ([\w.-]+) \| ([\w, -]+) \| (.+) \|$", TABLE, re.MULTILINE)}


def _direct() -> dict[str, list[str]]:
    """Direct dependencies by name, with the parts that ask for them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, list[str]] = {}
    for part, wanted in {**project["optional-dependencies"]}.items():
        for name in (re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted):
            if name != project["name"]:
                found.setdefault(name, []).append(part)
    return found


def _stated(metadata: importlib.metadata.PackageMetadata) -> str:
    """A package's licence in its own words: expression, short field, well-known text, or classifier."""
    field = "".join(metadata.get_all("License", [])).strip()
    if expression := "".join(metadata.get_all("License-Expression", [])):
        return expression
    if field.startswith("Apache License"):
        return "Apache-2.0"
    if 0 < len(field) < 60:
        return field
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License :: ")]
    return ", ".join(line.rpartition(" :: ")[2] for line in classifiers) or "none stated"


def test_the_table_names_every_direct_dependency_and_no_other() -> None:
    assert {name: row[0] for name, row in ROWS.items()} == {name: ", ".join(parts) for name, parts in _direct().items()}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_licence_is_the_one_the_package_states(name: str) -> None:
    assert ROWS[name][1] == _stated(importlib.metadata.metadata(name))
