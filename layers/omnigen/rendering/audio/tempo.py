"""Speeds up a recording without changing its pitch. No other module changes the tempo of speech."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from omnigen.rendering.audio.loudness import sound_inputs
from omnigen.rendering.ffmpeg.process import Run, run


def at_tempo(path: Path, tempo: Decimal, folder: Path) -> Path:
    """The recording at that tempo (0.5 to 2), as a WAV file in the folder; the same file where nothing changes."""
    if tempo == 1:
        return path
    target = folder / f"{path.stem}-at-{tempo}.wav"
    arguments = [*sound_inputs([path]), "-af", f"atempo={tempo}", "-c:a", "pcm_s16le", target.name]
    run(Run(arguments=arguments, folder=folder, what=f"playing {path.name} at tempo {tempo}"))
    return target
