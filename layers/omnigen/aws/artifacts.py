"""Records artifacts on the job. Paid ones are recorded whatever the run or status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.job_records import ConditionFalse
from omnigen.aws.jobs import Jobs
from omnigen.domain.job import (
    ApprovalStatus,
    Clip,
    Composite,
    CompositionState,
    Image,
    Job,
    MusicTrack,
    Narration,
    ProductCutout,
    Scene,
    ScriptMetadata,
    Video,
)
from omnigen.domain.script import Script
from omnigen.errors import Conflict


@dataclass(frozen=True)
class Artifacts:
    """Writes script, storyboard, pictures, clips, recordings, music and videos to job records."""

    jobs: Jobs

    def script(self, job: Job, script: Script, input_hash: str, metadata: ScriptMetadata, narration: Narration) -> Job:
        """Set the script and what is known of its speech; scenes planned from another script are removed."""
        update = Update().set("script", script).set("script_hash", input_hash).set("script_metadata", metadata)
        update.set("title", job.brief.title or script.title)
        update.set("audio_spec", script.sound).set("narration", narration)
        if job.script is not None and job.script != script:
            update.set("scenes", [])
        return self.jobs.write(job.job_id, update)

    def scenes(self, job: Job, scenes: Sequence[Scene], metadata: ScriptMetadata) -> Job:
        """Set the scenes and the models that planned them."""
        return self.jobs.write(job.job_id, Update().set("scenes", scenes).set("script_metadata", metadata))

    def style(self, job_id: str, style: str) -> Job:
        """Set the description of the style images."""
        return self.jobs.write(job_id, Update().set("style", style))

    def transcript(self, job: Job, text: str) -> Job:
        """Set what was heard in the user's recording."""
        return self.jobs.write(job.job_id, Update().set("narration.transcript", text))

    def cutouts(self, job_id: str, cutouts: Sequence[ProductCutout]) -> Job:
        """Set the cut-outs of the product's photos."""
        return self.jobs.write(job_id, Update().set("cutouts", list(cutouts)))

    def scene(self, job_id: str, scene: Scene, **changes: Any) -> Job:
        """Set attributes of one scene; None removes one. Conflict when the scene was replaced meanwhile."""
        update = self._at(scene)
        for name, value in changes.items():
            update.set(f"scenes[{scene.scene_index}].{name}", value)
        return self._write(job_id, scene, update)

    def image(self, job_id: str, scene: Scene, image: Image) -> Job:
        """Append a picture to a scene's images and clear its refusal; Conflict when the list has changed."""
        place = f"scenes[{scene.scene_index}].images"
        update = self._at(scene).append(place, image).set(f"scenes[{scene.scene_index}].refusal", "")
        update.when(f"size(<{place}>) = :known", known=len(scene.images))
        return self._write(job_id, scene, update)

    def composite(self, job_id: str, scene: Scene, image: Image, composite: Composite) -> Job:
        """Set how the product looks in a picture of a scene; Conflict when that picture is there no more."""
        place = f"scenes[{scene.scene_index}].images[{scene.images.index(image)}]"
        update = (
            self._at(scene).set(f"{place}.composite", composite).when(f"<{place}.id> = :image_id", image_id=image.id)
        )
        return self._write(job_id, scene, update)

    def clip(self, job_id: str, scene: Scene, clip: Clip) -> Job:
        """Set a scene's clip and clear its refusal."""
        return self.scene(job_id, scene, clip=clip, refusal="")

    def narration(self, job: Job, narration: Narration, **changes: Any) -> Job:
        """Set what is spoken and, in the same write, the script or the scenes cut from it.

        Conflict when script or scenes are no longer those of `job`.
        """
        update = Update().set("narration", narration).when("<script_hash> = :seen", seen=job.script_hash)
        for name, value in changes.items():
            update.set(name, value)
        for scene in job.scenes:
            place = f"<scenes[{scene.scene_index}].revision>"
            update.when(f"{place} = :r{scene.scene_index}", **{f"r{scene.scene_index}": scene.revision})
        try:
            return self.jobs.write(job.job_id, update)
        except ConditionFalse as error:
            raise Conflict(f"The words of the job {job.job_id!r} have just been changed; resume it") from error

    def music(self, job_id: str, music: MusicTrack) -> Job:
        """Set the music bed."""
        return self.jobs.write(job_id, Update().set("music", music))

    def composition(self, job_id: str, run: int, state: CompositionState) -> Job | None:
        """Set the state of this run's composition; None when another run is current."""
        update = Update().set("composition", state).when("<run> = :run", run=run)
        try:
            return self.jobs.write(job_id, update)
        except ConditionFalse:
            return None

    def video(self, job: Job, video: Video) -> Job:
        """Add a finished cut as the newest one, unless it is recorded already with this status.

        A cut that was held back by a rule becomes the newest approved one when its status says so.
        """
        others = [known for known in job.videos if known.id != video.id]
        if video in job.videos:
            return job
        update = Update().set("videos", [*others, video]).set("thumbnail_key", video.thumbnail_key)
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
