"""Writing what stages made onto the job record. Paid things are recorded whatever the run or status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.jobs import ConditionFalse, Jobs
from omnigen.domain.job import (
    ApprovalStatus,
    Clip,
    CompositionState,
    Image,
    Job,
    MusicTrack,
    Scene,
    ScriptMetadata,
    Speech,
    Video,
)
from omnigen.domain.script import Script
from omnigen.errors import Conflict


@dataclass(frozen=True)
class Artifacts:
    """What a job has produced so far."""

    jobs: Jobs

    def script(self, job: Job, script: Script, input_hash: str, metadata: ScriptMetadata) -> Job:
        """Keep the script; an older storyboard made from another script goes with it."""
        update = Update().set("script", script).set("script_hash", input_hash).set("script_metadata", metadata)
        update.set("title", job.brief.title or script.title)
        update.set("audio_spec", script.sound)
        if job.script is not None and job.script != script:
            update.set("scenes", [])
        return self.jobs.write(job.job_id, update)

    def scenes(self, job: Job, scenes: Sequence[Scene], metadata: ScriptMetadata) -> Job:
        """Keep the storyboard."""
        return self.jobs.write(job.job_id, Update().set("scenes", scenes).set("script_metadata", metadata))

    def style(self, job_id: str, style: str) -> Job:
        """Keep the description of the style images."""
        return self.jobs.write(job_id, Update().set("style", style))

    def scene(self, job_id: str, scene: Scene, **changes: Any) -> Job:
        """Change attributes of one scene; what is None goes."""
        update = self._at(scene)
        for name, value in changes.items():
            update.set(f"scenes[{scene.scene_index}].{name}", value)
        return self._write(job_id, scene, update)

    def image(self, job_id: str, scene: Scene, image: Image) -> Job:
        """Add a picture to a scene's history, once; what a vendor refused before was drawn after all."""
        place = f"scenes[{scene.scene_index}].images"
        update = self._at(scene).append(place, image).set(f"scenes[{scene.scene_index}].refusal", "")
        update.when(f"size(<{place}>) = :known", known=len(scene.images))
        return self._write(job_id, scene, update)

    def clip(self, job_id: str, scene: Scene, clip: Clip) -> Job:
        """Keep a scene's clip; what a vendor refused before was filmed after all."""
        return self.scene(job_id, scene, clip=clip, refusal="")

    def speech(self, job_id: str, scene: Scene, speech: Speech) -> Job:
        """Keep a scene's recording."""
        return self.scene(job_id, scene, speech=speech)

    def music(self, job_id: str, music: MusicTrack) -> Job:
        """Keep the music bed."""
        return self.jobs.write(job_id, Update().set("music", music))

    def composition(self, job_id: str, run: int, state: CompositionState) -> Job | None:
        """Keep what the composition of this run reports (progress or its error); None when another run is current."""
        update = Update().set("composition", state).when("<run> = :run", run=run)
        try:
            return self.jobs.write(job_id, update)
        except ConditionFalse:
            return None

    def video(self, job: Job, video: Video) -> Job:
        """Add a finished cut and make it the newest; the same cut twice counts once."""
        if any(known.id == video.id for known in job.videos):
            return job
        update = Update().set("videos", [*job.videos, video]).set("thumbnail_key", video.thumbnail_key)
        if video.status is ApprovalStatus.APPROVED:
            update.set("video_key", video.key).set("made_from", {scene.id: scene.content_hash for scene in job.scenes})
        update.when("size(<videos>) = :known", known=len(job.videos))
        return self.jobs.write(job.job_id, update)

    def _at(self, scene: Scene) -> Update:
        return Update().when(f"<scenes[{scene.scene_index}].id> = :scene_id", scene_id=scene.id)

    def _write(self, job_id: str, scene: Scene, update: Update) -> Job:
        try:
            return self.jobs.write(job_id, update)
        except ConditionFalse as error:
            raise Conflict(f"The scene {scene.id!r} has been changed by somebody else; look at it again") from error
