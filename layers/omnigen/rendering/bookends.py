"""Intro and outro made ready for a cut: in its size and frame rate, and with their sound at the level of the voice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE, to_samples
from omnigen.domain.timeline import Canvas, Timeline
from omnigen.domain.timeline_bookends import with_bookends
from omnigen.media.probe import probe
from omnigen.rendering.audio.filters import VOICE_LUFS, level_gain
from omnigen.rendering.audio.loudness import inspect_sounds
from omnigen.rendering.audio.mix import Insert
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.ffmpeg.encoder_settings import BITEXACT
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.own_media import LOSSLESS_ENOUGH, OWN_INPUT
from omnigen.rendering.video.normalise import NormalisedClip, clip_filters

_RAMP_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class BookendClip:
    """An intro or outro of `frames`: its picture, and its sound where that is heard."""

    frames: int
    picture: Path
    sound: Path | None


def bookend_clip(clip: Path, frames: int, canvas: Canvas, folder: Path, *, keep_sound: bool) -> BookendClip:
    """A clip of the user's own, shown whole: one of another shape lies over its own blurred copy.

    What is missing at its end, which is a second at most, is its last frame, in silence.
    """
    facts = probe(clip)
    name = hashlib.sha256(repr((file_sha256(clip), frames, canvas)).encode()).hexdigest()[:16]
    picture = folder / f"bookend-{name}.mp4"
    if not picture.exists():
        shown = clip_filters(NormalisedClip(facts=facts, frames=frames), canvas, "blur", "own")
        arguments = ["-v", "error", *OWN_INPUT, "-i", str(clip.resolve()), "-an", "-sn", "-dn"]
        arguments += ["-filter_complex", f"[0:v]{shown}[out]", "-map", "[out]", "-r", str(canvas.rate)]
        run(Run(arguments=[*arguments, *LOSSLESS_ENOUGH, str(picture)], folder=folder, what="cutting intro and outro"))
    heard = keep_sound and facts.has_audio
    return BookendClip(frames=frames, picture=picture, sound=_sound(clip, frames, name, folder) if heard else None)


def _sound(clip: Path, frames: int, name: str, folder: Path) -> Path | None:
    """The clip's sound at the level of the voice; None where nothing is heard in it."""
    seconds = frames / FRAME_RATE
    bare, out = folder / f"bookend-{name}.bare.wav", folder / f"bookend-{name}.wav"
    _write(clip, f"apad,atrim=duration={float(seconds):.6f}", bare, folder)
    [facts] = inspect_sounds([bare], folder, seconds=float(seconds))
    if facts.loudness.lufs is None:
        return None
    ramps = f"afade=t=in:d={_RAMP_SECONDS},afade=t=out:st={float(seconds) - _RAMP_SECONDS:.3f}:d={_RAMP_SECONDS}"
    levelled = f"volume={level_gain(facts.loudness.lufs, VOICE_LUFS):.2f}dB"
    _write(clip, f"{levelled},apad,{ramps}", out, folder, float(seconds))
    return out


def _write(clip: Path, filters: str, out: Path, folder: Path, seconds: float | None = None) -> None:
    length = ["-t", f"{seconds:.6f}"] if seconds else []
    arguments = ["-v", "error", *OWN_INPUT, "-i", str(clip.resolve()), "-vn", "-af", filters, *length]
    arguments += ["-ar", str(SAMPLE_RATE), "-ac", "2", "-c:a", "pcm_s16le", *BITEXACT, str(out)]
    run(Run(arguments=arguments, folder=folder, what="taking the sound of intro and outro"))


@dataclass(frozen=True, kw_only=True)
class BookendedCut:
    """A cut with its intro and outro, and how far the music goes: it plays through those that have no sound."""

    story: Timeline
    clips: Mapping[str, BookendClip]

    @property
    def film(self) -> Timeline:
        """The whole cut."""
        return with_bookends(self.story, self._frames("intro"), self._frames("outro"))

    @property
    def scored(self) -> Timeline:
        """The part of the cut in which music plays."""
        return with_bookends(self.story, self._silent("intro"), self._silent("outro"))

    @property
    def music_start(self) -> int:
        """The sample of the cut at which that part begins."""
        return to_samples(self._frames("intro") - self._silent("intro"))

    @property
    def inserts(self) -> tuple[Insert, ...]:
        """The sounds of intro and outro where they are heard."""
        places = {"intro": 0, "outro": to_samples(self.film.story_end)}
        return tuple(
            Insert(path=sound, start_sample=places[name]) for name, clip in self.clips.items() if (sound := clip.sound)
        )

    def pictures(self, scenes: tuple[Path, ...]) -> tuple[Path, ...]:
        """The pictures of the whole cut, by those of its scenes."""
        return (*self._picture("intro"), *scenes, *self._picture("outro"))

    def shot_of(self, scene_index: int) -> int:
        """Which shot of the whole cut a scene is."""
        return scene_index + len(self._picture("intro"))

    def _frames(self, name: str) -> int:
        return self.clips[name].frames if name in self.clips else 0

    def _silent(self, name: str) -> int:
        return self.clips[name].frames if name in self.clips and not self.clips[name].sound else 0

    def _picture(self, name: str) -> tuple[Path, ...]:
        return (self.clips[name].picture,) if name in self.clips else ()
