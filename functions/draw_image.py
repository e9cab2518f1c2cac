"""Draws a scene's still, and draws it again after a rejection."""

from __future__ import annotations

from omnigen.domain.job import Image
from omnigen.domain.messages import PurchaseProgress, SceneRef
from omnigen.errors import PolicyBlocked, ProviderThrottled
from omnigen.purchasing.coordinator import seconds_to_wait
from omnigen.purchasing.orders.image import ImagePurchase, restored_image
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def draw_image(event: SceneRef, app: AppContext) -> PurchaseProgress:
    """Buy the still, unless none is wanted, or the record has one of these inputs, undamaged.

    The answer says when to call again if the vendor is busy.
    """
    job = app.aws.jobs.enter(event.job_id, event.run)
    scene = job.scene(event.scene_id)
    if not job.draws_still(scene):
        return PurchaseProgress(ready=True)
    purchase = ImagePurchase(app, job, scene)
    known = scene.image
    if known and known.input_hash == purchase.key.input_hash and app.aws.objects.is_intact(known.key, known.sha256):
        return PurchaseProgress(ready=True)
    try:
        image = Image.model_validate(buy(app, event, purchase.spec))
    except PolicyBlocked as error:
        remember_refusal(app, job, scene, str(error))
        raise
    except ProviderThrottled as error:
        return PurchaseProgress(ready=False, wait_seconds=seconds_to_wait(error))
    if any(known.id == image.id for known in scene.images):
        image = restored_image(scene, image)  # an edit was taken back: its picture becomes the newest again
    app.aws.artifacts.image(job.job_id, scene, image)
    return PurchaseProgress(ready=True)


handler = lambda_handler(draw_image)
