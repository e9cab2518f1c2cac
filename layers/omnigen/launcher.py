"""Starts the command line, from an installed wheel as from a checkout.

The wheel carries the packages `functions` and `local` inside `omnigen/hosts`, where no other program can import them by
accident; this module puts that folder on the path of its own process and of its children. A checkout has no such
folder: there the installation made in development mode leads to both packages.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

_HOSTS = Path(__file__).with_name("hosts")

_NEW_OBJECTS = 50_000
"""So many new objects, and Python looks for unreachable cycles. Its own 700 take a quarter of the start of a host."""


def main() -> None:
    """Run the command line. Ctrl-C while it is loaded ends it without a traceback: nothing has begun yet."""
    signal.signal(signal.SIGINT, _interrupted)
    gc.set_threshold(_NEW_OBJECTS)
    add_hosts_to_path()
    try:
        command = importlib.import_module("local.cli.commands").cli
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"functions", "local", "omnigen"}:
            raise
        sys.exit(f"Error: the package {error.name!r} is missing; install omnigen with its extra: omnigen[local]")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command.main(prog_name="omnigen")


def add_hosts_to_path() -> None:
    """Make `functions` and `local` importable here and in child processes; does nothing in a checkout."""
    if _HOSTS.is_dir():
        sys.path.insert(0, str(_HOSTS))
        inherited = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(_HOSTS), *([inherited] if inherited else [])])


def _interrupted(_: int, __: FrameType | None) -> None:
    os.write(2, b"Interrupted\n")
    os._exit(130)
