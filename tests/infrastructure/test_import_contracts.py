"""The import contracts in pyproject.toml find what they forbid: each fault is planted in a copy of the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import ROOT

PACKAGES = ("layers/omnigen", "functions", "local", "infra")

PLANTED = {
    "functions/deliver_webhook.py": ("from functions import sweep", "functions.deliver_webhook -> functions.sweep"),
    "layers/omnigen/domain/brief.py": ("import time", "omnigen.domain.brief -> time"),
    "layers/omnigen/domain/ids.py": ("import random", "omnigen.domain.ids -> random"),
    "layers/omnigen/domain/job.py": ("import threading", "omnigen.domain.job -> threading"),
    "layers/omnigen/newcomer.py": ("", "- omnigen.newcomer"),
    "layers/omnigen/prompts/__init__.py": ("import omnigen.jobs", "omnigen.prompts -> omnigen.jobs"),
    "functions/sweep.py": ("import local.cli", "functions.sweep -> local.cli"),
}
"""By file: the line that is added at its end, and what the linter must say of it."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's modules and the contracts, copied."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        for module in (ROOT / package).rglob("*.py"):
            target = copy / module.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(module, target)
    return copy


def linted(tree: Path) -> subprocess.CompletedProcess[str]:
    """What lint-imports says of that copy, whose modules are found before the installed ones."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache", "--config", str(tree / "pyproject.toml")],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree / 'layers'}{os.pathsep}{tree}", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def planted(tree: Path) -> str:
    """What is said of the copy when every fault is in it; before that, nothing was wrong with it."""
    before = linted(tree)
    assert before.returncode == 0, before.stdout
    for path, (line, _) in PLANTED.items():
        file = tree / path
        file.write_text(f"{file.read_text(encoding='utf-8') if file.exists() else ''}\n{line}\n", encoding="utf-8")
    after = linted(tree)
    assert after.returncode == 1, after.stdout + after.stderr
    return after.stdout


@pytest.mark.parametrize(("path", "named"), [(path, named) for path, (_, named) in PLANTED.items()], ids=list(PLANTED))
def test_a_forbidden_import_or_a_module_in_no_layer_is_found(planted: str, path: str, named: str) -> None:
    assert named in planted, planted
