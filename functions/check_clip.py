"""A scene's clip, looked for and fetched, with the frame on which the next one starts."""

from __future__ import annotations

from omnigen.domain.messages import PurchaseProgress, SceneRef
from omnigen.errors import PolicyBlocked
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def check_clip(event: SceneRef, app: AppContext) -> PurchaseProgress:
    """Keep the clip if it is there."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    scene = job.scene(event.scene_id)
    clip_order = ClipPurchase(app, job, scene)
    try:
        status = Buyer(app, event).collect(
            clip_order.order,
            app.providers.video_providers,
            clip_order.request,
            keep=clip_order.keep,
            limit_seconds=app.settings.omnigen_clip_timeout_seconds,
        )
    except PolicyBlocked as error:
        remember_refusal(app, job, scene, str(error))
        raise
    return clip_order.record(status)


handler = lambda_handler(check_clip)
