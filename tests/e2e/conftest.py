"""The command line as a user runs it: its own process, its own folder, tiny pictures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TINY = {"OMNIGEN_PICTURE_SCALE": "0.1"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


Omnigen = Callable[..., Ended]


@pytest.fixture
def omnigen(tmp_path: Path) -> Omnigen:
    """Runs `omnigen` on a data folder of the test's own."""

    def run(*arguments: str, environment: Mapping[str, str] = TINY, stdin: str = "", timeout: float = 240) -> Ended:
        command = [str(Path(sys.executable).parent / "omnigen"), "--data-dir", str(tmp_path / "data"), *arguments]
        ended = subprocess.run(
            command,
            env={**_clean(), **environment},
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("OMNIGEN_", "AWS_"))}
