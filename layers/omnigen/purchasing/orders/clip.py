"""A scene's clip: where it starts and ends, and the picture on which the next one goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from omnigen.domain.brief_options import Continuity
from omnigen.domain.expected_text import expected_text
from omnigen.domain.job import Clip, Job, Scene
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, purchase_key
from omnigen.domain.storage_keys import Keys, digest
from omnigen.errors import BadOutput, MediaRefused, PolicyBlocked
from omnigen.media.frames import last_frame, thumbnail_jpeg
from omnigen.media.probe import probe
from omnigen.prompts import clip_prompt, shot_direction
from omnigen.providers.protocols import ClipRequest, PredictionOutput, ReferenceImage
from omnigen.providers.video_prompts import ClipUse, prompt_version, use_of
from omnigen.purchasing.downloads import check_content, check_length, check_size, read_all, round_seconds
from omnigen.purchasing.orders.references import NO_PICTURE, read_references, reference_count, reference_hashes
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.purchasing.spec import AsyncSpec, PurchaseResult
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class FrameImage:
    """A stored picture: its key and its hash."""

    key: str
    sha256: str


@dataclass(frozen=True)
class ClipPurchase:
    """The clip of one scene, as the job stands now."""

    app: AppContext
    job: Job
    scene: Scene

    @property
    def key(self) -> PurchaseKey:
        """Hash of everything that shapes the clip, without the model."""
        start, end = self._start, self._end
        width, height = self.app.settings.scaled(self.job.brief.size)
        return purchase_key(
            PurchaseKind.CLIP,
            {
                "prompt": self._prompt,
                "seconds": self.scene.duration,
                "size": [width, height],
                "seed": self._seed,
                "start": start.sha256 if start else None,
                "end": end.sha256 if end else None,
                "redraw": self.scene.redraws,
                **reference_hashes(self.job, self.scene),
                **({"sound": True} if self.job.brief.clip_sound else {}),
            },
            self.scene.id,
        )

    @property
    def spec(self) -> AsyncSpec[ClipRequest]:
        """The purchase specification."""
        return AsyncSpec(
            key=self.key,
            providers=self.app.providers.video_providers_for_clip(self._shape),
            request=self.request,
            keep=self.keep,
            timeout_seconds=self.app.settings.omnigen_clip_timeout_seconds,
        )

    @property
    def is_recorded(self) -> bool:
        """Whether the scene has the clip of this very text, length and start, and its files are as they were made."""
        clip = self.scene.clip
        if clip is None or clip.input_hash != self.key.input_hash:
            return False
        if not self.app.aws.objects.is_intact(clip.key, clip.sha256):
            return False
        if not self.app.aws.objects.is_intact(clip.last_frame_key, clip.last_frame_sha256):
            frame = last_frame(self.app.aws.objects.get(clip.key), self.scene.frames - 1)
            self.app.aws.objects.put(clip.last_frame_key, frame, "image/png")
        return True

    def on_refusal(self, error: PolicyBlocked) -> None:
        """Record the vendor's refusal with the scene."""
        remember_refusal(self.app, self.job, self.scene, str(error))

    def request(self) -> ClipRequest:
        """The request to the vendor; reads the pictures from the bucket."""
        return replace(
            self._shape,
            order_id=self.key.id,
            start_frame=self._picture(self._start),
            end_frame=self._picture(self._end),
            references=read_references(self.app, self.job, self.scene),
        )

    def keep(self, delivery: PredictionOutput, model: str) -> PurchaseResult:
        """Copy clip, thumbnail and the last frame that the viewer sees into the bucket. BadOutput if it is no clip."""
        data = read_all(delivery)
        try:
            facts = probe(data)
            is_last = self.job.after(self.scene) is None
            check_content(data, self.scene.frames, is_first=self.scene.scene_index == 0, is_last=is_last)
            frame = last_frame(data, self.scene.frames - 1)
            thumbnail = thumbnail_jpeg(data)
        except MediaRefused as error:
            raise BadOutput(f"{model} delivered no usable clip: {error}") from error
        check_size(facts.shown_size, *self.app.settings.scaled(self.job.brief.size))
        check_length(round_seconds(facts.seconds), self.scene.duration)
        keys = Keys(self.job.user_id, self.job.job_id)
        input_hash = self.key.input_hash
        clip = Clip(
            key=keys.clip(self.scene.number, input_hash),
            sha256=digest(data),
            input_hash=input_hash,
            model=model,
            seconds=round_seconds(facts.seconds),
            last_frame_key=keys.last_frame(self.scene.number, input_hash),
            last_frame_sha256=digest(frame),
            thumbnail_key=keys.scene_thumbnail(self.scene.number, input_hash),
            prompt_version=prompt_version(model, self._use),
        )
        self.app.aws.objects.put(clip.thumbnail_key, thumbnail, "image/jpeg")
        self.app.aws.objects.put(clip.last_frame_key, frame, "image/png")
        self.app.aws.objects.put(clip.key, data, "video/mp4")
        return PurchaseResult(facts=dict(clip), usage=delivery.usage)

    def record(self, progress: PurchaseProgress) -> PurchaseProgress:
        """Set the scene's clip once it is done; returns the same progress."""
        if progress.ready:
            result = self.app.aws.jobs.get(self.job.job_id).purchases[self.key.id].result
            self.app.aws.artifacts.clip(self.job.job_id, self.scene, Clip.model_validate(result))
        return progress

    @property
    def _shape(self) -> ClipRequest:
        """The request without its pictures, but with a place for each that decides which model is asked."""
        brief = self.job.brief
        width, height = self.app.settings.scaled(brief.size)
        return ClipRequest(
            order_id="",
            job_id=self.job.job_id,
            prompt=self._prompt,
            direction=shot_direction(self.job.written_script, self.scene, self.job.style),
            seconds=self.scene.duration,
            aspect_ratio=brief.aspect_ratio,
            resolution=brief.resolution,
            width=width,
            height=height,
            start_frame=NO_PICTURE if self._start else None,
            references=(NO_PICTURE,) * reference_count(self.job, self.scene),
            with_sound=brief.clip_sound,
            texts=expected_text(self.job, self.scene),
            seed=self._seed,
        )

    @property
    def _prompt(self) -> str:
        return clip_prompt(self.job.written_script, self.scene, self.job.style)

    @property
    def _use(self) -> ClipUse:
        return use_of(starts_on_picture=self._start is not None, ends_on_picture=self._end is not None)

    @property
    def _seed(self) -> int:
        return self.job.seed_for(self.scene)

    @property
    def _start(self) -> FrameImage | None:
        """Keyframes: the scene's own still. Continued: the last frame of the clip before, which must be there.

        What follows a picture that the user brought begins anew.
        """
        if self.job.brief.continuity is Continuity.KEYFRAMES:
            return _still(self.scene)
        before = self.job.before(self.scene) if self.job.continues(self.scene) else None
        if before is None:
            return None
        if before.clip is None:
            raise PolicyBlocked(f"It starts where scene {before.number} ends, and that one was refused")
        return FrameImage(before.clip.last_frame_key, before.clip.last_frame_sha256)

    @property
    def _end(self) -> FrameImage | None:
        after = self.job.after(self.scene)
        has_still = after is not None and not (after.is_hero or after.own_picture)
        return _still(after) if after and has_still and self.job.brief.continuity is Continuity.KEYFRAMES else None

    def _picture(self, frame: FrameImage | None) -> ReferenceImage | None:
        if frame is None:
            return None
        assets = self.app.aws.objects
        return ReferenceImage(data=assets.get(frame.key), url=assets.url(frame.key))


def _still(scene: Scene) -> FrameImage | None:
    image = scene.image
    return FrameImage(image.key, image.sha256) if image else None
