"""Length, loudness and silences of recordings, measured by one run of ffmpeg for all of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.errors import CompositionFailed, MediaRefused
from omnigen.rendering.ffmpeg.process import Run, run

QUIET_LUFS = -69.0
"""The loudness meter's value for silence."""

ONE_THREAD = ("-filter_complex_threads", "1")
"""Audio graphs gain nothing from more threads."""

_CHANNELS = 2
_METER = (
    f"aresample={SAMPLE_RATE},aformat=channel_layouts=stereo,silencedetect@s{{number}}=noise=-45dB:duration=0.05,"
    "ebur128@e{number}=framelog=quiet:peak={peak},volumedetect@n{number}"
)
_MAGIC = {b"RIFF": "wav", b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3"}


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """As ITU-R BS.1770 measures it; None where nothing is heard."""

    lufs: float | None
    true_peak_dbtp: float | None


@dataclass(frozen=True, kw_only=True)
class AudioMeasurement:
    """One recording: where its first and last sound lie (48 kHz samples), its length, its loudness."""

    samples: int
    audible_from: int
    audible_to: int
    loudness: Loudness
    silences: tuple[tuple[int, int], ...] = ()
    """Stretches of samples in which nothing is heard."""


def inspect_sounds(
    paths: Sequence[Path], folder: Path, *, music: Path | None = None, seconds: float = 0, peaks: bool = False
) -> list[AudioMeasurement]:
    """Measure recordings (WAV, MP3, M4A, Ogg, FLAC), all in one run. Raises MediaRefused, naming the file.

    Last comes the `music`, if there is some, of which only the first `seconds` are heard. True peaks are only looked
    for when `peaks` are wanted: that takes as long as all the rest.
    """
    if music:
        return _inspect([*paths, music], folder, ["-t", f"{seconds:.6f}"], peaks=peaks)
    return _inspect(paths, folder, [], peaks=peaks)


def measure(path: Path, folder: Path) -> AudioMeasurement:
    """Measure one finished recording, its true peak included."""
    return inspect_sounds([path], folder, peaks=True)[0]


def loudness_said(said: str, number: int) -> Loudness:
    """What the filter `ebur128@e<number>` printed at its end."""
    lufs = _number(said, f"ebur128@e{number}", "I")
    peak = _number(said, f"ebur128@e{number}", "Peak")
    heard = lufs is not None and lufs > QUIET_LUFS
    return Loudness(lufs=lufs if heard else None, true_peak_dbtp=peak if heard else None)


def sound_inputs(paths: Sequence[Path]) -> list[str]:
    """`-i` for each recording, opened as what its first bytes say and as nothing else."""
    return [
        part
        for path in paths
        for part in ("-protocol_whitelist", "file", "-f", _format(path), "-i", str(path.resolve()))
    ]


def _inspect(paths: Sequence[Path], folder: Path, of_last: Sequence[str], *, peaks: bool) -> list[AudioMeasurement]:
    if not paths:
        return []
    meters = [_METER.format(number=number, peak="true" if peaks else "none") for number in range(len(paths))]
    graph = ";".join(f"[{number}:a]{meter}[o{number}]" for number, meter in enumerate(meters))
    sinks = [part for number in range(len(paths)) for part in ("-map", f"[o{number}]", "-f", "null", "-")]
    opened = [*sound_inputs(paths[:-1]), *of_last, *sound_inputs(paths[-1:])]
    arguments = ["-v", "info", *ONE_THREAD, *opened, "-filter_complex", graph, *sinks]
    try:
        said = run(Run(arguments=arguments, folder=folder, what="measuring the recordings"))
    except CompositionFailed as error:
        if error.passing:
            raise
        if len(paths) > 1:
            return [sound for path in paths for sound in _inspect([path], folder, [], peaks=peaks)]
        raise MediaRefused(f"The recording {paths[0].name!r} cannot be read: {error}") from error
    return [_sound(said, number, path) for number, path in enumerate(paths)]


def _format(path: Path) -> str:
    if not path.is_file() or not path.stat().st_size:
        raise MediaRefused(f"The recording {path.name!r} is missing or empty")
    with path.open("rb") as file:
        head = file.read(12)
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "mov"
    if head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "mp3" if head[1] & 0x06 else "aac"
    raise MediaRefused(f"{path.name!r} is no WAV, MP3, M4A, Ogg or FLAC recording; it begins with {head!r}")


def _sound(said: str, number: int, path: Path) -> AudioMeasurement:
    # said once before the work begins, and once after it
    counts = re.findall(rf"\[volumedetect@n{number} [^\]]*\] n_samples: (\d+)", said)
    samples = int(counts[-1]) // _CHANNELS if counts else 0
    if not samples:
        raise MediaRefused(f"The recording {path.name!r} holds no sound at all")
    silences = _silences(said, number, samples)
    leading = [end for start, end in silences if start <= 0]
    trailing = [start for start, end in silences if end >= samples - SAMPLE_RATE // 1000]
    return AudioMeasurement(
        samples=samples,
        audible_from=min(leading[0] if leading else 0, samples),
        audible_to=trailing[-1] if trailing else samples,
        loudness=loudness_said(said, number),
        silences=tuple(silences),
    )


def _silences(said: str, number: int, samples: int) -> list[tuple[int, int]]:
    """Stretches below the noise floor, in samples."""
    prefix = rf"\[silencedetect@s{number} [^\]]*\] "
    starts = [round(float(one) * SAMPLE_RATE) for one in re.findall(prefix + r"silence_start: (-?[\d.]+)", said)]
    ends = [round(float(one) * SAMPLE_RATE) for one in re.findall(prefix + r"silence_end: (-?[\d.]+)", said)]
    return list(zip(starts, [*ends, samples], strict=False))


def _number(said: str, instance: str, name: str) -> float | None:
    """A figure from the summary that a named filter prints at its end; None when it is absent or infinite."""
    parts = re.split(rf"\[{re.escape(instance)} @ [^\]]*\]", said)
    found = re.search(rf"\b{re.escape(name)}:\s+(\S+)", "\n".join(parts[1:]))
    value = float(found.group(1)) if found else math.nan
    return value if math.isfinite(value) else None
