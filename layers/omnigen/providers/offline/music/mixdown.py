"""Room, loudness, peaks, and the file."""

from __future__ import annotations

import io
import math
import wave
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.providers.offline.music.instruments import Stereo

TARGET_LUFS = -16.0
CEILING = 0.84
"""Peaks stay below this (about -1.5 dBFS)."""
MP3_BIT_RATE = 192_000

_BLOCK = 1 << 17
_ROOM = 1 << 16


def master(dry: Stereo, room: float) -> Stereo:
    """The mix with its room, at the target loudness, peaks bent, the last milliseconds faded to silence."""
    mix = dry + np.float32(room) * _reverberate(dry)
    mix *= np.float32(10 ** ((TARGET_LUFS - loudness(mix)) / 20))
    _bend(mix)
    fade = min(mix.shape[1], SAMPLE_RATE // 4)
    mix[:, mix.shape[1] - fade :] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
    return mix


def loudness(sound: Stereo) -> float:
    """Ungated loudness in LUFS (ITU-R BS.1770-4 without the gates: a bed has no long silence to leave out)."""
    power = 0.0
    for start in range(0, sound.shape[1], _BLOCK):
        spectrum = np.fft.rfft(sound[:, start : start + _BLOCK], _BLOCK, axis=1)
        power += float(np.sum((spectrum.real**2 + spectrum.imag**2) * _ear())) * 2 / _BLOCK
    return -0.691 + 10 * math.log10(max(power / sound.shape[1], 1e-12))


def to_wav(sound: Stereo) -> bytes:
    """A RIFF WAV file, 48 kHz stereo, 16-bit."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(_integers(sound).tobytes())
    return file.getvalue()


def to_mp3(sound: Stereo) -> bytes:
    """An MP3 file, 48 kHz stereo, whose header says where the sound begins and ends."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"id3v2_version": "0", "fflags": "+bitexact"}) as out:
        stream = out.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="stereo", options={"compression_level": "7"})
        stream.bit_rate = MP3_BIT_RATE
        frame = av.AudioFrame.from_ndarray(_integers(sound).reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts, frame.time_base = 0, Fraction(1, SAMPLE_RATE)
        resampler = av.AudioResampler(format="s16p", layout="stereo", rate=SAMPLE_RATE)
        for planar in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(planar))
        out.mux(stream.encode(None))
    return file.getvalue()


def _integers(sound: Stereo) -> NDArray[np.int16]:
    """Interleaved 16-bit samples."""
    return np.round(sound.T * 32767).astype("<i2")


def _bend(sound: Stereo) -> None:
    """Round off, in place, what would exceed the ceiling."""
    knee = CEILING * 0.65
    over = np.abs(sound) > knee
    peaks = sound[over]
    sound[over] = np.sign(peaks) * (knee + (CEILING - knee) * np.tanh((np.abs(peaks) - knee) / (CEILING - knee)))


def _reverberate(dry: Stereo) -> Stereo:
    """The sound of a warm room: convolution with its echo, block by block."""
    samples = dry.shape[1]
    wet = np.zeros((2, samples + _BLOCK), np.float32)
    step = _BLOCK - _ROOM
    echo = _echo()
    for start in range(0, samples, step):
        block = np.fft.rfft(dry[:, start : start + step], _BLOCK, axis=1)
        wet[:, start : start + _BLOCK] += np.fft.irfft(block * echo, _BLOCK, axis=1)
    return wet[:, :samples]


@lru_cache(maxsize=1)
def _echo() -> NDArray[np.complex64]:
    """The spectrum of a decaying noise, different left and right, darker as it fades, 18 ms after the sound."""
    chance = np.random.default_rng(7)
    time = np.arange(_ROOM) / SAMPLE_RATE
    noise = np.fft.rfft(chance.normal(size=(2, _ROOM)), axis=1)
    hertz = np.fft.rfftfreq(_ROOM, 1 / SAMPLE_RATE) + 1e-6
    highpass = 1 / np.sqrt(1 + (180 / hertz) ** 4)
    bright = np.fft.irfft(noise * highpass / np.sqrt(1 + (hertz / 5000) ** 4), _ROOM) * np.exp(-9 * time)
    dark = np.fft.irfft(noise * highpass / np.sqrt(1 + (hertz / 1600) ** 4), _ROOM) * np.exp(-4.2 * time)
    tail = np.roll((bright + 1.6 * dark) * np.minimum(1, (time[-1] - time) / 0.1), round(0.018 * SAMPLE_RATE), axis=1)
    tail[:, : round(0.018 * SAMPLE_RATE)] = 0
    tail /= np.sqrt(np.sum(tail**2, axis=1, keepdims=True))
    return np.fft.rfft(tail, _BLOCK, axis=1).astype(np.complex64)


@lru_cache(maxsize=1)
def _ear() -> NDArray[np.float64]:
    """BS.1770's K-weighting as a power response per frequency bin; the filters' coefficients are for 48 kHz."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(_BLOCK))
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    highpass = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    response: NDArray[np.float64] = np.abs(shelf * highpass) ** 2
    return response
