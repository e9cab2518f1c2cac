"""The files that a command will write: derived from `--out` and checked before anything is made."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

STDOUT = Path("-")
"""`--out -`: the video goes to standard output."""

CAPTION_KINDS = ("srt", "vtt")


def caption_path(video: Path, kind: str) -> Path:
    """Where captions of this kind stand: `ad.srt` beside `ad.mp4`, `ad.v1.srt` beside `ad.v1`."""
    stem = video.stem if video.suffix.lower() == ".mp4" else video.name
    return video.with_name(f"{stem}.{kind}")


def checked_output(out: Path, *, captions: bool = True, inputs: Iterable[str | Path] = ()) -> Path:
    """`out` itself; a usage error if the video, or captions beside it, cannot be written or would replace a file.

    A regular file at `out` is replaced, and so are captions beside it. Captions without a video there are somebody
    else's, as is every one of `inputs`.
    """
    if out == STDOUT:
        return out
    _check_name(out)
    _check_target(out)
    _check_folder(out.absolute().parent)
    beside = [caption_path(out, kind) for kind in CAPTION_KINDS] if captions else []
    for path in beside:
        _check_target(path)
        if path.exists() and not out.exists():
            raise click.UsageError(f"--out: captions would replace {str(path)!r}; move it away or choose another name")
    for path in (out, *beside):
        _check_inputs(path, inputs)
    return out


def check_replaceable(path: Path) -> None:
    """A click error if there is something at `path` that is no regular file: it may have come there meanwhile."""
    try:
        _check_target(path)
    except click.UsageError as error:
        raise click.ClickException(error.message) from error


@contextmanager
def destination_of(out: Path) -> Iterator[Path]:
    """Where the video is to be saved. For standard output that is a temporary file, which is written out at the end."""
    if out != STDOUT:
        check_replaceable(out)
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="omnigen-") as folder:
        path = Path(folder) / "video.mp4"
        yield path
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _check_name(out: Path) -> None:
    if out.suffix.lower().removeprefix(".") in CAPTION_KINDS:
        raise click.UsageError(f"--out: {out.suffix} is the ending of captions; name the video, like ad.mp4")


def _check_folder(folder: Path) -> None:
    """A file is made there and removed again: permissions alone do not tell of full or read-only file systems."""
    if not folder.is_dir():
        raise click.UsageError(f"--out: there is no folder {str(folder)!r}; create it first")
    try:
        descriptor, name = tempfile.mkstemp(prefix=".omnigen-", dir=folder)
    except OSError as error:
        raise click.UsageError(
            f"--out: nothing can be written in {str(folder)!r} ({error.strerror}); choose another place"
        ) from error
    os.close(descriptor)
    Path(name).unlink()


def _check_target(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise click.UsageError(f"--out: {str(path)!r} cannot be used: {error.strerror}") from error
    if stat.S_ISLNK(mode):
        raise click.UsageError(f"--out: {str(path)!r} is a link; name the file it leads to, or - for standard output")
    if not stat.S_ISREG(mode):
        raise click.UsageError(f"--out: {str(path)!r} is no regular file; use - for standard output")
    if not os.access(path, os.W_OK):
        raise click.UsageError(f"--out: {str(path)!r} cannot be written; choose another place")


def _check_inputs(path: Path, inputs: Iterable[str | Path]) -> None:
    for name in inputs:
        if path.exists() and Path(name).exists() and path.samefile(name):
            raise click.UsageError(f"--out: {str(path)!r} is one of the files you gave; choose another name")
