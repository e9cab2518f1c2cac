"""Opening a sound file that others made. Needs PyAV only."""

from __future__ import annotations

import io
from fractions import Fraction

import av

from omnigen.errors import MediaRefused

LONGEST_SECONDS = 900


def sound_seconds(data: bytes) -> Fraction:
    """How long a recording is, decoded to its end. MediaRefused when it cannot be, is empty, or too long."""
    samples = Fraction(0)
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise MediaRefused("The file holds no sound")
            for frame in container.decode(container.streams.audio[0]):
                samples += Fraction(frame.samples, frame.sample_rate)
                if samples > LONGEST_SECONDS:
                    raise MediaRefused(f"The recording is longer than {LONGEST_SECONDS} seconds")
    except (av.FFmpegError, ValueError) as error:
        raise MediaRefused(f"The recording cannot be opened: {error}") from error
    if not samples:
        raise MediaRefused("The recording is empty")
    return samples
