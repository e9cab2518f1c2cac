"""A quiet bed of wind and steps for a clip that is filmed with sound."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import SAMPLE_RATE

_FRAME_SAMPLES = 1024
_STEP_SECONDS = 0.9
_LOWEST_HERTZ, _HIGHEST_HERTZ = 150, 1_200


def with_ambience(clip: bytes, seconds: float, seed: int) -> bytes:
    """The clip with a sound track as long as it is; the same bytes for the same arguments."""
    out = io.BytesIO()
    with (
        av.open(io.BytesIO(clip), "r", format="mov") as silent,
        av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as heard,
    ):
        picture = heard.add_stream_from_template(silent.streams.video[0])
        sound = heard.add_stream("aac", rate=SAMPLE_RATE, options={"flags": "+bitexact"})
        sound.layout = "mono"
        for packet in silent.demux(video=0):
            if packet.dts is not None:
                packet.stream = picture
                heard.mux(packet)
        track = _ambience(round(seconds * SAMPLE_RATE), seed)
        for start in range(0, len(track), _FRAME_SAMPLES):
            frame = av.AudioFrame.from_ndarray(track[None, start : start + _FRAME_SAMPLES], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            heard.mux(sound.encode(frame))
        heard.mux(sound.encode(None))
    return out.getvalue()


def _ambience(samples: int, seed: int) -> NDArray[np.float32]:
    """Wind that swells and fades, and a step every 0.9 s."""
    chance = np.random.default_rng(seed)
    spectrum = np.fft.rfft(chance.standard_normal(samples))
    pitches = np.fft.rfftfreq(samples, 1 / SAMPLE_RATE)
    audible = (pitches >= _LOWEST_HERTZ) & (pitches <= _HIGHEST_HERTZ)
    wind = np.fft.irfft(np.where(audible, spectrum / np.sqrt(np.maximum(pitches, 1)), 0), samples)
    clock = np.arange(samples) / SAMPLE_RATE
    swell = 0.7 + 0.3 * np.sin(2 * np.pi * clock / 5 + chance.uniform(0, 2 * np.pi))
    steps = np.exp(-(clock % _STEP_SECONDS) / 0.02) * np.sin(2 * np.pi * 180 * clock)
    return np.asarray(0.12 * wind / np.abs(wind).max() * swell + 0.1 * steps, np.float32)
