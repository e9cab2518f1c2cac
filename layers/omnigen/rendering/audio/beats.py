"""The beats of a piece of music, measured in its recording: where a cut is felt as part of it.

Beat tracking by dynamic programming over the strength of onsets (D. P. W. Ellis, Journal of New Music Research 36(1),
2007). The packages that do this are librosa (needs a compiler for Python, 200 MB) and aubio (GPL).
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import FRAME_RATE
from omnigen.rendering.audio.loudness import ONE_THREAD, sound_inputs
from omnigen.rendering.ffmpeg.process import Run, run

MIN_CONTRAST = 1.6
"""How many times stronger onsets are on beats than between them; below it nobody hears a beat to cut on."""

_RATE, _HOP, _WINDOW = 11_025, 128, 512
_SLOWEST, _FASTEST, _USUAL = 60, 180, 112
"""Beats a minute; of two tempos of which one is twice the other, the one nearer to the usual is taken."""

_STEADINESS = 400.0
"""How much a beat that is early or late weighs against an onset that is strong."""

_STEADY_SHARE = 0.02
"""A sound that grows by less of its loudness, on average, is one tone: music has 0.05 and more (measured)."""

Strengths = NDArray[np.float64]
"""How strongly something begins to sound, every 11.6 ms; on average 1. None of a steady tone or of silence."""


def beat_frames(music: Path, folder: Path) -> list[int]:
    """The frames of the cut nearest to the beats of a recording that starts with it; none where no beat is heard."""
    strengths = _onsets(_samples(music, folder))
    if len(strengths) < 4 * _RATE // _HOP:
        return []
    beats = _beats(strengths, _period(strengths))
    if _contrast(strengths, beats) < MIN_CONTRAST:
        return []
    seconds = (np.array(beats) * _HOP + _WINDOW / 2) / _RATE
    return sorted({round(float(second * FRAME_RATE)) for second in seconds})


def _samples(music: Path, folder: Path) -> NDArray[np.float32]:
    out = folder / "beats.raw"
    arguments = ["-v", "error", *ONE_THREAD, *sound_inputs([music]), "-map", "0:a", "-ac", "1", "-ar", str(_RATE)]
    run(Run(arguments=[*arguments, "-f", "f32le", out.name], folder=folder, what="looking for the beat of the music"))
    samples = np.frombuffer(out.read_bytes(), np.float32)
    out.unlink()
    return samples


def _onsets(samples: NDArray[np.float32]) -> Strengths:
    if len(samples) < _WINDOW:
        return np.zeros(0)
    parts = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP] * np.hanning(_WINDOW)
    loud = np.log1p(100 * np.abs(np.fft.rfft(parts, axis=1)))
    rises = np.maximum(np.diff(loud, axis=0, prepend=loud[:1]), 0).sum(axis=1)
    if rises.mean() <= _STEADY_SHARE * loud.sum(axis=1).mean():
        return np.zeros(0)
    return np.asarray(rises / rises.mean(), np.float64)


def _period(strengths: Strengths) -> float:
    """Hops from beat to beat: the lag at which onsets are most like themselves, near usual tempos by preference."""
    centred = strengths - strengths.mean()
    spectrum = np.fft.rfft(centred, 2 * len(centred))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: len(centred)]
    lags = np.arange(int(60 * _RATE / _HOP / _FASTEST), int(60 * _RATE / _HOP / _SLOWEST) + 1)
    tempos = 60 * _RATE / _HOP / lags
    worth = likeness[lags] * np.exp(-0.5 * (np.log2(tempos / _USUAL) / 0.7) ** 2)
    return float(lags[int(worth.argmax())])


def _beats(strengths: Strengths, period: float) -> list[int]:
    """The way through the strongest onsets whose steps are all about a period long."""
    steps = np.arange(round(period / 2), round(period * 2) + 1)
    uneven = _STEADINESS * np.log(steps / period) ** 2 / 4
    scores, before = strengths.copy(), np.full(len(strengths), -1)
    for place in range(len(strengths)):
        possible = steps[steps <= place]
        if len(possible):
            ways = scores[place - possible] - uneven[: len(possible)]
            best = int(ways.argmax())
            if ways[best] > 0:
                scores[place] += ways[best]
                before[place] = place - possible[best]
    tail = len(scores) - round(period)
    place = tail + int(scores[tail:].argmax())
    found = []
    while place >= 0:
        found.append(place)
        place = int(before[place])
    return found[::-1]


def _contrast(strengths: Strengths, beats: list[int]) -> float:
    if len(beats) < 4:
        return 0.0
    on = np.mean([strengths[max(beat - 1, 0) : beat + 2].max() for beat in beats])
    between = np.mean([strengths[max(place - 1, 0) : place + 2].max() for place in _middles(beats)])
    return float(on / max(float(between), 1e-9))


def _middles(beats: list[int]) -> list[int]:
    return [(one + other) // 2 for one, other in pairwise(beats)]
