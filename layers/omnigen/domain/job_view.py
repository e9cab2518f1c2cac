"""A job as API and command line show it, without internals (task tokens, keys of purchases)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from omnigen.domain.brief import Brief
from omnigen.domain.job import Image, Job, JobStatus, PendingReview, Scene, ScriptMetadata, Video
from omnigen.domain.own_media import OwnPicture
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.progress import progress
from omnigen.domain.script import Script
from omnigen.domain.shot import Join
from omnigen.errors import by_code

_HUNDREDTH = Decimal("0.01")


class ViewModel(BaseModel):
    """A response model; frozen."""

    model_config = ConfigDict(frozen=True)


class ImageView(ViewModel):
    """One picture of a scene's history."""

    id: str
    number: int
    status: str
    reason: str
    key: str


class ElementView(ViewModel):
    """A thing, person or place that looks the same in every scene that names it."""

    id: str
    kind: str
    description: str


class SceneView(ViewModel):
    """A scene and its artifacts. Durations in seconds; `stale`: it was edited since the video was made.

    `product` says whether the product is shown, `product_photo` by which photo (an asset's id, else empty).
    """

    id: str
    scene_index: int
    duration: Decimal
    narration: str
    visual_prompt: str
    purpose: str
    shot_size: str
    angle: str
    camera_move: str
    action: str
    on_screen_text: str
    elements: tuple[ElementView, ...]
    join: str
    transition: str
    product: ProductShown
    product_photo: str
    status: str
    refusal: str
    stale: bool
    images: tuple[ImageView, ...]
    clip_key: str | None
    own_picture: OwnPicture | None
    narrated: bool


class TakeView(ViewModel):
    """One recording of the narration, and the seconds of the video between which it is heard."""

    text: str
    start: Decimal
    end: Decimal


class SpeechView(ViewModel):
    """The narration as it was measured.

    `seconds` is how long somebody speaks, `share` how much of the video that is (0 to 1), `tempo` how much faster than
    recorded the takes are played. `left_out` says what was shortened, in sentences.
    """

    seconds: Decimal
    share: Decimal
    tempo: Decimal
    takes: tuple[TakeView, ...]
    left_out: tuple[str, ...]


class ReviewView(ViewModel):
    """A gate that waits for a person."""

    gate: str
    scene_id: str | None
    opened_at: int
    reason: str
    proposal: str


class VideoView(ViewModel):
    """A finished cut. Loudness in LUFS, true peak in dBTP; `signed`: content credentials (C2PA) are in the file."""

    id: str
    status: str
    key: str
    duration: Decimal
    frames: int
    width: int
    height: int
    bytes: int
    sha256: str | None
    signed: bool
    loudness_lufs: Decimal | None
    true_peak_dbtp: Decimal | None
    captions: Mapping[str, str]
    created_at: int


class ProblemView(ViewModel):
    """Why it failed, whether trying again helps, and who can mend it."""

    code: str
    message: str
    stage: str
    scene_id: str | None
    retryable: bool
    fixable_by: str


class VendorBusyView(ViewModel):
    """A vendor that asked the job to wait: it is asked for the `kind` of purchase again at `until` (Unix seconds)."""

    model: str
    kind: str
    until: int


class JobView(ViewModel):
    """A job. Times in Unix seconds, money in USD. `vendor_busy` is about the time until then only."""

    job_id: str
    status: JobStatus
    stage: str
    progress: int
    title: str
    brief: Brief
    run: int
    rev: int
    script: Script | None
    script_metadata: ScriptMetadata
    speech: SpeechView | None
    scenes: tuple[SceneView, ...]
    reviews: tuple[ReviewView, ...]
    videos: tuple[VideoView, ...]
    video_key: str | None
    spent_usd: Decimal
    reserved_usd: Decimal
    usage: Mapping[str, Decimal]
    vendor_busy: VendorBusyView | None
    problem: ProblemView | None
    error_message: str | None
    created_at: int
    updated_at: int
    completed_at: int | None


