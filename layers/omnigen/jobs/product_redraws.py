"""Scenes whose product turned out not to be the one of its photo: drawn anew, a few times."""

from __future__ import annotations

from omnigen.domain.job import CompositionState, Job, JobFailure
from omnigen.errors import ProductAltered
from omnigen.jobs.editing import regeneration
from omnigen.runtime.context import AppContext

MAX_PRODUCT_REDRAWS = 2
"""Then the run fails, and a person decides. Each new picture is bought within the job's cost cap."""


def redraw_altered(app: AppContext, job: Job, failure: JobFailure) -> bool:
    """Have the picture of the scene that a `ProductAltered` names made anew.

    False when it names none, or when the scene was drawn anew as often as it may be.
    """
    if failure.code != ProductAltered.__name__ or failure.scene_id is None:
        return False
    scene = job.scene(failure.scene_id)
    if scene.product_redraws >= MAX_PRODUCT_REDRAWS:
        return False
    update = regeneration(job, [scene.id], failure.message)
    update.set(f"scenes[{scene.scene_index}].product_redraws", scene.product_redraws + 1)
    update.set("composition", CompositionState()).when("<run> = :run", run=job.run)
    app.aws.jobs.write(job.job_id, update)
    return True
