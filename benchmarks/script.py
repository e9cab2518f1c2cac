"""What the benchmarks' videos say, and where their clips lie; needs nothing, so that reading it costs nothing."""

from __future__ import annotations

from pathlib import Path

TEXTS = (
    "Every morning should start with a deep breath.",
    "Introducing Respira, the once daily tablet that helps adults breathe easier.",
    "In clinical studies, Respira improved lung function within four weeks, and kept it there.",
    "Ask your doctor if Respira is right for you. Breathe easier, live bolder.",
)


def clip_path(folder: Path, height: int, number: int) -> Path:
    """Where a clip lies; there are four, used in turn."""
    return folder / f"clip{height}-{number % 4}.mp4"
