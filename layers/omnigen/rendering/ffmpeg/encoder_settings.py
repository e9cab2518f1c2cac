"""The encoder settings, with a version that is written into every file and every segment's hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

RECIPE_VERSION = 3
"""Raised whenever the same inputs would give other bytes."""

CREATOR = "Omnigen"
"""Who made the file, as its tags and its XMP say."""

TIME_UNITS = 512
"""Units of the container's clock in one frame."""

BITEXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")


@dataclass(frozen=True, kw_only=True)
class EncoderSettings:
    """x264's settings. `threads` is fixed, not the machine's: another number of threads gives other bytes."""

    preset: str = "veryfast"
    crf: int = 20
    threads: int = 4

    def arguments(self, rate: Fraction, key_frames: Sequence[int] = ()) -> list[str]:
        """H.264 High, closed GOPs of at most two seconds, a new one at each of `key_frames`."""
        gop = round(rate * 2)
        keys = "+".join(f"eq(n,{frame})" for frame in key_frames if frame)
        return [
            *("-c:v", "libx264", "-preset", self.preset, "-crf", str(self.crf), "-threads", str(self.threads)),
            *("-profile:v", "high", "-level:v", "4.1", "-pix_fmt", "yuv420p", "-maxrate", "16M", "-bufsize", "32M"),
            *("-g", str(gop), "-keyint_min", str(gop // 2), "-flags", "+cgop", "-forced-idr", "1"),
            *(("-force_key_frames", f"expr:{keys}") if keys else ()),
            *("-r", str(rate), "-video_track_timescale", str(round(rate * TIME_UNITS))),
        ]


def container_arguments(title: str) -> list[str]:
    """Index first, no clock and no tool names in the file; its title, who made it, and the recipe's version."""
    tags = {"title": title, "artist": CREATOR, "comment": f"omnigen recipe {RECIPE_VERSION}"}
    written = [part for name, text in tags.items() if text for part in ("-metadata", f"{name}={text}")]
    return [*BITEXACT, *written, "-movflags", "+faststart"]
