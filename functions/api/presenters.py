"""Putting what is on the record into the API's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omnigen.domain.job import Job, JobStatus, Scene
from omnigen.domain.job_view import image_view, job_view, video_view
from omnigen.domain.job_view import scene_view as domain_scene_view
from omnigen.domain.script import Script
from omnigen.runtime.context import Studio

from functions.api.responses import (
    ImageShown,
    JobAccepted,
    JobListed,
    JobShown,
    SceneShown,
    ScriptShown,
    ScriptWords,
    SegmentShown,
    VideoShown,
)


def shown(studio: Studio, job: Job) -> JobShown:
    """The job as it stands."""
    view = job_view(job)
    own = {
        "script": script_words(job.script) if job.script else None,
        "scenes": scenes_shown(studio, job),
        "scored": job.music is not None,
        "videos": tuple(video_shown(studio, job, video.id) for video in job.videos),
        "video_url": studio.aws.assets.url(job.video_key) if job.video_key else None,
        "links": links(job),
    }
    return JobShown(**(dict(view) | own))


def accepted(job: Job) -> JobAccepted:
    """The job as it was taken on."""
    return JobAccepted(job_id=job.job_id, status=job.shown_status, links=links(job))


def listed(studio: Studio, item: Mapping[str, Any]) -> JobListed:
    """A job from what the index knows of it."""
    status = item["status"]
    if status == JobStatus.PROCESSING and item.get("open_reviews"):
        status = JobStatus.AWAITING_REVIEW
    known = {name: item[name] for name in JobListed.model_fields if item.get(name) is not None}
    picture = studio.aws.assets.url(item["thumbnail_key"]) if item.get("thumbnail_key") else None
    made = {"status": status, "has_video": bool(item.get("video_key")), "thumbnail_url": picture}
    return JobListed(**(known | made))


def links(job: Job) -> dict[str, str]:
    """Where to go on from here."""
    place = f"/api/v1/jobs/{job.job_id}"
    known = {"self": place, "events": f"{place}/events", "script": f"{place}/script"}
    return known | ({"video": f"{place}/video"} if job.video_key else {})


def script_shown(studio: Studio, job: Job) -> ScriptShown:
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
        scenes=scenes_shown(studio, job),
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


def scenes_shown(studio: Studio, job: Job) -> tuple[SceneShown, ...]:
    """The storyboard."""
    return tuple(scene_shown(studio, scene) for scene in job.scenes)


def scene_shown(studio: Studio, scene: Scene) -> SceneShown:
    """One scene."""
    url, clip = studio.aws.assets.url, scene.clip
    own = {
        "images": images_shown(studio, scene),
        "clip_url": url(clip.key) if clip else None,
        "thumbnail_url": url(clip.thumbnail_key) if clip and clip.thumbnail_key else None,
    }
    return SceneShown(**(dict(domain_scene_view(scene)) | own))


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
        download_url=assets.url(video.key, filename=f"{video.id}.mp4"),
        thumbnail_url=assets.url(video.thumbnail_key) if video.thumbnail_key else None,
        caption_urls={kind: assets.url(key) for kind, key in video.captions.items()},
        expires_at=studio.aws.jobs.now() + studio.settings.omnigen_presign_seconds,
    )
