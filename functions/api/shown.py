"""What the API shows: the domain's views with durations as numbers, addresses of files, and links."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from omnigen.domain.brief import Mode
from omnigen.domain.job import Job, JobStatus, Scene
from omnigen.domain.script import Look, Script, Sound
from omnigen.domain.view import ImageView, JobView, SceneView, VideoView, View, image_view, job_view, video_view
from omnigen.domain.view import scene_view as domain_scene_view
from omnigen.studio import Studio
from pydantic import PlainSerializer

Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A decimal that is shown as a number; money stays text, to the cent."""


class SegmentShown(View):
    """What is said in one scene, and for how long (seconds)."""

    text: str
    duration: Number


class ScriptWords(View):
    """A script as it was written."""

    title: str
    product_name: str
    call_to_action: str
    look: Look
    sound: Sound
    segments: tuple[SegmentShown, ...]


class SceneShown(SceneView):
    """A scene. Durations in seconds."""

    duration: Number


class VideoShown(VideoView):
    """A finished cut. Addresses work for an hour; ask again for new ones."""

    duration: Number
    loudness_lufs: Number | None
    true_peak_dbtp: Number | None
    video_url: str
    thumbnail_url: str | None
    caption_urls: Mapping[str, str]
    expires_at: int


class ImageShown(ImageView):
    """A picture of a scene, with an address that works for an hour."""

    scene_id: str
    url: str


class JobShown(JobView):
    """A job. Times in Unix seconds, money in USD; `video_url` works for an hour."""

    script: ScriptWords | None  # type: ignore[assignment]
    scenes: tuple[SceneShown, ...]
    videos: tuple[VideoShown, ...]
    usage: Mapping[str, Number]
    video_url: str | None
    links: Mapping[str, str]


class JobAccepted(View):
    """A job that was taken on."""

    job_id: str
    status: JobStatus
    links: Mapping[str, str]


class JobListed(View):
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
    created_at: int
    updated_at: int
    completed_at: int | None = None


class JobPage(View):
    """Some jobs, newest first; `next_cursor` asks for those after them."""

    items: tuple[JobListed, ...]
    next_cursor: str | None


class ScriptShown(View):
    """A job's script and storyboard. `id` is the job's own."""

    id: str
    status: JobStatus
    mode: Mode
    duration: int
    title: str
    text: str
    segments: tuple[SegmentShown, ...]
    scenes: tuple[SceneShown, ...]
    product_name: str
    call_to_action: str
    look: Look | None
    sound: Sound | None
    waits_for_review: bool
    script_model: str | None
    storyboard_model: str | None
    input_tokens: int
    output_tokens: int


def shown(studio: Studio, job: Job) -> JobShown:
    """The job as it stands."""
    view = job_view(job)
    own = {
        "script": script_words(job.script) if job.script else None,
        "scenes": scenes_shown(job),
        "videos": tuple(video_shown(studio, job, video.id) for video in job.videos),
        "video_url": studio.aws.assets.url(job.video_key) if job.video_key else None,
        "links": links(job),
    }
    return JobShown(**(dict(view) | own))


def accepted(job: Job) -> JobAccepted:
    """The job as it was taken on."""
    return JobAccepted(job_id=job.job_id, status=job.shown_status, links=links(job))


def listed(item: Mapping[str, Any]) -> JobListed:
    """A job from what the index knows of it."""
    status = item["status"]
    if status == JobStatus.PROCESSING and item.get("open_reviews"):
        status = JobStatus.AWAITING_REVIEW
    known = {name: item[name] for name in JobListed.model_fields if item.get(name) is not None}
    return JobListed(**(known | {"status": status, "has_video": bool(item.get("video_key"))}))


def links(job: Job) -> dict[str, str]:
    """Where to go on from here."""
    place = f"/api/v1/jobs/{job.job_id}"
    known = {"self": place, "events": f"{place}/events", "script": f"{place}/script"}
    return known | ({"video": f"{place}/video"} if job.video_key else {})


def script_shown(job: Job) -> ScriptShown:
    """Script and storyboard; the scenes, which may have been edited since, say what is spoken."""
    script, metadata = job.script, job.script_metadata
    segments = segments_shown(job)
    return ScriptShown(
        id=job.job_id,
        status=job.shown_status,
        mode=job.brief.mode,
        duration=job.brief.duration,
        title=job.title or (script.title if script else ""),
        text=" ".join(segment.text for segment in segments if segment.text) or job.brief.script_text or "",
        segments=segments,
        scenes=scenes_shown(job),
        product_name=script.product_name if script else "",
        call_to_action=script.call_to_action if script else "",
        look=script.look if script else None,
        sound=script.sound if script else None,
        waits_for_review=job.status is JobStatus.DRAFT or any(r.gate == "script" for r in job.open_reviews),
        script_model=metadata.get("script_model"),
        storyboard_model=metadata.get("storyboard_model"),
        input_tokens=int(job.usage.get("input_tokens", 0)),
        output_tokens=int(job.usage.get("output_tokens", 0)),
    )


def script_words(script: Script) -> ScriptWords:
    """The script as it was written."""
    segments = tuple(SegmentShown(text=part.text, duration=part.duration) for part in script.segments)
    return ScriptWords(**(dict(script) | {"segments": segments}))


def segments_shown(job: Job) -> tuple[SegmentShown, ...]:
    """What is said, scene by scene."""
    if job.scenes:
        return tuple(SegmentShown(text=scene.narration, duration=scene.duration) for scene in job.scenes)
    return script_words(job.script).segments if job.script else ()


def scenes_shown(job: Job) -> tuple[SceneShown, ...]:
    """The storyboard."""
    return tuple(scene_shown(scene) for scene in job.scenes)


def scene_shown(scene: Scene) -> SceneShown:
    """One scene."""
    return SceneShown(**dict(domain_scene_view(scene)))


def images_shown(studio: Studio, scene: Scene) -> tuple[ImageShown, ...]:
    """A scene's pictures, oldest first."""
    return tuple(
        ImageShown(**dict(image_view(image)), scene_id=scene.id, url=studio.aws.assets.url(image.key))
        for image in scene.images
    )


def video_shown(studio: Studio, job: Job, video_id: str) -> VideoShown:
    """One cut of the job, with addresses."""
    video = next(video for video in job.videos if video.id == video_id)
    assets = studio.aws.assets
    return VideoShown(
        **dict(video_view(video)),
        video_url=assets.url(video.key),
        thumbnail_url=assets.url(video.thumbnail_key) if video.thumbnail_key else None,
        caption_urls={kind: assets.url(key) for kind, key in video.captions.items()},
        expires_at=studio.aws.jobs.now() + studio.settings.omnigen_presign_seconds,
    )
