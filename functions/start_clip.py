"""A scene's clip, ordered: the prediction's id is on the record before anything can go wrong."""

from __future__ import annotations

from omnigen.domain.messages import PurchaseProgress, SceneRef
from omnigen.errors import PolicyBlocked, StaleRun
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def start_clip(event: SceneRef, app: AppContext) -> PurchaseProgress:
    """Order the clip, unless it is there or under way. Only a run that holds a slot may."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    if not app.aws.slots.holds(app.aws.workflow.execution_arn(event.job_id, event.run)):
        raise StaleRun(f"Run {event.run} of the job {event.job_id!r} holds no slot for rendering")
    scene = job.scene(event.scene_id)
    clip_order = ClipPurchase(app, job, scene)
    what = clip_order.order
    if scene.clip and scene.clip.input_hash == what.input_hash:
        return PurchaseProgress(ready=True)
    try:
        status = Buyer(app, event).submit(what, app.providers.video_providers, clip_order.request)
    except PolicyBlocked as error:
        remember_refusal(app, job, scene, str(error))
        raise
    return clip_order.record(status)


handler = lambda_handler(start_clip)
