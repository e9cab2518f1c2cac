"""Saving files from presigned addresses: complete and verified, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from local.cli.connections import connect

if TYPE_CHECKING:
    import httpx

RETRY_AFTER_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Pauses between attempts; each attempt goes on where the last one broke off."""

_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


class DownloadFailed(click.ClickException):
    """The file could not be fetched; nothing was saved."""


class DownloadRefused(DownloadFailed):
    """The host answered with an error status, or with something else than a file."""


class DownloadInterrupted(DownloadFailed):
    """The connection broke before the last byte; an attempt that goes on from there may succeed."""


class DownloadDamaged(DownloadFailed):
    """The bytes are not those of the file that was meant: another length, or another hash."""


@dataclass(frozen=True)
class RemoteFile:
    """An address, and what is known of the file behind it: length in bytes and SHA-256 in hexadecimal."""

    url: str
    length: int | None = None
    sha256: str | None = None


def download(file: RemoteFile, destination: Path) -> Path:
    """Save the file under this name and return its absolute path; DownloadFailed leaves what was there before."""
    with _partial_file(destination) as (handle, partial), connect(file.url) as client:
        _fetch(client, file, handle)
        _verify(file, handle)
        handle.close()
        partial.replace(destination)
    return destination.resolve()


def _fetch(client: httpx.Client, file: RemoteFile, handle: IO[bytes]) -> None:
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_chain, wait_fixed

    attempts = Retrying(
        retry=retry_if_exception_type(DownloadInterrupted),
        wait=wait_chain(*map(wait_fixed, RETRY_AFTER_SECONDS)),
        stop=stop_after_attempt(len(RETRY_AFTER_SECONDS) + 1),
        reraise=True,
    )
    attempts(_attempt, client, file, handle)


def _attempt(client: httpx.Client, file: RemoteFile, handle: IO[bytes]) -> None:
    """Fetch what is missing behind the bytes already in `handle`; DownloadInterrupted keeps what came."""
    import httpx

    present = handle.seek(0, os.SEEK_END)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={present}-"} if present else {})
    try:
        with client.stream("GET", file.url, headers=headers) as answer:
            start, length = _position(answer, file, present)
            handle.seek(start)
            handle.truncate()
            for chunk in answer.iter_raw():
                handle.write(chunk)
    except httpx.HTTPError as error:
        raise DownloadInterrupted(f"The download broke off: {error or type(error).__name__}; try again") from error
    if handle.tell() < length:
        raise DownloadInterrupted(f"The download ended after {handle.tell()} of {length} bytes; try again")


def _position(answer: httpx.Response, file: RemoteFile, present: int) -> tuple[int, int]:
    """Where the answer's bytes belong, and how long the whole file is."""
    if answer.status_code >= 500 or answer.status_code == 429:
        raise DownloadInterrupted(f"The download failed: the host answered {answer.status_code}; try again later")
    if answer.status_code == 206 and present:
        place = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if place is None or int(place[1]) != present:
            raise DownloadRefused("The download failed: the host answered with another part than was asked for")
        start, length = present, int(place[2])
    elif answer.status_code == 200:
        start, length = 0, _length(answer)
    else:
        raise DownloadRefused(
            f"The download failed: the host answered {answer.status_code}; links are good for an hour, ask for new ones"
        )
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise DownloadRefused("The download failed: a web page came instead of the file; check the network and --url")
    if file.length is not None and length != file.length:
        raise DownloadDamaged(f"The download failed: {length} bytes are offered where the file has {file.length}")
    return start, length


def _length(answer: httpx.Response) -> int:
    try:
        return int(answer.headers["Content-Length"])
    except (KeyError, ValueError) as error:
        raise DownloadRefused("The download failed: the host does not say how long the file is") from error


def _verify(file: RemoteFile, handle: IO[bytes]) -> None:
    if file.sha256 is None:
        return
    handle.flush()
    handle.seek(0)
    if hashlib.file_digest(handle, "sha256").hexdigest() != file.sha256:  # type: ignore[arg-type]
        raise DownloadDamaged("The download failed: the bytes that came are not those of the file; try again")


@contextmanager
def _partial_file(destination: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A new file beside the destination, so that taking its name is one step; removed unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=".omnigen-", suffix=".partial", dir=destination.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as handle:
            os.fchmod(handle.fileno(), 0o666 & ~_umask())
            yield handle, partial
    finally:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    """The process's file mode mask; reading it means setting it for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
