"""What is remembered when a vendor will not make a picture of a scene's text."""

from __future__ import annotations

from omnigen.domain.brief import Gate
from omnigen.domain.job import Job, Scene
from omnigen.studio import Studio


def remember_refusal(studio: Studio, job: Job, scene: Scene, reason: str) -> None:
    """Keep the vendor's words with the scene, and forget that a person approved this text: its gate opens again."""
    studio.aws.artifacts.scene(job.job_id, scene, refusal=reason)
    if Gate.SCENES in job.brief.review:
        studio.aws.reviews.withdraw(job, Gate.SCENES, scene.id)
