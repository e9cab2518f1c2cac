"""Starts the local host's programs from an installed wheel as from a checkout.

The wheel carries the packages `functions` and `local` inside `omnigen/hosts`, where no other program can import them by
accident; this module puts that folder on the path of its own process. A checkout has no such folder: there the
installation made in development mode leads to both packages.
"""

from __future__ import annotations

import importlib
import os
import runpy
import signal
import sys
from pathlib import Path
from types import FrameType

_HOSTS = Path(__file__).with_name("hosts")


def main() -> None:
    """Run the command line. Ctrl-C while it is loaded ends it without a traceback: nothing has begun yet."""
    signal.signal(signal.SIGINT, _interrupted)
    add_hosts_to_path()
    try:
        command = importlib.import_module("local.cli.commands").cli
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"functions", "local", "omnigen"}:
            raise
        sys.exit(f"Error: the package {error.name!r} is missing; install omnigen with its extra: omnigen[local]")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command.main(prog_name="omnigen")


def run_program() -> None:
    """Run the module named by the first argument as a program: `python -m omnigen.launcher MODULE ARGUMENTS`."""
    add_hosts_to_path()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def add_hosts_to_path() -> None:
    """Make `functions` and `local` importable in this process; does nothing in a checkout."""
    if _HOSTS.is_dir() and str(_HOSTS) not in sys.path:
        sys.path.insert(0, str(_HOSTS))


def _interrupted(_: int, __: FrameType | None) -> None:
    os.write(2, b"Interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    run_program()
