"""A scene's clip, looked for and fetched, with the frame on which the next one starts."""

from __future__ import annotations

from omnigen.domain.messages import OrderStatus, SceneRef
from omnigen.errors import PolicyBlocked
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.clip import ClipOrder
from omnigen.purchasing.orders.refusal import remember_refusal
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def check_clip(event: SceneRef, studio: Studio) -> OrderStatus:
    """Keep the clip if it is there."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    scene = job.scene(event.scene_id)
    clip_order = ClipOrder(studio, job, scene)
    try:
        status = Buyer(studio, event).collect(
            clip_order.order,
            studio.providers.filmmakers,
            clip_order.request,
            keep=clip_order.keep,
            limit_seconds=studio.settings.omnigen_clip_timeout_seconds,
        )
    except PolicyBlocked as error:
        remember_refusal(studio, job, scene, str(error))
        raise
    return clip_order.record(status)


handler = stage(check_clip)
