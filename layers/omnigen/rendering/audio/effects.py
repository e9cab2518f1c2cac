"""Light sound effects on cuts and reveals, made here and laid into the music, with which they are ducked."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE, to_samples
from omnigen.domain.timeline import Timeline
from omnigen.rendering.audio.filters import VOICE_LUFS, Bed, level_gain, mix_graph
from omnigen.rendering.audio.loudness import ONE_THREAD, inspect_sounds, sound_inputs
from omnigen.rendering.ffmpeg.encoder_settings import BITEXACT
from omnigen.rendering.ffmpeg.process import Run, run

Sound = npt.NDArray[np.float64]

SPACING_SECONDS = 0.8
"""Nearer to another one an effect is left out: it would be a rattle."""


class Effect(StrEnum):
    """What is heard."""

    TICK = "tick"
    WHOOSH = "whoosh"
    CHIME = "chime"
    HIT = "hit"


_LEVELS_DB = {Effect.TICK: -27.0, Effect.WHOOSH: -22.0, Effect.CHIME: -24.0, Effect.HIT: -17.0}
"""Peaks in dBFS, where the music has the loudness of the voice."""


@dataclass(frozen=True, kw_only=True)
class EffectCue:
    """An effect and the sample of the cut at which its picture changes."""

    effect: Effect
    at: int


def effect_cues(cut: Timeline) -> list[EffectCue]:
    """A tick on a cut, a whoosh through a transition, a chime with the name, a hit with the end card.

    A shot that goes on from the last frame of the one before is heard as little as it is seen.
    """
    cues: list[EffectCue] = []
    for cue in sorted(_all_cues(cut), key=lambda one: (-_LEVELS_DB[one.effect], one.at)):
        if all(abs(cue.at - other.at) >= SPACING_SECONDS * SAMPLE_RATE for other in cues):
            cues.append(cue)
    return sorted(cues, key=lambda one: one.at)


def with_effects(music: Path, cut: Timeline, folder: Path) -> Path:
    """The music as long as the cut, with the effects in it, as a new file in the folder; itself if there are none."""
    cues = effect_cues(cut)
    if not cues:
        return music
    effects, out = folder / "effects.wav", folder / "music-with-effects.wav"
    _write(effects, _laid(cues, cut.samples))
    [facts] = inspect_sounds([], folder, music=music, seconds=cut.samples / SAMPLE_RATE)
    bed = Bed(seconds=facts.samples / SAMPLE_RATE, gain_db=level_gain(facts.loudness.lufs, VOICE_LUFS))
    graph = (
        f"{mix_graph([], bed, cut.samples, 'score')};"
        f"[1:a]aformat=sample_fmts=fltp:channel_layouts=stereo[effects];"
        f"[score][effects]amix=inputs=2:duration=first:normalize=0,atrim=end_sample={cut.samples}[bed]"
    )
    arguments = ["-v", "error", *ONE_THREAD, *sound_inputs([music, effects]), "-filter_complex", graph, "-map", "[bed]"]
    run(Run(arguments=[*arguments, "-c:a", "pcm_s16le", *BITEXACT, str(out)], folder=folder, what="laying effects"))
    return out


def _all_cues(cut: Timeline) -> Iterator[EffectCue]:
    for shot, start in list(zip(cut.shots, cut.starts, strict=True))[1:]:
        if shot.continues:
            continue
        middle = start + shot.transition_frames // 2
        effect = Effect.TICK if shot.transition is Transition.CUT else Effect.WHOOSH
        yield EffectCue(effect=effect, at=to_samples(middle, cut.canvas.rate))
    for overlay in cut.overlays:
        effect_of = {"product_name": Effect.CHIME, "end_card": Effect.HIT}
        if overlay.kind in effect_of:
            yield EffectCue(effect=effect_of[overlay.kind], at=to_samples(overlay.start, cut.canvas.rate))


def _laid(cues: list[EffectCue], samples: int) -> Sound:
    track = np.zeros(samples)
    for cue in cues:
        sound, peak = _sound(cue.effect)
        start = max(cue.at - peak, 0)
        part = sound[: samples - start]
        track[start : start + len(part)] += part
    return track


@cache
def _sound(effect: Effect) -> tuple[Sound, int]:
    """An effect at its level, and its sample that belongs on the change of the picture."""
    made, peak = {Effect.TICK: _tick, Effect.WHOOSH: _whoosh, Effect.CHIME: _chime, Effect.HIT: _hit}[effect]()
    return made / np.abs(made).max() * 10 ** (_LEVELS_DB[effect] / 20), peak


def _tick() -> tuple[Sound, int]:
    clock = _clock(0.09)
    return _noise(len(clock), 1_800, 6_500) * np.exp(-clock / 0.018), 0


def _whoosh() -> tuple[Sound, int]:
    clock = _clock(0.7)
    swell = np.sin(np.pi * clock / 0.7) ** 2
    return (_noise(len(clock), 300, 1_600) + 0.6 * _noise(len(clock), 1_600, 5_000) * swell) * swell, len(clock) // 2


def _chime() -> tuple[Sound, int]:
    clock = _clock(1.2)
    tones = (np.sin(2 * np.pi * pitch * clock) * level for pitch, level in ((1_318.5, 1.0), (1_975.5, 0.5)))
    return sum(tones, np.zeros_like(clock)) * np.exp(-clock / 0.28) * np.minimum(clock / 0.004, 1), 0


def _hit() -> tuple[Sound, int]:
    clock = _clock(0.9)
    drum = np.sin(2 * np.pi * (52 * clock + 9 * (1 - np.exp(-clock / 0.05)))) * np.exp(-clock / 0.22)
    return drum + 0.12 * _noise(len(clock), 3_000, 9_000) * np.exp(-clock / 0.3), 0


def _clock(seconds: float) -> Sound:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _noise(count: int, low: float, high: float) -> Sound:
    """Noise between two frequencies in Hz, always the same."""
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(count))
    pitches = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    return np.asarray(np.fft.irfft(np.where((pitches >= low) & (pitches <= high), spectrum, 0), count))


def _write(path: Path, track: Sound) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(track, -1, 1) * 32_767).astype("<i2").tobytes())
