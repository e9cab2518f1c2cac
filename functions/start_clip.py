"""A scene's clip, ordered: the prediction's id is on the record before anything can go wrong."""

from __future__ import annotations

from omnigen.domain.messages import OrderStatus, SceneRef
from omnigen.errors import PolicyBlocked, StaleRun
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.clip import ClipOrder
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def start_clip(event: SceneRef, studio: Studio) -> OrderStatus:
    """Order the clip, unless it is there or under way. Only a run that holds a slot may."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    if not studio.aws.slots.holds(studio.aws.workflow.execution_arn(event.job_id, event.run)):
        raise StaleRun(f"Run {event.run} of the job {event.job_id!r} holds no slot for rendering")
    scene = job.scene(event.scene_id)
    clip_order = ClipOrder(studio, job, scene)
    what = clip_order.order
    if scene.clip and scene.clip.input_hash == what.input_hash:
        return OrderStatus(ready=True)
    try:
        status = Buyer(studio, event).submit(what, studio.providers.filmmakers, clip_order.request)
    except PolicyBlocked as error:
        remember_refusal(studio, job, scene, str(error))
        raise
    return clip_order.record(status)


handler = stage(start_clip)
