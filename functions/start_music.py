"""Submit the job's music to a music model."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.purchasing.asynchronous import start
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def start_music(event: JobRef, app: AppContext) -> PurchaseProgress:
    """Submit the music, unless it is done or submitted."""
    return start(app, event, MusicPurchase(app, app.aws.jobs.enter(event.job_id, event.run)))


handler = lambda_handler(start_music)
