"""Everything the command line prints goes through here: no text of others can move the cursor or hide itself."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

import click

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # bidirectional controls, separators, zero width
    "\ud800-\udfff]"  # lone surrogates cannot be encoded
)


def visible(text: object) -> str:
    """The text as one line in which control characters are shown as escapes (`\\x1b`, `\\u202e`), `\\n` included."""
    return visible_lines(text).replace("\n", "\\n")


def visible_lines(text: object) -> str:
    """The text with control characters shown as escapes; line feeds stay."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), str(text))


def print_line(text: object, *, err: bool = False) -> None:
    """Print one line to standard output, or with `err` to standard error."""
    _write(f"{visible(text)}\n", err=err)


def print_json(value: Any, *, err: bool = False) -> None:
    """Print JSON in ASCII, so that no control character in it reaches the terminal."""
    text = json.dumps(value, indent=2, ensure_ascii=True).replace("\x7f", "\\u007f")
    _write(f"{text}\n", err=err)


def confirm(question: str) -> None:
    """Ask on standard error; click.Abort unless the answer is yes."""
    click.confirm(visible(question), abort=True, err=True)


def print_error(error: click.ClickException) -> None:
    """Print the error on standard error, with the usage line where click has one."""
    text = io.StringIO()
    error.show(text)
    _write(visible_lines(text.getvalue()), err=True)


def never_fail_to_encode() -> None:
    """Let standard output and error write what their encoding lacks as escapes (PYTHONIOENCODING=ascii, LC_ALL=C)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write(text: str, *, err: bool) -> None:
    """Not by click.echo, which writes UTF-8 to a stream that was declared to be ASCII."""
    stream = sys.stderr if err else sys.stdout
    stream.write(text)
    stream.flush()
