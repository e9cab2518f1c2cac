"""Submit a scene's clip to a video model."""

from __future__ import annotations

from omnigen.domain.messages import PurchaseProgress, SceneRef
from omnigen.errors import StaleRun
from omnigen.purchasing.asynchronous import start
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def start_clip(event: SceneRef, app: AppContext) -> PurchaseProgress:
    """Submit the clip, unless none is wanted, or it is done or submitted. StaleRun when the run holds no slot."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    scene = job.scene(event.scene_id)
    if not job.films(scene):
        return PurchaseProgress(ready=True)
    if not app.aws.slots.holds(app.aws.workflow.execution_arn(event.job_id, event.run)):
        raise StaleRun(f"Run {event.run} of the job {event.job_id!r} holds no slot for rendering")
    return start(app, event, ClipPurchase(app, job, scene))


handler = lambda_handler(start_clip)
