"""The music bed, looked for and fetched."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def check_music(event: JobRef, app: AppContext) -> PurchaseProgress:
    """Keep the music if it is there."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    music_order = MusicPurchase(app, job)
    status = Buyer(app, event).collect(
        music_order.order,
        app.providers.music_providers,
        music_order.request,
        keep=music_order.keep,
        limit_seconds=app.settings.omnigen_music_timeout_seconds,
    )
    return music_order.record(status)


handler = lambda_handler(check_music)
