"""The sound of a cut: voices and music measured, mixed, brought to a loudness and measured again as delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Voice
from omnigen.rendering.audio.filters import BED_BELOW_VOICE, VOICE_LUFS, Bed, level_gain, master_filters, mix_graph
from omnigen.rendering.audio.loudness import (
    ONE_THREAD,
    AudioMeasurement,
    inspect_sounds,
    loudness_said,
    measure,
    sound_inputs,
)
from omnigen.rendering.ffmpeg.encoder_settings import BITEXACT
from omnigen.rendering.ffmpeg.process import Run, run

PEAK_CEILING_DBTP = -1.0
"""The highest true peak where a placement asks for none."""

HEADROOM_DB = 1.0
"""How far below the ceiling samples are limited: true peaks lie between samples, and the codec adds some of its own."""

USUAL_MIX_LUFS = -20.5
"""Where the mix usually lies: below the voices, by their pauses."""

LIMITER_GIVES_BACK = 1.25
"""The limiter takes away a part of every decibel: corrections are made this much larger."""

TOLERANCE_LU = 0.3
ROUNDS = 4
AUDIO_NAME = "audio.m4a"
VOICE_OVER_NAME = "narration.mp3"
_MIX = "mix.wav"
_VOICE_OVER_CODEC = ("-c:a", "libmp3lame", "-b:a", "96k", "-compression_level", "7", *BITEXACT)
_CODEC = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "192k", "-ar", str(SAMPLE_RATE), "-ac", "2")


@dataclass(frozen=True, kw_only=True)
class Insert:
    """A recording that is heard by itself from a sample of the cut on, at the level of the voice."""

    path: Path
    start_sample: int


@dataclass(frozen=True, kw_only=True)
class MixSettings:
    """What is heard in a cut: voices, each with its recording; music; how long, how loud, and the highest peak."""

    voices: Sequence[tuple[Voice, Path]]
    music: Path | None
    samples: int
    target_lufs: float
    max_true_peak_dbtp: float = PEAK_CEILING_DBTP
    music_db: float = 0
    """How much louder than usual the music lies under the voices, in decibels."""

    music_start: int = 0
    music_samples: int | None = None
    """The samples of the cut in which the music plays; None: to its end."""

    inserts: Sequence[Insert] = ()

    @property
    def paths(self) -> list[Path]:
        """The recordings, in the order of ffmpeg's inputs."""
        music = [self.music] if self.music else []
        return [*(path for _, path in self.voices), *music, *(one.path for one in self.inserts)]


def mix_sound(score: MixSettings, folder: Path, sounds: Sequence[AudioMeasurement] = ()) -> AudioMeasurement:
    """Write `AUDIO_NAME` into the folder: AAC, 48 kHz stereo, of exact length; what was measured in that file.

    Beside it lies `VOICE_OVER_NAME`, the voices alone as they stand in the mix (MP3), where there are any.

    Voices are brought to one level, music lies under them. The gain is found by measuring the mix behind the limiter,
    and corrected by measuring the coded file until it meets the target within 0.3 LU and stays under the highest peak.
    `sounds` are measurements of the recordings, if they were made before.
    """
    guess = score.target_lufs - USUAL_MIX_LUFS
    heard = _mix(score, sounds or sounds_of(score, folder), guess, folder)
    if heard is None:
        _encode("anull", folder)
        return measure(folder / AUDIO_NAME, folder)
    return _master(score, guess + (score.target_lufs - heard) * LIMITER_GIVES_BACK, folder)


def sounds_of(score: MixSettings, folder: Path) -> list[AudioMeasurement]:
    """The recordings measured, the voices and then the music."""
    voices = [path for _, path in score.voices]
    return inspect_sounds(voices, folder, music=score.music, seconds=score.samples / SAMPLE_RATE)


def _mix(score: MixSettings, sounds: Sequence[AudioMeasurement], gain: float, folder: Path) -> float | None:
    """Write the mix in floating point; how loud it is with this gain and behind the limiter, None when it is silent."""
    levels = [sound.loudness.lufs for sound in sounds]
    voices = [(voice, level_gain(lufs, VOICE_LUFS)) for (voice, _), lufs in zip(score.voices, levels, strict=False)]
    bed = None
    if score.music:
        level = VOICE_LUFS - (BED_BELOW_VOICE if voices else 0) + score.music_db
        bed = Bed(
            seconds=sounds[-1].samples / SAMPLE_RATE,
            gain_db=level_gain(levels[-1], level),
            start_sample=score.music_start,
            samples=score.music_samples,
        )
    limited = master_filters(gain, score.max_true_peak_dbtp - HEADROOM_DB, score.samples)
    graph = (
        f"{mix_graph(voices, bed, score.samples, 'mix', [one.start_sample for one in score.inserts])};"
        f"[mix]asplit=2[out][ear];[ear]{limited},ebur128@e0=framelog=quiet[heard]"
    )
    outputs = ["-map", "[out]", "-c:a", "pcm_f32le", _MIX, "-map", "[heard]", "-f", "null", "-"]
    if voices:
        outputs += ["-map", "[stem]", *_VOICE_OVER_CODEC, VOICE_OVER_NAME]
    arguments = ["-v", "info", *ONE_THREAD, *sound_inputs(score.paths), "-filter_complex", graph, *outputs]
    return loudness_said(run(Run(arguments=arguments, folder=folder, what="mixing the sound")), 0).lufs


def _master(score: MixSettings, gain: float, folder: Path) -> AudioMeasurement:
    highest = score.max_true_peak_dbtp
    ceiling = highest - HEADROOM_DB
    for _ in range(ROUNDS):
        _encode(master_filters(gain, ceiling, score.samples), folder)
        result = measure(folder / AUDIO_NAME, folder)
        lufs, peak = result.loudness.lufs, result.loudness.true_peak_dbtp
        if lufs is None or peak is None:
            return result
        if abs(lufs - score.target_lufs) <= TOLERANCE_LU and peak <= highest:
            return result
        gain += (score.target_lufs - lufs) * LIMITER_GIVES_BACK
        ceiling -= max(peak - highest + 0.2, 0) if peak > highest else 0
    return result


def _encode(filters: str, folder: Path) -> None:
    arguments = ["-v", "error", "-f", "wav", "-i", _MIX, "-af", filters, *_CODEC, *BITEXACT, AUDIO_NAME]
    run(Run(arguments=arguments, folder=folder, what="coding the sound"))
