"""How the emulator starts its own Python programs: never with code of the folder in which the user happens to be."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

PRIVATE_UMASK = 0o077
"""What a child writes into the data folder is the user's alone."""


def python_command(module: str, *arguments: str) -> list[str]:
    """Runs a module without the current folder on its path (`-P`; `-m` alone would put it first)."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with `-P` for the child's own children too, and no empty entry in PYTHONPATH.

    Python takes an empty entry for the current folder; `PYTHONPATH=$PYTHONPATH:more` leaves one.
    """
    entries = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    path = {"PYTHONPATH": os.pathsep.join(entries)} if entries else {}
    others = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    return {**others, **path, "PYTHONSAFEPATH": "1"}
