"""The command group behind `omnigen`: every error ends as a sentence on standard error and an exit code."""

from __future__ import annotations

import errno
import importlib
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click
from omnigen.errors import OmnigenError

from local.cli.exits import Exit
from local.cli.interrupts import terminated_like_ctrl_c
from local.cli.terminal import never_fail_to_encode, print_error, print_line


class UnloadedCommand(click.Command):
    """Stands in for a command whose module is imported when it is run: some take longer to load than others to run."""

    def __init__(self, place: str, short_help: str) -> None:
        self._module, _, name = place.partition(":")
        super().__init__(name, short_help=short_help)

    def load(self) -> click.Command:
        """The command itself."""
        command: click.Command = getattr(importlib.import_module(self._module), self.name or "")
        return command


class Program(click.Group):
    """A click group that turns errors into exit codes itself, also when a test runs it."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded."""
        found = super().get_command(ctx, cmd_name)
        return found.load() if isinstance(found, UnloadedCommand) else found

    def load_all(self) -> dict[str, click.Command]:
        """Every command by its name."""
        return {
            name: command.load() if isinstance(command, UnloadedCommand) else command
            for name, command in self.commands.items()
        }

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list of commands in the help, for which none is loaded."""
        width = formatter.width - 6 - max(map(len, self.commands))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(width)) for name in sorted(self.commands)]
            )

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        """Run a command and end the process, or with SystemExit the test."""
        never_fail_to_encode()
        with terminated_like_ctrl_c():
            code = _exit_code(lambda: super(Program, self).main(*arguments, **(options | {"standalone_mode": False})))
        sys.exit(code)


def _exit_code(run: Callable[[], object]) -> int:
    """What `run` ends with; the reason of a failure has been printed."""
    try:
        ended = run()
    except click.Abort as abort:
        return _aborted(abort)
    except (click.ClickException, OmnigenError, OSError, sqlite3.Error) as error:
        return _failed(error)
    return ended if isinstance(ended, int) else Exit.DONE


def _aborted(abort: click.Abort) -> int:
    """An interrupt; or the answer to a question was no, or nobody was there to answer it."""
    if not isinstance(abort.__cause__, KeyboardInterrupt):
        return Exit.FAILED
    print_line("Interrupted", err=True)
    return Exit.CANCELLED


def _failed(error: click.ClickException | OmnigenError | OSError | sqlite3.Error) -> int:
    """Print the reason and return the exit code for it."""
    if isinstance(error, click.ClickException):
        print_error(error)
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: Python flushes once more
        return Exit.FAILED
    if isinstance(error, OSError):
        print_line(f"Error: {_reason(error)}", err=True)
    elif isinstance(error, sqlite3.Error):
        print_line(f"Error: the database of the data folder cannot be used: {error}", err=True)
    else:
        print_line(f"Error: {error}", err=True)
    return Exit.USAGE if isinstance(error, OmnigenError) and error.fixable_by == "user" else Exit.FAILED


def _reason(error: OSError) -> str:
    """The error as a sentence with the file's name and, where there is one, what to do."""
    remedies = {
        errno.ENOSPC: "; make room on the disk, then run the command again",
        errno.EACCES: "; choose another folder with --data-dir, or change its permissions",
        errno.EPERM: "; choose another folder with --data-dir, or change its permissions",
        errno.EROFS: "; choose a folder that can be written with --data-dir",
    }
    words = error.strerror or str(error) or type(error).__name__
    place = f"{os.fsdecode(error.filename)!r}: " if isinstance(error.filename, str | bytes | os.PathLike) else ""
    return f"{place}{words}{remedies.get(error.errno or 0, '')}"
