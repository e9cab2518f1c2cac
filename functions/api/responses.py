"""Response bodies: the domain's views with durations as numbers, presigned URLs and links."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from omnigen.domain.asset import AssetFacts, AssetKind
from omnigen.domain.brief_options import Mode
from omnigen.domain.job import JobStatus
from omnigen.domain.job_view import ImageView, JobView, SceneView, SpeechView, TakeView, VideoView, ViewModel
from omnigen.domain.script import Look, MusicDirection
from pydantic import PlainSerializer

from functions.api.product_views import CutoutResponse

Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A decimal that is shown as a number; money stays text, to the cent."""


class FactsResponse(AssetFacts):
    """What was measured of the normalised file; what does not apply to its kind is null."""

    seconds: Number | None = None
    frame_rate: Number | None = None
    loudness_lufs: Number | None = None
    peak_dbfs: Number | None = None


class AssetResponse(ViewModel):
    """An asset. `url` leads to the normalised file and is valid for an hour; `created_at` in Unix seconds."""

    asset_id: str
    kind: AssetKind
    file_name: str
    content_type: str
    bytes: int
    sha256: str
    facts: FactsResponse
    warnings: tuple[str, ...]
    licence: str
    created_at: int
    url: str


class SegmentResponse(ViewModel):
    """What is said in one scene, and for how long (seconds)."""

    text: str
    duration: Number


class ScriptWords(ViewModel):
    """A script as it was written."""

    title: str
    product_name: str
    call_to_action: str
    look: Look
    sound: MusicDirection
    segments: tuple[SegmentResponse, ...]


class TakeResponse(TakeView):
    """One recording of the narration, and the seconds of the video between which it is heard."""

    start: Number
    end: Number


class SpeechResponse(SpeechView):
    """The narration as it was measured, in seconds; `share` is how much of the video somebody speaks (0 to 1)."""

    seconds: Number
    share: Number
    tempo: Number
    takes: tuple[TakeResponse, ...]


class ImageResponse(ImageView):
    """An image of a scene, with a presigned URL that is valid for an hour.

    `composite_url` shows it as the video will: with the product laid over it, where the image is an empty place that a
    person is asked about; else null.
    """

    scene_id: str
    url: str
    composite_url: str | None


class SceneResponse(SceneView):
    """A scene. Durations in seconds; presigned URLs are valid for an hour."""

    duration: Number
    images: tuple[ImageResponse, ...]
    own_picture_url: str | None
    clip_url: str | None
    thumbnail_url: str | None


class VideoResponse(VideoView):
    """A finished video. Presigned URLs are valid for an hour; request it again for new ones.

    `upload_labels` says what to tick when it is uploaded to its placement; the manifest names all that the cut was made
    from, so that it can be made again.
    """

    duration: Number
    loudness_lufs: Number | None
    true_peak_dbtp: Number | None
    video_url: str
    download_url: str
    thumbnail_url: str | None
    caption_urls: Mapping[str, str]
    manifest_url: str | None
    upload_labels: tuple[str, ...]
    expires_at: int


class ProvenanceResponse(ViewModel):
    """The content credentials of a video. `trusted`: a reader knows the signer; a laptop's own key is not known.

    `unsigned_sha256` is of the file before it was described and signed: only those bytes are the same for the same cut.
    `store` is the manifest store as C2PA's reader prints it.
    """

    video_id: str
    sha256: str | None
    unsigned_sha256: str | None
    issuer: str
    trusted: bool
    store: Mapping[str, Any]


class JobResponse(JobView):
    """A job. Times in Unix seconds, money in USD; `scored`: its music is there; `video_url` is valid for an hour."""

    script: ScriptWords | None  # type: ignore[assignment]
    speech: SpeechResponse | None
    scenes: tuple[SceneResponse, ...]
    cutouts: tuple[CutoutResponse, ...]
    videos: tuple[VideoResponse, ...]
    usage: Mapping[str, Number]
    scored: bool
    video_url: str | None
    links: Mapping[str, str]


class JobAccepted(ViewModel):
    """A job that was started or continued. `language` is that of the video, chosen or detected.

    `warnings` says what the video will come to that its author may not expect; of a job that was continued, nothing.
    """

    job_id: str
    status: JobStatus
    language: str
    warnings: tuple[str, ...] = ()
    links: Mapping[str, str]


class JobSummary(ViewModel):
    """A job in a list."""

    job_id: str
    status: JobStatus
    title: str = ""
    prompt: str = ""
    mode: Mode
    duration: int
    aspect_ratio: str
    pictures: str
    project_id: str | None = None
    error_message: str | None = None
    open_reviews: int = 0
    spent_usd: Decimal = Decimal(0)
    has_video: bool = False
    thumbnail_url: str | None = None
    created_at: int
    updated_at: int
    completed_at: int | None = None


class JobListResponse(ViewModel):
    """A page of jobs in the order asked for; `next_cursor` requests the page after it."""

    items: tuple[JobSummary, ...]
    next_cursor: str | None


class ScriptResponse(ViewModel):
    """A job's script and storyboard. `id` is the job's own.

    `transcript` is what was heard in the user's own recording, where its words were not given; else empty.
    """

    id: str
    status: JobStatus
    mode: Mode
    duration: int
    title: str
    text: str
    transcript: str
    segments: tuple[SegmentResponse, ...]
    speech: SpeechResponse | None
    scenes: tuple[SceneResponse, ...]
    product_name: str
    call_to_action: str
    look: Look | None
    sound: MusicDirection | None
    waits_for_review: bool
    script_complaints: tuple[str, ...]
    script_model: str | None
    storyboard_model: str | None
    input_tokens: int
    output_tokens: int
