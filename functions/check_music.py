"""Poll the job's music and record it when it is done."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.purchasing.asynchronous import check
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def check_music(event: JobRef, app: AppContext) -> PurchaseProgress:
    """Whether the music is done, and when to poll again if not."""
    return check(app, event, MusicPurchase(app, app.aws.jobs.enter(event.job_id, event.run)))


handler = lambda_handler(check_music)
