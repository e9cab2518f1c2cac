"""A scene's still: drawn once, drawn again when a person turned it down."""

from __future__ import annotations

from omnigen.domain.job import Image
from omnigen.domain.messages import Nothing, SceneRef
from omnigen.errors import PolicyBlocked
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.image import ImageOrder, again
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def draw_image(event: SceneRef, studio: Studio) -> Nothing:
    """Have the still drawn, unless the one on the record is of this very text."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    scene = job.scene(event.scene_id)
    image_order = ImageOrder(studio, job, scene)
    what = image_order.order
    if scene.image and scene.image.input_hash == what.input_hash:
        return Nothing()
    request = image_order.request()
    try:
        goods = Buyer(studio, event).now(
            what,
            studio.providers.illustrators,
            quote=lambda illustrator: illustrator.quote(request),
            ask=lambda illustrator: illustrator.draw(request),
            find=lambda illustrator: illustrator.find(request),
            keep=image_order.keep,
        )
    except PolicyBlocked as error:
        remember_refusal(studio, job, scene, str(error))
        raise
    image = Image.model_validate(goods)
    if any(known.id == image.id for known in scene.images):
        image = again(scene, image)  # an edit was taken back: the picture of this text becomes the newest once more
    studio.aws.artifacts.image(job.job_id, scene, image)
    return Nothing()


handler = stage(draw_image)
