"""The files that a command will write: derived from `--out` and checked before anything is made."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

STDOUT = Path("-")
"""`--out -`: the video goes to standard output."""

CAPTION_KINDS = ("srt", "vtt")


def caption_path(video: Path, kind: str) -> Path:
    """Where captions of this kind stand: `ad.srt` beside `ad.mp4`, `ad.v1.srt` beside `ad.v1`."""
    stem = video.stem if video.suffix.lower() == ".mp4" else video.name
    return video.with_name(f"{stem}.{kind}")


@dataclass(frozen=True)
class VideoDestination:
    """Where a video goes. With `force` it and its captions replace whatever files are there."""

    path: Path
    force: bool = False


def checked_output(
    output: VideoDestination, *, captions: bool = True, inputs: Iterable[str | Path] = ()
) -> VideoDestination:
    """The output itself; a usage error if the video, or captions beside it, cannot be written there at all.

    Captions without a video there are somebody else's, as is every one of `inputs`.
    """
    out, force = output.path, output.force
    if out == STDOUT:
        return output
    _check_name(out)
    _check_target(out)
    _check_folder(out.absolute().parent)
    beside = [caption_path(out, kind) for kind in CAPTION_KINDS] if captions else []
    for path in beside:
        _check_target(path)
        if path.exists() and not (out.exists() or force):
            raise click.UsageError(
                f"--out: captions would replace {str(path)!r}; move it away, choose another name, or use --force"
            )
    for path in (out, *beside):
        _check_inputs(path, inputs)
    return output


def check_overwrite(output: VideoDestination, own: Collection[str] = ()) -> None:
    """A usage error if there is a file at the output's path, unless it is to be replaced.

    `own` are the SHA-256 of the job's cuts: a file with one of them was written for this job.
    """
    path = output.path
    if output.force or path == STDOUT or not path.exists() or _sha256(path) in own:
        return
    raise click.UsageError(f"--out: {str(path)!r} exists, and is no video of this job; --force replaces it")


def check_captions(output: VideoDestination) -> None:
    """A click error if there are captions, though no video that they belong to: they came there meanwhile."""
    found = [path for kind in CAPTION_KINDS if (path := caption_path(output.path, kind)).exists()]
    if found and not (output.force or output.path.exists() or output.path == STDOUT):
        raise click.ClickException(f"captions would replace {str(found[0])!r}; use another name, or --force")


def check_replaceable(path: Path) -> None:
    """A click error if there is something at `path` that is no regular file: it may have come there meanwhile."""
    try:
        _check_target(path)
    except click.UsageError as error:
        raise click.ClickException(error.message) from error


@contextmanager
def destination_of(output: VideoDestination, own: Collection[str] = ()) -> Iterator[Path]:
    """Where the video is to be saved. For standard output that is a temporary file, which is written out at the end.

    What has come to the place since it was checked is not replaced: a click error.
    """
    if output.path != STDOUT:
        check_replaceable(output.path)
        try:
            check_overwrite(output, own)
        except click.UsageError as error:
            raise click.ClickException(error.message) from error
        yield output.path
        return
    with tempfile.TemporaryDirectory(prefix="omnigen-") as folder:
        path = Path(folder) / "video.mp4"
        yield path
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
