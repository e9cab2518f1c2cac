"""However a command fails, the user reads a sentence and the shell gets a code."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3

import click
import pytest
from click.testing import CliRunner
from omnigen.errors import ConfigError, InvalidRequest

from local.cli.interrupts import interrupts_noted, stop_requested, terminated_like_ctrl_c
from local.cli.program import Program


def failing(error: BaseException) -> Program:
    """A program whose only command fails so."""
    program = Program("omnigen")

    @program.command()
    def fail() -> None:
        raise error

    return program


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/x"),
            1,
            "'/data/x': No space left on device; make room",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), 1, "'/data': Permission denied; choose another"),
        (OSError(errno.EROFS, "Read-only file system", b"/data"), 1, "'/data': Read-only file system; choose a folder"),
        (TimeoutError("timed out"), 1, "Error: timed out"),
        (sqlite3.DatabaseError("file is not a database"), 1, "cannot be used: file is not a database"),
        (InvalidRequest("too long", "title"), 2, "too long"),
        (ConfigError("no key"), 1, "no key"),
        (click.UsageError("\x1b]52;c\x07"), 2, "\\x1b]52;c\\x07"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (EOFError(), 1, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_failure_is_a_sentence_and_a_code(error: BaseException, code: int, words: str) -> None:
    ended = CliRunner().invoke(failing(error), ["fail"])
    assert ended.exit_code == code
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_interrupts_a_command(number: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), terminated_like_ctrl_c():
        os.kill(os.getpid(), number)


def test_a_hangup_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with terminated_like_ctrl_c():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_is_noted_and_the_second_one_interrupts(number: signal.Signals) -> None:
    with interrupts_noted() as noted:
        os.kill(os.getpid(), number)
        assert noted == [number]
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)


def test_a_host_is_asked_to_stop_by_the_first_signal() -> None:
    with stop_requested() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
