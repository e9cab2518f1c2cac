"""The user's own clips and sounds made ready for a cut: cut to their scenes, and laid under the narration."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from omnigen.domain.own_media import Framing, OwnPicture
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE, to_samples
from omnigen.domain.timeline import Canvas
from omnigen.media.probe import MediaFacts, probe
from omnigen.rendering.audio.filters import VOICE_LUFS, Bed, level_gain, mix_graph
from omnigen.rendering.audio.loudness import ONE_THREAD, inspect_sounds, sound_inputs
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.ffmpeg.encoder_settings import BITEXACT
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.video.crop_centre import crop_centre
from omnigen.rendering.video.normalise import Fill, NormalisedClip, clip_filters, has_shape_of

SPARE_FRAMES = 24
"""A shot runs on under the transition to the next; this is more than the longest one takes."""

EFFECTS_BELOW_MUSIC_LU = 6.0
"""How much softer than the music the sounds of bought clips are, before both are ducked under the voice."""

_MUSIC_LOWERED_DB = 12
_RAMP_SECONDS = 0.05
OWN_INPUT = ("-protocol_whitelist", "file", "-f", "mov")
_CODEC = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-pix_fmt", "yuv420p", "-g", "24")
_COLOUR = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
LOSSLESS_ENOUGH = (*_CODEC, *_COLOUR, *BITEXACT)
"""How a clip of the user's own is encoded that is encoded once more in the cut."""


@dataclass(frozen=True)
class HeardSound:
    """The sound of a clip: its file, from which second on, and in which frames `[start, end)` it is heard.

    An effect is heard under the music, which stays as loud as it is; any other sound takes its place.
    """

    clip: Path
    from_seconds: Fraction
    start: int
    end: int
    is_effect: bool = False


def cut_clip(path: Path, picture: OwnPicture, frames: int, canvas: Canvas, folder: Path) -> Path:
    """The part of a clip that a scene of `frames` shows, in the canvas's size, with frames to spare for a transition.

    A clip that ends before its scene goes on from its beginning. Raises MediaRefused for one that cannot be decoded.
    """
    wanted = frames + SPARE_FRAMES
    facts = probe(path)
    start = Fraction(picture.start_seconds)
    named = repr((file_sha256(path), str(start), picture.framing, wanted, canvas))
    out = folder / f"own-{hashlib.sha256(named.encode()).hexdigest()[:16]}.mp4"
    if out.exists():
        return out
    fill: Fill = "crop" if picture.framing is Framing.FILL else "blur"
    normalised = NormalisedClip(facts=facts, frames=wanted)
    if fill == "crop" and not has_shape_of(canvas, facts):
        normalised = replace(normalised, centre=crop_centre(path, facts, canvas, round(facts.seconds * FRAME_RATE)))
    shown = clip_filters(normalised, canvas, fill, "own")
    arguments = ["-v", "error", *_from(facts, start, wanted), *OWN_INPUT, "-i", str(path.resolve())]
    arguments += ["-an", "-sn", "-dn", "-filter_complex", f"[0:v]{_begin(facts, start, wanted)}{shown}[out]"]
    arguments += ["-map", "[out]", "-r", str(canvas.rate), *LOSSLESS_ENOUGH, str(out)]
    run(Run(arguments=arguments, folder=folder, what="cutting a clip of the user's own"))
    return out


