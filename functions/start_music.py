"""The music bed, ordered."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def start_music(event: JobRef, app: AppContext) -> PurchaseProgress:
    """Order the music, unless it is there or under way."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    music_order = MusicPurchase(app, job)
    what = music_order.order
    if job.music and job.music.input_hash == what.input_hash:
        return PurchaseProgress(ready=True)
    return music_order.record(Buyer(app, event).submit(what, app.providers.music_providers, music_order.request))


handler = lambda_handler(start_music)
