"""Poll a scene's clip and record it when it is done."""

from __future__ import annotations

from omnigen.domain.messages import PurchaseProgress, SceneRef
from omnigen.purchasing.asynchronous import check
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def check_clip(event: SceneRef, app: AppContext) -> PurchaseProgress:
    """Whether the clip is done, and when to poll again if not."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    return check(app, event, ClipPurchase(app, job, job.scene(event.scene_id)))


handler = lambda_handler(check_clip)
