"""Opens video files as MP4 or MOV and in no other format. Needs PyAV only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer

from omnigen.errors import MediaRefused


@contextmanager
def open_media(source: Path | bytes) -> Iterator[InputContainer]:
    """An MP4 or MOV file, opened as nothing else: playlists and disguised formats are not followed."""
    file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    try:
        with av.open(file, "r", format="mov", metadata_errors="replace", options={"enable_drefs": "0"}) as container:
            yield container
    except (av.error.FFmpegError, OSError, UnicodeError) as error:
        raise MediaRefused(f"The file cannot be read as a video: {error}") from error


def check_every_frame(source: Path, last: int) -> None:
    """Decode a clip up to a frame. Raises MediaRefused where the decoder has to make something up.

    Slow; meant for finding out which of several clips made ffmpeg give up.
    """
    with open_media(source) as container:
        for number, frame in enumerate(container.decode(container.streams.video[0])):
            if frame.is_corrupt:
                raise MediaRefused(f"The file is damaged at frame {number}")
            if number >= last:
                return
