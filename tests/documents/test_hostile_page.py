"""The page of hostile inputs says nothing that no test proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "hostile_inputs.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| input", "| event"))
]
TESTS = {
    found.group(1): path.read_text(encoding="utf-8")
    for suite in ("unit", "integration", "workflow", "e2e")
    for path in sorted((ROOT / "tests" / suite).rglob("test_*.py"))
    for found in re.finditer(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_each_row_names_tests_that_exist(row: str) -> None:
    named = re.findall(r"`(test_\w+)(?:\[(.*?)\])?`", row.split("|")[-2])
    assert named, "the last column names no test"
    for name, case in named:
        assert name in TESTS, f"there is no {name}"
        assert not case or f'"{case}"' in TESTS[name], f"{name} has no case {case!r}"


def test_every_hostile_file_of_the_tests_is_on_the_page() -> None:
    cases = re.findall(
        r'^        \("([^"]+)", "[^"]+"\),$', TESTS["test_a_hostile_file_is_refused_with_its_reason"], re.M
    )
    text = "\n".join(ROWS)
    unlisted = [case for case in cases if f"[{case}]" not in text]
    assert unlisted == ["random bytes", "missing"], "these two share a row with others"
