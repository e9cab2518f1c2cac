"""Sounds that people bring: decoded from any common format and written anew with 48 kHz, with their loudness."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from decimal import Decimal

import av

from omnigen.domain.asset import AssetFacts, AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.admitted import Admitted
from omnigen.media.recording import (
    QUIET_BELOW_DBFS,
    SILENT_BELOW_DBFS,
    WAV_SAMPLE_RATE,
    measure_recording,
    opened,
    pulled,
    to_wav,
)

MAX_SECONDS = {AssetKind.NARRATION: 300, AssetKind.MUSIC: 600}
MIN_MUSIC_SECONDS = 4
"""Shorter music would be repeated so often that it is heard as an alarm."""

_BLOCK_SECONDS = 0.4
"""Loudness is measured over blocks of this length (ITU-R BS.1770), so shorter sounds have none."""


def admit_sound(kind: AssetKind, data: bytes) -> Admitted:
    """A narration as mono WAV, music as stereo FLAC; both 48 kHz and 16 bit.

    MediaRefused for what cannot be opened, is silent, or is too long or, for music, too short.
    """
    recording = measure_recording(data, max_seconds=MAX_SECONDS[kind])
    if kind is AssetKind.MUSIC and recording.seconds < MIN_MUSIC_SECONDS:
        raise MediaRefused(
            f"The music lasts {float(recording.seconds):.1f} s; at least {MIN_MUSIC_SECONDS} s are needed to repeat it"
        )
    found = []
    if recording.peak_dbfs < QUIET_BELOW_DBFS:
        found.append(f"It is quiet ({recording.peak_dbfs:.0f} dBFS at its loudest) and is raised when it is mixed")
    if kind is AssetKind.NARRATION:
        written, content_type = to_wav(data), "audio/wav"
    else:
        written, content_type = to_flac(data), "audio/flac"
    loudness = loudness_lufs(data) if recording.seconds > _BLOCK_SECONDS else None
    facts = AssetFacts(
        seconds=_rounded(float(recording.seconds)),
        peak_dbfs=_rounded(recording.peak_dbfs),
        loudness_lufs=None if loudness is None else _rounded(loudness),
        has_sound=True,
    )
    return Admitted(written, content_type, facts, tuple(found))


def to_flac(data: bytes) -> bytes:
    """The sound as stereo FLAC of 48 kHz and 16 bit."""
    out = io.BytesIO()
    with opened(data) as source, av.open(out, "w", format="flac") as target:
        stream = target.add_stream("flac", rate=WAV_SAMPLE_RATE, layout="stereo", format="s16")
        for chunk in _filtered(source, ("aformat", "sample_fmts=s16:channel_layouts=stereo")):
            chunk.pts = None
            target.mux(stream.encode(chunk))
        target.mux(stream.encode(None))
    return out.getvalue()


def loudness_lufs(data: bytes) -> float | None:
    """Integrated loudness (EBU R 128); None for what is too short or too quiet to have one."""
    found = None
    with opened(data) as source:
        for chunk in _filtered(source, ("ebur128", "metadata=1")):
            found = chunk.metadata.get("lavfi.r128.I", found)
    value = float(found) if found is not None else -math.inf
    return value if value > SILENT_BELOW_DBFS - 10 else None


def _filtered(container: av.container.InputContainer, last: tuple[str, str]) -> Iterator[av.AudioFrame]:
    stream = container.streams.audio[0]
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_abuffer(template=stream),
        graph.add("aresample", str(WAV_SAMPLE_RATE)),
        graph.add(*last),
        graph.add("abuffersink"),
    ).configure()
    for frame in container.decode(stream):
        graph.push(frame)
        yield from pulled(graph)
    graph.push(None)
    yield from pulled(graph)


def _rounded(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
