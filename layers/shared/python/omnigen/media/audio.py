"""The sound of a cut: voices and music measured, mixed, brought to a loudness and measured again as delivered."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omnigen.domain.frames import SAMPLE_RATE
from omnigen.domain.timeline import Voice
from omnigen.errors import CompositionFailed, MediaRefused
from omnigen.media.ffmpeg import Run, run
from omnigen.media.recipe import BITEXACT
from omnigen.media.sound import BED_BELOW_VOICE, VOICE_LUFS, Bed, level_gain, master_filters, mix_graph

PEAK_CEILING_DBTP = -1.0
TOLERANCE_LU = 0.3
ROUNDS = 4
QUIET_LUFS = -69.0
"""What the loudness meter shows when it heard nothing."""

AUDIO_NAME = "audio.m4a"
_MIX = "mix.wav"
_CODEC = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "192k", "-ar", str(SAMPLE_RATE), "-ac", "2")
_METER = (
    f"aresample={SAMPLE_RATE},aformat=channel_layouts=stereo,silencedetect@s{{number}}=noise=-45dB:duration=0.05,"
    "astats@a{number}=measure_perchannel=none:measure_overall=Number_of_samples,ebur128@e{number}=framelog=quiet:peak=true"
)
_MAGIC = {b"RIFF": "wav", b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3"}


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """As ITU-R BS.1770 measures it; None where nothing is heard."""

    lufs: float | None
    true_peak_dbtp: float | None


@dataclass(frozen=True, kw_only=True)
class Sound:
    """One recording: where its first and last sound lie (48 kHz samples), its length, its loudness."""

    samples: int
    heard_from: int
    heard_to: int
    loudness: Loudness
    silences: tuple[tuple[int, int], ...] = ()
    """Stretches of samples in which nothing is heard."""


def inspect_sounds(paths: Sequence[Path], folder: Path) -> list[Sound]:
    """Measure recordings (WAV, MP3, M4A, Ogg, FLAC), all in one run. Raises MediaRefused, naming the file."""
    if not paths:
        return []
    graph = ";".join(f"[{number}:a]{_METER.format(number=number)}[o{number}]" for number in range(len(paths)))
    sinks = [part for number in range(len(paths)) for part in ("-map", f"[o{number}]", "-f", "null", "-")]
    arguments = ["-v", "info", *sound_inputs(paths), "-filter_complex", graph, *sinks]
    try:
        said = run(Run(arguments=arguments, folder=folder, what="measuring the recordings"))
    except CompositionFailed as error:
        names = ", ".join(path.name for path in paths)
        raise MediaRefused(f"One of the recordings {names} cannot be read: {error}") from error
    return [_sound(said, number) for number in range(len(paths))]


def sound_inputs(paths: Sequence[Path]) -> list[str]:
    """`-i` for each recording, opened as what its first bytes say and as nothing else."""
    return [
        part
        for path in paths
        for part in ("-protocol_whitelist", "file", "-f", _format(path), "-i", str(path.resolve()))
    ]


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


def mix_sound(
    voices: Sequence[tuple[Voice, Path]], music: Path | None, samples: int, target_lufs: float, folder: Path
) -> Loudness:
    """Write `AUDIO_NAME` into the folder: AAC, 48 kHz stereo, exactly `samples` long; its loudness as measured in it.

    Voices are brought to one level, music lies under them. The gain is found by measuring the mix, and corrected by
    measuring the coded file until it meets the target within 0.3 LU and stays under -1 dBTP.
    """
    paths = [*(path for _, path in voices), *([music] if music else [])]
    sounds = inspect_sounds(paths, folder)
    loudness = _mix(voices, music, sounds, samples, folder)
    if loudness.lufs is None:
        _encode("anull", folder)
        return loudness
    return _master(loudness.lufs, target_lufs, samples, folder)


def measure(path: Path, folder: Path) -> Sound:
    """Measure one recording."""
    return inspect_sounds([path], folder)[0]


def _mix(
    voices: Sequence[tuple[Voice, Path]], music: Path | None, sounds: Sequence[Sound], samples: int, folder: Path
) -> Loudness:
    """Write the mix in floating point, and measure it on its way."""
    leveled = [
        (voice, level_gain(sound.loudness.lufs, VOICE_LUFS)) for (voice, _), sound in zip(voices, sounds, strict=False)
    ]
    bed = None
    if music:
        level = VOICE_LUFS - (BED_BELOW_VOICE if voices else 0)
        bed = Bed(seconds=sounds[-1].samples / SAMPLE_RATE, gain_db=level_gain(sounds[-1].loudness.lufs, level))
    graph = mix_graph(leveled, bed, samples, "mix") + ";[mix]ebur128@e0=framelog=quiet[out]"
    paths = [*(path for _, path in voices), *([music] if music else [])]
    arguments = [
        "-v",
        "info",
        *sound_inputs(paths),
        "-filter_complex",
        graph,
        "-map",
        "[out]",
        "-c:a",
        "pcm_f32le",
        _MIX,
    ]
    return _loudness(run(Run(arguments=arguments, folder=folder, what="mixing the sound")), 0)


def _master(measured_lufs: float, target_lufs: float, samples: int, folder: Path) -> Loudness:
    gain, ceiling = target_lufs - measured_lufs, PEAK_CEILING_DBTP - 1.0
    for _ in range(ROUNDS):
        _encode(master_filters(gain, ceiling, samples), folder)
        result = measure(folder / AUDIO_NAME, folder).loudness
        lufs, peak = result.lufs, result.true_peak_dbtp
        if lufs is None or peak is None or (abs(lufs - target_lufs) <= TOLERANCE_LU and peak <= PEAK_CEILING_DBTP):
            return result
        gain += target_lufs - lufs
        ceiling -= max(peak - PEAK_CEILING_DBTP + 0.2, 0) if peak > PEAK_CEILING_DBTP else 0
    return result


def _encode(filters: str, folder: Path) -> None:
    arguments = ["-v", "error", "-f", "wav", "-i", _MIX, "-af", filters, *_CODEC, *BITEXACT, AUDIO_NAME]
    run(Run(arguments=arguments, folder=folder, what="coding the sound"))


def _sound(said: str, number: int) -> Sound:
    samples = int(_number(said, f"astats@a{number}", "Number of samples") or 0)
    if not samples:
        raise MediaRefused(f"Recording number {number + 1} holds no sound at all")
    silences = _silences(said, number, samples)
    leading = [end for start, end in silences if start <= 0]
    trailing = [start for start, end in silences if end >= samples - SAMPLE_RATE // 1000]
    return Sound(
        samples=samples,
        heard_from=min(leading[0] if leading else 0, samples),
        heard_to=trailing[-1] if trailing else samples,
        loudness=_loudness(said, number),
        silences=tuple(silences),
    )


def _silences(said: str, number: int, samples: int) -> list[tuple[int, int]]:
    """Stretches below the noise floor, in samples."""
    prefix = rf"\[silencedetect@s{number} [^\]]*\] "
    starts = [round(float(one) * SAMPLE_RATE) for one in re.findall(prefix + r"silence_start: (-?[\d.]+)", said)]
    ends = [round(float(one) * SAMPLE_RATE) for one in re.findall(prefix + r"silence_end: (-?[\d.]+)", said)]
    return list(zip(starts, [*ends, samples], strict=False))


def _loudness(said: str, number: int) -> Loudness:
    lufs = _number(said, f"ebur128@e{number}", "I")
    peak = _number(said, f"ebur128@e{number}", "Peak")
    heard = lufs is not None and lufs > QUIET_LUFS
    return Loudness(lufs=lufs if heard else None, true_peak_dbtp=peak if heard else None)


def _number(said: str, instance: str, name: str) -> float | None:
    """A figure from the summary that a named filter prints at its end; None when it is absent or infinite."""
    parts = re.split(rf"\[{re.escape(instance)} @ [^\]]*\]", said)
    found = re.search(rf"\b{re.escape(name)}:\s+(\S+)", "\n".join(parts[1:]))
    value = float(found.group(1)) if found else math.nan
    return value if math.isfinite(value) else None
