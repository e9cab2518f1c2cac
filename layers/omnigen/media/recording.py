"""Recordings that people bring: opened in any common format, measured, and converted to WAV. Needs PyAV only."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
from av.container import InputContainer

from omnigen.errors import MediaRefused

MAX_SECONDS = 900
SILENT_BELOW_DBFS = -60.0
"""A recording whose loudest sample is quieter is refused: raised to speech level it would be noise."""

QUIET_BELOW_DBFS = -30.0
QUIET_RAISED_TO_DBFS = -6.0
"""ffmpeg's loudness measure ignores what lies below -70 LUFS (EBU R 128), so a quiet recording is raised first."""

WAV_SAMPLE_RATE = 48_000

_DEMUXERS = "aac,flac,matroska,mov,mp3,ogg,wav"
"""What a file may be; ffmpeg's names. `mov` reads MP4 and M4A, `matroska` WebM, `wav` RF64, `ogg` Opus and Vorbis. No
playlist and no other format that names further files is opened."""

_OPTIONS = {"format_whitelist": _DEMUXERS, "enable_drefs": "0"}
_FULL_SCALE = 32_768


@dataclass(frozen=True)
class RecordingFacts:
    """A recording's length, decoded to its end, and the level of its loudest sample."""

    seconds: Fraction
    peak_dbfs: float

    @property
    def gain_db(self) -> float:
        """By how much a quiet recording is raised before it is mixed; 0 for one of usual level."""
        return QUIET_RAISED_TO_DBFS - self.peak_dbfs if self.peak_dbfs < QUIET_BELOW_DBFS else 0.0


def measure_recording(data: bytes, *, max_seconds: int = MAX_SECONDS) -> RecordingFacts:
    """Decode a recording to its end.

    MediaRefused when it cannot be opened, holds no sound, is longer than `max_seconds`, or is silent.
    """
    samples, peak = 0, 0
    with opened(data) as container:
        for chunk in _mono(container):
            samples += chunk.samples
            if samples > max_seconds * WAV_SAMPLE_RATE:
                raise MediaRefused(f"The recording is longer than {max_seconds // 60} minutes")
            peak = max(peak, *_extremes(chunk))
    if not samples:
        raise MediaRefused("The recording is empty")
    peak_dbfs = 20 * math.log10(peak / _FULL_SCALE) if peak else -math.inf
    if peak_dbfs < SILENT_BELOW_DBFS:
        level = "complete silence" if math.isinf(peak_dbfs) else f"{peak_dbfs:.0f} dBFS at its loudest"
        raise MediaRefused(f"The recording is silent ({level}); record it again, closer to the microphone")
    return RecordingFacts(Fraction(samples, WAV_SAMPLE_RATE), peak_dbfs)


def to_wav(data: bytes, gain_db: float = 0.0) -> bytes:
    """The recording, raised by `gain_db`, as a mono 16-bit WAV file of 48 kHz. MediaRefused if it cannot be decoded."""
    out = io.BytesIO()
    with opened(data) as container, wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(WAV_SAMPLE_RATE)
        for chunk in _mono(container, gain_db):
            file.writeframes(_bytes(chunk))
    return out.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[InputContainer]:
    """A recording in any format that is taken, with at least one sound. MediaRefused for anything else."""
    if not data:
        raise MediaRefused("The recording is empty")
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace", options=dict(_OPTIONS)) as container:
            if not container.streams.audio:
                raise MediaRefused("The file holds no sound")
            yield container
    except (av.FFmpegError, ValueError) as error:
        raise MediaRefused(
            "The recording cannot be opened; bring it as WAV, MP3, M4A, AAC, FLAC, Ogg, Opus or WebM"
        ) from error


def _mono(container: InputContainer, gain_db: float = 0.0) -> Iterator[av.AudioFrame]:
    """The sound as chunks of mono 16-bit samples at 48 kHz."""
    stream = container.streams.audio[0]
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_abuffer(template=stream),
        graph.add("volume", f"volume={gain_db}dB:precision=float"),
        graph.add("aresample", str(WAV_SAMPLE_RATE)),
        graph.add("aformat", "sample_fmts=s16:channel_layouts=mono"),
        graph.add("abuffersink"),
    ).configure()
    for frame in container.decode(stream):
        graph.push(frame)
        yield from pulled(graph)
    graph.push(None)
    yield from pulled(graph)


def pulled(graph: av.filter.Graph) -> Iterator[av.AudioFrame]:
    """The frames that a filter graph has ready."""
    while True:
        try:
            yield cast("av.AudioFrame", graph.pull())
        except (av.BlockingIOError, av.EOFError):
            return


def _extremes(chunk: av.AudioFrame) -> tuple[int, int]:
    """The absolute values of the lowest and the highest sample."""
    samples = memoryview(_bytes(chunk)).cast("h")
    return abs(min(samples)), abs(max(samples))


def _bytes(chunk: av.AudioFrame) -> bytes:
    return bytes(chunk.planes[0])[: chunk.samples * 2]
