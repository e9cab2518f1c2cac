"""A composer that needs no key and no network: a pleasant bed of music for a mood, of exactly the length asked for.

moods        what each mood is made of: harmony, tempo, instruments
arrangement  a piece as notes: which instrument plays what when
instruments  what one note sounds like
mixdown      room, loudness, peaks, and the file
"""

from __future__ import annotations

import math
from typing import Literal

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.music.arrangement import arrange
from omnigen.providers.offline.music.instruments import perform
from omnigen.providers.offline.music.mixdown import master, to_mp3, to_wav
from omnigen.providers.offline.music.moods import MOODS, style_of

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 600.0

__all__ = ["LONGEST_SECONDS", "MOODS", "SHORTEST_SECONDS", "compose_bed"]


def compose_bed(mood: str, seconds: float, seed: int = 0, form: Literal["mp3", "wav"] = "mp3") -> bytes:
    """A 48 kHz stereo bed of `seconds`, about -16 LUFS, ending on its last chord; the same for the same arguments.

    A WAV (16-bit) has exactly round(seconds x 48000) samples; an MP3 says so in its header, and players that read
    gapless information give as many. Raises InvalidRequest for a mood outside `MOODS` or an impossible length.
    """
    if mood not in MOODS:
        raise InvalidRequest(f"No music has the mood {mood!r}; choose one of {', '.join(MOODS)}.", "music.mood")
    if not (math.isfinite(seconds) and SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS):
        raise InvalidRequest(
            f"Music lasts from {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g} seconds, not {seconds}.", "music.seconds"
        )
    samples = round(seconds * SAMPLE_RATE)
    style = style_of(mood)
    bed = master(perform(arrange(style, samples, seed), samples), style.room)
    return to_wav(bed) if form == "wav" else to_mp3(bed)
