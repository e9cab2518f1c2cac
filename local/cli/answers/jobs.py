"""What the API answers about jobs, as types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict


class ReviewAnswer(TypedDict):
    """An open review."""

    gate: str
    scene_id: str | None
    reason: str
    proposal: str


class PictureAnswer(TypedDict):
    """A picture of a scene."""

    id: str
    number: int
    key: str
    url: str


class ElementAnswer(TypedDict):
    """A thing, person or place that looks the same in every scene that names it."""

    id: str
    description: str


class SceneAnswer(TypedDict):
    """A scene; `duration` in seconds."""

    id: str
    scene_index: int
    duration: float
    narration: str
    visual_prompt: str
    shot_size: NotRequired[str]
    angle: NotRequired[str]
    camera_move: NotRequired[str]
    action: NotRequired[str]
    on_screen_text: NotRequired[str]
    elements: NotRequired[Sequence[ElementAnswer]]
    join: NotRequired[str]
    transition: NotRequired[str]
    images: Sequence[PictureAnswer]


class SegmentAnswer(TypedDict):
    """What is said in one scene; `duration` in seconds."""

    text: str
    duration: float


class ScriptAnswer(TypedDict):
    """A script as it was written."""

    segments: Sequence[SegmentAnswer]


class ScriptMetadataAnswer(TypedDict):
    """Facts about how the script was written."""

    script_complaints: Sequence[str]


class SpeechAnswer(TypedDict):
    """The narration as it was measured; `share` of the video is 0 to 1."""

    seconds: float
    share: float
    left_out: Sequence[str]


class VideoAnswer(TypedDict):
    """A finished cut; `bytes` is its length."""

    key: str
    bytes: int
    sha256: str | None
    caption_urls: Mapping[str, str]
    upload_labels: Sequence[str]


class BriefAnswer(TypedDict):
    """A brief; `duration` in seconds."""

    duration: int
    aspect_ratio: str
    resolution: str
    pictures: str
    captions: str
    script_text: str | None


class VendorBusyAnswer(TypedDict):
    """A vendor that asked the job to wait until then (Unix seconds)."""

    model: str
    kind: str
    until: int


class JobAnswer(TypedDict):
    """A job, from `GET /jobs/{id}`. Money in USD as text, times in Unix seconds."""

    job_id: str
    status: str
    stage: str
    progress: int
    title: str
    brief: BriefAnswer
    run: int
    rev: int
    script: ScriptAnswer | None
    script_metadata: NotRequired[ScriptMetadataAnswer]
    speech: SpeechAnswer | None
    scenes: Sequence[SceneAnswer]
    reviews: Sequence[ReviewAnswer]
    videos: Sequence[VideoAnswer]
    video_key: str | None
    video_url: str | None
    spent_usd: str
    reserved_usd: str
    vendor_busy: NotRequired[VendorBusyAnswer | None]
    error_message: str | None
    created_at: int


class JobSummaryAnswer(TypedDict):
    """A job in a list."""

    job_id: str
    status: str
    title: str
    prompt: str
    duration: int
    aspect_ratio: str
    created_at: int


class ScriptPageAnswer(TypedDict):
    """A job's script and storyboard; `id` is the job's own."""

    id: str
    scenes: Sequence[SceneAnswer]
    script_complaints: NotRequired[Sequence[str]]