def job_view(job: Job) -> JobView:
    """The job as it stands."""
    now = progress(job)
    return JobView(
        job_id=job.job_id,
        status=job.public_status,
        stage=now.stage,
        progress=now.percent,
        title=job.title,
        brief=job.brief,
        run=job.run,
        rev=job.rev,
        script=job.script,
        script_metadata=job.script_metadata,
        speech=speech_view(job),
        scenes=tuple(scene_view(job, scene) for scene in job.scenes),
        reviews=tuple(_review(review) for review in job.open_reviews),
        videos=tuple(video_view(video) for video in job.videos),
        video_key=job.video_key,
        spent_usd=job.spent_usd,
        reserved_usd=job.committed_usd - job.spent_usd,
        usage=job.usage,
        vendor_busy=_vendor_busy(job),
        problem=_problem(job),
        error_message=job.error_message,
        created_at=job.created_at,
        updated_at=job.updated_at,
        completed_at=job.completed_at,
    )


def speech_view(job: Job) -> SpeechView | None:
    """The narration as it was measured; None while nothing is recorded."""
    narration = job.narration
    if not narration.takes:
        return None
    seconds = narration.spoken_seconds
    return SpeechView(
        seconds=seconds.quantize(_HUNDREDTH),
        share=(seconds / job.brief.story_seconds).quantize(_HUNDREDTH),
        tempo=narration.tempo,
        takes=tuple(
            TakeView(
                text=take.text,
                start=take.start,
                end=(take.start + take.audible_seconds / narration.tempo).quantize(_HUNDREDTH),
            )
            for take in narration.takes
        ),
        left_out=narration.notes,
    )


def scene_view(job: Job, scene: Scene) -> SceneView:
    """A scene as it stands."""
    return SceneView(
        id=scene.id,
        scene_index=scene.scene_index,
        duration=scene.duration,
        narration=scene.narration,
        visual_prompt=scene.visual_prompt,
        purpose=scene.purpose,
        shot_size=scene.shot_size,
        angle=scene.angle,
        camera_move=scene.camera_move,
        action=scene.action,
        on_screen_text=scene.on_screen_text,
        elements=tuple(ElementView(**dict(element)) for element in scene.elements),
        join=Join.CONTINUE if job.continues(scene) else Join.NEW_SHOT,
        transition=scene.transition,
        product=scene.product,
        product_photo=scene.product_photo,
        status=scene.status,
        refusal=scene.refusal,
        stale=job.made_from.get(scene.id, scene.content_hash) != scene.content_hash,
        images=tuple(image_view(image) for image in scene.images),
        clip_key=scene.clip.key if scene.clip else None,
        own_picture=scene.own_picture,
        narrated=bool(scene.narration) and bool(job.narration.takes),
    )


def image_view(image: Image) -> ImageView:
    """A picture as it stands."""
    return ImageView(id=image.id, number=image.number, status=image.status, reason=image.reason, key=image.key)


def video_view(video: Video) -> VideoView:
    """A cut as it stands."""
    return VideoView(**{name: getattr(video, name) for name in VideoView.model_fields})


def _review(review: PendingReview) -> ReviewView:
    return ReviewView(**{name: getattr(review, name) for name in ReviewView.model_fields})


def _vendor_busy(job: Job) -> VendorBusyView | None:
    """The last wait that a vendor asked the current run for, over or not: there is no clock here."""
    waits = [one for one in job.purchases.values() if one.retry_at and one.run == job.run and one.settled]
    if job.status is not JobStatus.PROCESSING or not waits:
        return None
    latest = max(waits, key=lambda one: one.retry_at)
    return VendorBusyView(model=latest.failures[-1].model, kind=latest.kind, until=latest.retry_at)


def _problem(job: Job) -> ProblemView | None:
    if job.problem is None:
        return None
    known = by_code(job.problem.code)
    return ProblemView(**dict(job.problem), retryable=known.retryable, fixable_by=known.fixable_by)
