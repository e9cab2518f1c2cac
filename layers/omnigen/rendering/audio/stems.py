"""Voice and music of a mix apart, and how loud each is while a segment is said."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.rendering.audio.filters import BED_BELOW_VOICE, VOICE_LUFS, Bed, level_gain, mix_graph
from omnigen.rendering.audio.loudness import ONE_THREAD, AudioMeasurement, inspect_sounds, sound_inputs
from omnigen.rendering.audio.mix import MixSettings
from omnigen.rendering.ffmpeg.process import Run, run

Samples = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples by channel, 48 kHz stereo."""

MIN_SECONDS = 0.5
"""A loudness meter needs 0.4 s at least."""

_MIX, _VOICE = "stem-mix.raw", "stem-voice.raw"


@dataclass(frozen=True, kw_only=True)
class Stems:
    """The voice, and the music as it lies under the voice; both as they are in the mix, before its final gain."""

    voice: Samples
    music: Samples | None


@dataclass(frozen=True, kw_only=True)
class Level:
    """Of one segment: its first and last sound in samples of the cut, and loudness in LUFS (None where silent)."""

    start_sample: int
    end_sample: int
    voice_lufs: float | None
    music_lufs: float | None


def stems(score: MixSettings, sounds: Sequence[AudioMeasurement], folder: Path) -> Stems:
    """Mix once with and once without the music; what differs is the music."""
    levels = [sound.loudness.lufs for sound in sounds]
    voices = [(voice, level_gain(lufs, VOICE_LUFS)) for (voice, _), lufs in zip(score.voices, levels, strict=False)]
    spoken = _mixed(mix_graph(voices, None, score.samples, "out"), score.paths[: len(voices)], _VOICE, folder)
    if not score.music:
        return Stems(voice=spoken, music=None)
    bed = Bed(seconds=sounds[-1].samples / SAMPLE_RATE, gain_db=level_gain(levels[-1], VOICE_LUFS - BED_BELOW_VOICE))
    both = _mixed(mix_graph(voices, bed, score.samples, "out"), score.paths, _MIX, folder)
    return Stems(voice=spoken, music=both - spoken)


def segment_levels(parts: Stems, spans: Sequence[tuple[int, int]], folder: Path) -> list[Level]:
    """What is heard in each of these stretches of samples."""
    paths: list[Path] = []
    for number, (start, end) in enumerate(spans):
        for name, sound in (("voice", parts.voice), ("music", parts.music)):
            if sound is not None:
                paths.append(_written(sound, start, end, folder / f"level-{number}-{name}.wav"))
    measured = iter(inspect_sounds(paths, folder))
    levels = []
    for start, end in spans:
        voice = next(measured)
        music = next(measured) if parts.music is not None else None
        levels.append(
            Level(
                start_sample=start + voice.audible_from,
                end_sample=min(start + voice.audible_to, end),
                voice_lufs=voice.loudness.lufs,
                music_lufs=music.loudness.lufs if music else None,
            )
        )
    for path in paths:
        path.unlink()
    return levels


def _mixed(graph: str, paths: Sequence[Path], name: str, folder: Path) -> Samples:
    stem = ["-map", "[stem]", "-f", "null", "-"] if "[stem]" in graph else []
    arguments = [
        *("-v", "error", *ONE_THREAD, *sound_inputs(paths), "-filter_complex", graph),
        *("-map", "[out]", "-f", "f32le", "-c:a", "pcm_f32le", name, *stem),
    ]
    run(Run(arguments=arguments, folder=folder, what="taking the sound apart"))
    samples = np.frombuffer((folder / name).read_bytes(), np.float32).reshape(-1, 2)
    (folder / name).unlink()
    return samples


def _written(sound: Samples, start: int, end: int, path: Path) -> Path:
    """A stretch of sound as a WAV file, at least as long as a loudness meter needs."""
    least = int(MIN_SECONDS * SAMPLE_RATE)
    part = sound[start : max(end, start + least)]
    part = np.pad(part, ((0, max(0, least - len(part))), (0, 0)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(part, -1, 1) * 32_767).astype("<i2").tobytes())
    return path