def bed_with_sounds(music: Path | None, sounds: Sequence[HeardSound], samples: int, folder: Path) -> Path:
    """Music and kept sounds as one recording of `samples`, to lie where the music lies.

    Each sound is levelled; the music is 12 dB lower while one is heard that is no effect.
    """
    parts = [_extracted(sound, number, folder) for number, sound in enumerate(sounds)]
    measured = inspect_sounds(parts, folder, music=music, seconds=samples / SAMPLE_RATE)
    statements, links = [], []
    for number, (sound, facts) in enumerate(zip(sounds, measured, strict=False)):
        level = VOICE_LUFS - (EFFECTS_BELOW_MUSIC_LU if sound.is_effect else 0)
        gain, at = level_gain(facts.loudness.lufs, level), to_samples(sound.start)
        length = (sound.end - sound.start) / FRAME_RATE
        statements.append(
            f"[{number}:a]aresample={SAMPLE_RATE},aformat=sample_fmts=fltp:channel_layouts=stereo,volume={gain:.2f}dB,"
            f"afade=t=in:d={_RAMP_SECONDS},afade=t=out:st={float(length) - _RAMP_SECONDS:.3f}:d={_RAMP_SECONDS},"
            f"adelay={at}S:all=1[k{number}]"
        )
        links.append(f"[k{number}]")
    if music:
        # the mixer's own graph takes the music as input 0: it is the last here
        level = level_gain(measured[-1].loudness.lufs, VOICE_LUFS)
        bed = Bed(seconds=measured[-1].samples / SAMPLE_RATE, gain_db=level)
        statements.append(mix_graph([], bed, samples, "score").replace("[0:a]", f"[{len(parts)}:a]"))
        statements.append(f"[score]{_lowered(sounds)}[low]")
        links.append("[low]")
    statements.append(
        f"{''.join(links)}amix=inputs={len(links)}:duration=longest:normalize=0,apad,atrim=end_sample={samples}[bed]"
    )
    out = folder / "bed.wav"
    inputs = sound_inputs([*parts, *([music] if music else [])])
    arguments = ["-v", "error", *ONE_THREAD, *inputs, "-filter_complex", ";".join(statements), "-map", "[bed]"]
    run(Run(arguments=[*arguments, "-c:a", "pcm_s16le", *BITEXACT, str(out)], folder=folder, what="laying sounds"))
    return out


def _lowered(sounds: Sequence[HeardSound]) -> str:
    """The filter that lowers the music while one of these sounds takes its place."""
    heard = "+".join(f"between(t,{_at(one.start)},{_at(one.end)})" for one in sounds if not one.is_effect)
    return f"volume=-{_MUSIC_LOWERED_DB}dB:enable='{heard}'" if heard else "anull"


def _lacks(facts: MediaFacts, start: Fraction, frames: int) -> bool:
    """Whether the clip ends before its scene."""
    return (facts.seconds - start) * FRAME_RATE < frames


def _from(facts: MediaFacts, start: Fraction, frames: int) -> list[str]:
    if _lacks(facts, start, frames):
        return ["-stream_loop", "-1"]
    return ["-ss", f"{float(start):.3f}"] if start else []


def _begin(facts: MediaFacts, start: Fraction, frames: int) -> str:
    """A clip that is repeated cannot be sought in: its start is left out here, and what is not needed behind."""
    if not _lacks(facts, start, frames):
        return ""
    end = start + frames / FRAME_RATE + 1
    return f"trim=start={float(start):.3f}:end={float(end):.3f},setpts=PTS-STARTPTS,"


def _extracted(sound: HeardSound, number: int, folder: Path) -> Path:
    """The sound of a clip as WAV, as long as it is heard, from the clip's beginning again where that has ended."""
    out = folder / f"kept-{number}.wav"
    seconds, start = (sound.end - sound.start) / FRAME_RATE, float(sound.from_seconds)
    trim = f"atrim=start={start:.3f}:duration={float(seconds):.6f},asetpts=N/SR/TB"
    arguments = ["-v", "error", "-stream_loop", "-1", *OWN_INPUT, "-i", str(sound.clip.resolve()), "-vn", "-af", trim]
    arguments += ["-t", f"{float(seconds):.6f}", "-ar", str(SAMPLE_RATE), "-ac", "2", "-c:a", "pcm_s16le"]
    run(Run(arguments=[*arguments, *BITEXACT, str(out)], folder=folder, what="taking the sound of a clip"))
    return out


def _at(frame: int) -> str:
    return f"{float(frame / FRAME_RATE):.4f}"
