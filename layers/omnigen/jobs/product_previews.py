"""What a person sees at the gate of images of a scene that shows the product itself: the product in its place."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from omnigen.domain.job import Composite, Image, Job, ProductCutout, Scene
from omnigen.domain.storage_keys import Keys, digest
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, Timeline
from omnigen.domain.timeline_builder import shots
from omnigen.runtime.context import AppContext

LONGEST_SIDE = 960
"""Pixels: enough to judge a picture by, in a file of about 100 kB."""


def show_product(app: AppContext, job: Job, scene: Scene) -> Job:
    """The job with a picture of the product in the scene's newest still. Nothing is bought for it.

    Scenes that do not show the product itself stay as they are, and so does a picture of the same photo.
    """
    image, cutout = scene.image, job.cutout(scene.product_photo) if scene.is_hero else None
    if image is None or cutout is None or (image.composite and image.composite.photo == cutout.asset):
        return job
    picture = _composed(app, job, scene, image, cutout)
    key = Keys(job.user_id, job.job_id).composite(scene.number, image.number, digest(picture))
    app.aws.objects.put(key, picture, "image/jpeg")
    return app.aws.artifacts.composite(job.job_id, scene, image, Composite(key=key, photo=cutout.asset))


def _composed(app: AppContext, job: Job, scene: Scene, image: Image, cutout: ProductCutout) -> bytes:
    from omnigen.rendering.video.hero import ProductShot
    from omnigen.rendering.video.hero_preview import hero_preview

    alone = replace(shots(job)[scene.scene_index], transition=Transition.CUT, transition_frames=0)
    cut = Timeline(canvas=_canvas(app, job), shots=(alone,))
    with tempfile.TemporaryDirectory() as folder:
        still, product = Path(folder, "still"), Path(folder, "product.png")
        still.write_bytes(app.aws.objects.get(image.key))
        product.write_bytes(app.aws.objects.get(cutout.key))
        return hero_preview(ProductShot.open(cut, 0, still, product))


def _canvas(app: AppContext, job: Job) -> Canvas:
    """The shape of the video, at most `LONGEST_SIDE` pixels long."""
    size = app.settings.scaled(job.brief.size)
    shrink = min(1.0, LONGEST_SIDE / max(size))
    width, height = (max(round(side * shrink / 2) * 2, 16) for side in size)
    return Canvas(width=width, height=height)
