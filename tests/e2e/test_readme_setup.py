"""The README's first command does what it says, on a machine that has Python and nothing of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).parents[2]
OURS = ("OMNIGEN_", "OPENAI_", "REPLICATE_", "VIRTUAL_ENV", "PYTHONPATH", "MAKE", "PYTEST_")


@pytest.mark.network
@pytest.mark.timeout(900)
def test_make_demo_in_a_fresh_checkout_makes_a_video_of_fifteen_seconds(tmp_path: Path) -> None:
    checkout = _checkout(tmp_path / "omnigen")
    made = subprocess.run(
        ["make", "demo"], cwd=checkout, env=_bare(), capture_output=True, text=True, timeout=840, check=False
    )
    assert made.returncode == 0, made.stderr[-3_000:]
    video = Path(made.stdout.splitlines()[-1])
    assert video == checkout / "demo.mp4"
    with av.open(video) as file:
        assert sum(1 for _ in file.decode(video=0)) == 360


def _checkout(folder: Path) -> Path:
    """The tracked files as they stand, changes included, and nothing else: no .venv, no state."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in (name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def _bare() -> dict[str, str]:
    """The environment without what a developer may have set for our program, and without this run's own venv."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    venv = str(ROOT / ".venv")
    return kept | {"PATH": os.pathsep.join(p for p in kept["PATH"].split(os.pathsep) if not p.startswith(venv))}
