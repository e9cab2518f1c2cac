"""The result of rendering: the files, and a report as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Strategy = Literal["one-process", "segments"]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True)


class CueReport(_Facts):
    """One caption: frames `[start, end)` and its lines."""

    start_frame: int
    end_frame: int
    lines: tuple[str, ...]


class FindingReport(_Facts):
    """One finding of the check of the finished file."""

    name: str
    sentence: str
    blocking: bool


class CutReport(_Facts):
    """`final/report.json`: how the finished video was made and what was measured in it."""

    recipe_version: int
    strategy: Strategy
    width: int
    height: int
    frame_rate: str
    frames: int
    seconds: Decimal
    video_codec: str
    audio_codec: str
    audio_seconds: Decimal
    file_bytes: int
    sha256: str
    target_lufs: float
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    segments: int
    segments_reused: int
    frames_encoded: int
    seconds_spent: dict[str, float]
    cues: tuple[CueReport, ...]
    findings: tuple[FindingReport, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The finished files, all in the working folder. Captions and voice-over are absent when the cut has none."""

    video: Path
    thumbnail: Path
    voice_over: Path | None
    srt: Path | None
    vtt: Path | None
    report: CutReport
