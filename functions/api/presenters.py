"""Builds the API's responses from job records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omnigen.domain.asset import Asset
from omnigen.domain.disclosure import upload_labels
from omnigen.domain.job import Job, JobStatus, Scene
from omnigen.domain.job_view import image_view, job_view, speech_view, video_view
from omnigen.domain.job_view import scene_view as domain_scene_view
from omnigen.domain.script import Script
from omnigen.runtime.context import AppContext

from functions.api.product_views import composite_url, cutout_responses
from functions.api.responses import (
    AssetResponse,
    FactsResponse,
    ImageResponse,
    JobAccepted,
    JobResponse,
    JobSummary,
    SceneResponse,
    ScriptResponse,
    ScriptWords,
    SegmentResponse,
    SpeechResponse,
    TakeResponse,
    VideoResponse,
)


def job_response(app: AppContext, job: Job) -> JobResponse:
    """The whole job, with presigned URLs."""
    view = job_view(job)
    own = {
        "script": script_words(job.script) if job.script else None,
        "speech": speech_response(job),
        "scenes": scene_responses(app, job),
        "cutouts": cutout_responses(app, job),
        "scored": job.music is not None,
        "videos": tuple(video_response(app, job, video.id) for video in job.videos),
        "video_url": app.aws.objects.url(job.video_key) if job.video_key else None,
        "links": links(job),
    }
    return JobResponse(**(dict(view) | own))


def accepted_response(job: Job, warnings: tuple[str, ...] = ()) -> JobAccepted:
    """The response to a request that starts or continues a job."""
    return JobAccepted(
        job_id=job.job_id,
        status=job.public_status,
        language=job.brief.narration.language,
        warnings=warnings,
        links=links(job),
    )


def job_summary(app: AppContext, item: Mapping[str, Any]) -> JobSummary:
    """A job of a list, from its item in the index."""
    known = {name: item[name] for name in JobSummary.model_fields if item.get(name) is not None}
    picture = app.aws.objects.url(item["thumbnail_key"]) if item.get("thumbnail_key") else None
    made = {"status": shown_status(item), "has_video": bool(item.get("video_key")), "thumbnail_url": picture}
    return JobSummary(**(known | made))


def shown_status(item: Mapping[str, Any]) -> str:
    """The status of a job of a list as its user sees it."""
    waits = item["status"] == JobStatus.PROCESSING and item.get("open_reviews")
    return str(JobStatus.AWAITING_REVIEW if waits else item["status"])


def links(job: Job) -> dict[str, str]:
    """Paths of the job and what belongs to it."""
    place = f"/api/v1/jobs/{job.job_id}"
    known = {"self": place, "events": f"{place}/events", "script": f"{place}/script"}
    return known | ({"video": f"{place}/video"} if job.video_key else {})


def script_response(app: AppContext, job: Job) -> ScriptResponse:
    """Script and storyboard. The spoken text is taken from the scenes, which may have been edited since."""
    script, metadata = job.script, job.script_metadata
    segments = segment_responses(job)
    return ScriptResponse(
        id=job.job_id,
        status=job.public_status,
        mode=job.brief.mode,
        duration=job.brief.duration,
        title=job.title or (script.title if script else ""),
        text=job.spoken_text or job.brief.script_text or "",
        transcript=job.narration.transcript,
        segments=segments,
        speech=speech_response(job),
        scenes=scene_responses(app, job),
        product_name=script.product_name if script else "",
        call_to_action=script.call_to_action if script else "",
        look=script.look if script else None,
        sound=script.sound if script else None,
        waits_for_review=job.status is JobStatus.DRAFT or any(r.gate == "script" for r in job.open_reviews),
        script_complaints=metadata.script_complaints,
        script_model=metadata.script_model or None,
        storyboard_model=metadata.storyboard_model or None,
        input_tokens=int(job.usage.get("input_tokens", 0)),
        output_tokens=int(job.usage.get("output_tokens", 0)),
    )


def script_words(script: Script) -> ScriptWords:
    """The script as it was written."""
    segments = tuple(SegmentResponse(text=part.text, duration=part.duration) for part in script.segments)
    return ScriptWords(**(dict(script) | {"segments": segments}))


def speech_response(job: Job) -> SpeechResponse | None:
    """The narration as it was measured; None while nothing is recorded."""
    view = speech_view(job)
    if view is None:
        return None
    takes = tuple(TakeResponse(**dict(take)) for take in view.takes)
    return SpeechResponse(**(dict(view) | {"takes": takes}))


def segment_responses(job: Job) -> tuple[SegmentResponse, ...]:
    """The narration of each scene with its length."""
    if job.scenes:
        return tuple(SegmentResponse(text=scene.narration, duration=scene.duration) for scene in job.scenes)
    return script_words(job.script).segments if job.script else ()


def scene_responses(app: AppContext, job: Job) -> tuple[SceneResponse, ...]:
    """The scenes of the storyboard, with presigned URLs."""
    return tuple(scene_response(app, job, scene) for scene in job.scenes)


def scene_response(app: AppContext, job: Job, scene: Scene) -> SceneResponse:
    """One scene, with presigned URLs."""
    url, clip = app.aws.objects.url, scene.clip
    own = {
        "images": image_responses(app, scene),
        "own_picture_url": url(scene.own_asset.key) if scene.own_asset else None,
        "clip_url": url(clip.key) if clip else None,
        "thumbnail_url": url(clip.thumbnail_key) if clip and clip.thumbnail_key else None,
    }
    return SceneResponse(**(dict(domain_scene_view(job, scene)) | own))


def image_responses(app: AppContext, scene: Scene) -> tuple[ImageResponse, ...]:
    """A scene's images, oldest first, with presigned URLs."""
    return tuple(
        ImageResponse(
            **dict(image_view(image)),
            scene_id=scene.id,
            url=app.aws.objects.url(image.key),
            composite_url=composite_url(app, scene, image),
        )
        for image in scene.images
    )


def video_response(app: AppContext, job: Job, video_id: str) -> VideoResponse:
    """One finished video of the job, with presigned URLs."""
    video = next(video for video in job.videos if video.id == video_id)
    assets = app.aws.objects
    return VideoResponse(
        **dict(video_view(video)),
        video_url=assets.url(video.key),
        download_url=assets.url(video.key, filename=f"{video.id}.mp4"),
        thumbnail_url=assets.url(video.thumbnail_key) if video.thumbnail_key else None,
        caption_urls={kind: assets.url(key) for kind, key in video.captions.items()},
        manifest_url=assets.url(video.manifest_key) if video.manifest_key else None,
        upload_labels=upload_labels(job.brief.placement),
        expires_at=app.now() + app.settings.omnigen_presign_seconds,
    )


def asset_response(app: AppContext, asset: Asset) -> AssetResponse:
    """A file of the user's own, with a presigned URL."""
    known = {name: getattr(asset, name) for name in AssetResponse.model_fields if name not in {"facts", "url"}}
    facts = FactsResponse.model_validate(asset.facts.model_dump())
    return AssetResponse(**known, facts=facts, url=app.aws.objects.url(asset.key))
