"""The result of rendering: the files, and a report as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.placement import Placement

if TYPE_CHECKING:  # only ads for medicines need the rules
    from omnigen.compliance.measured import MeasuredVideo

Strategy = Literal["one-process", "segments"]
WordTimesSource = Literal["voice", "aligned", "estimated"]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True)


class CueReport(_Facts):
    """One caption: frames `[start, end)` and its lines."""

    start_frame: int
    end_frame: int
    lines: tuple[str, ...]


class BoxReport(_Facts):
    """What one text takes of the picture, in pixels, from its first frame on; right and bottom are included.

    `contrast` is the lowest that was measured in the finished file; None for what stood too short to be measured.
    """

    owner: str
    start_frame: int
    left: int
    top: int
    right: int
    bottom: int
    contrast: float | None = None


class VoiceReport(_Facts):
    """One recording as it is heard, and where the times of its words are from."""

    start_sample: int
    samples: int
    word_times: WordTimesSource


class PunchInReport(_Facts):
    """A closer view of a clip: frames `[start, end)` of the video, how many times nearer, and where its centre is."""

    scene_id: str
    start_frame: int
    end_frame: int
    zoom: Decimal
    x: Decimal
    y: Decimal


class HearingReport(_Facts):
    """What a recogniser heard of the script in the finished sound."""

    words: int
    missed: tuple[str, ...]
    heard: str


class ProductReport(_Facts):
    """How the product in one frame compares with its photo; `label` and `read` are None where no label was read.

    `similarity` is the structural similarity (1 is equal), `colour_difference` the median CIEDE2000.
    """

    scene_id: str
    frame: int
    similarity: float
    colour_difference: float
    label: tuple[str, ...] | None
    read: tuple[str, ...] | None


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
    unsigned_sha256: str
    """Before description and credentials were written into it. Only these bytes are the same for the same cut."""

    placement: Placement
    preferred_frame_rates: tuple[str, ...]
    """Frames a second that the placement asks for; the video is made at `frame_rate`."""

    target_lufs: float
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    segments: int
    segments_reused: int
    frames_encoded: int
    seconds_spent: dict[str, float]
    voices: tuple[VoiceReport, ...]
    caption_style: CaptionStyle
    cues: tuple[CueReport, ...]
    boxes: tuple[BoxReport, ...]
    punch_ins: tuple[PunchInReport, ...] = ()
    logos: dict[str, float] = {}
    """How like itself each logo is in the finished file, of 1."""

    colours: dict[str, float] = {}
    """How far drawn grounds are from the palette's colours in the finished file (CIEDE2000)."""

    hearing: HearingReport | None = None
    """None where nobody listened."""

    products: tuple[ProductReport, ...] = ()
    """Frames of the scenes that show the photographed product, compared with it."""

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
    measured: MeasuredVideo | None = None
    """For the rules of ads for medicines."""
