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
HEADROOM_DB = 1.0
"""How far below the ceiling samples are limited: true peaks lie between samples, and the codec adds some of its own."""

USUAL_MIX_LUFS = -20.5
"""Where the mix usually lies: below the voices, by their pauses."""

LIMITER_GIVES_BACK = 1.25
"""The limiter takes away a part of every decibel: corrections are made this much larger."""

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


@dataclass(frozen=True, kw_only=True)
class Score:
    """What is heard in a cut: voices, each with its recording; music; how long, and how loud in the end."""

    voices: Sequence[tuple[Voice, Path]]
    music: Path | None
    samples: int
    target_lufs: float

    @property
    def paths(self) -> list[Path]:
        """The recordings, in the order of ffmpeg's inputs."""
        return [*(path for _, path in self.voices), *([self.music] if self.music else [])]


def mix_sound(score: Score, folder: Path, sounds: Sequence[Sound] = ()) -> Sound:
    """Write `AUDIO_NAME` into the folder: AAC, 48 kHz stereo, of exact length; what was measured in that file.

    Voices are brought to one level, music lies under them. The gain is found by measuring the mix behind the limiter,
    and corrected by measuring the coded file until it meets the target within 0.3 LU and stays under -1 dBTP.
    `sounds` are measurements of the recordings, if they were made before.
    """
    guess = score.target_lufs - USUAL_MIX_LUFS
    heard = _mix(score, sounds or inspect_sounds(score.paths, folder), guess, folder)
    if heard is None:
        _encode("anull", folder)
        return measure(folder / AUDIO_NAME, folder)
    return _master(score, guess + (score.target_lufs - heard) * LIMITER_GIVES_BACK, folder)


def measure(path: Path, folder: Path) -> Sound:
    """Measure one recording."""
    return inspect_sounds([path], folder)[0]


def _mix(score: Score, sounds: Sequence[Sound], gain: float, folder: Path) -> float | None:
    """Write the mix in floating point; how loud it is with this gain and behind the limiter, None when it is silent."""
    levels = [sound.loudness.lufs for sound in sounds]
    voices = [(voice, level_gain(lufs, VOICE_LUFS)) for (voice, _), lufs in zip(score.voices, levels, strict=False)]
    bed = None
    if score.music:
        level = VOICE_LUFS - (BED_BELOW_VOICE if voices else 0)
        bed = Bed(seconds=sounds[-1].samples / SAMPLE_RATE, gain_db=level_gain(levels[-1], level))
    limited = master_filters(gain, PEAK_CEILING_DBTP - HEADROOM_DB, score.samples)
    graph = (
        f"{mix_graph(voices, bed, score.samples, 'mix')};"
        f"[mix]asplit=2[out][ear];[ear]{limited},ebur128@e0=framelog=quiet[heard]"
    )
    outputs = ["-map", "[out]", "-c:a", "pcm_f32le", _MIX, "-map", "[heard]", "-f", "null", "-"]
    arguments = ["-v", "info", *sound_inputs(score.paths), "-filter_complex", graph, *outputs]
    return _loudness(run(Run(arguments=arguments, folder=folder, what="mixing the sound")), 0).lufs


def _master(score: Score, gain: float, folder: Path) -> Sound:
    ceiling = PEAK_CEILING_DBTP - HEADROOM_DB
    for _ in range(ROUNDS):
        _encode(master_filters(gain, ceiling, score.samples), folder)
        result = measure(folder / AUDIO_NAME, folder)
        lufs, peak = result.loudness.lufs, result.loudness.true_peak_dbtp
        if lufs is None or peak is None:
            return result
        if abs(lufs - score.target_lufs) <= TOLERANCE_LU and peak <= PEAK_CEILING_DBTP:
            return result
        gain += (score.target_lufs - lufs) * LIMITER_GIVES_BACK
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
