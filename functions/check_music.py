"""The music bed, looked for and fetched."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, OrderStatus
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.music import MusicOrder
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def check_music(event: JobRef, studio: Studio) -> OrderStatus:
    """Keep the music if it is there."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    music_order = MusicOrder(studio, job)
    status = Buyer(studio, event).collect(
        music_order.order,
        studio.providers.musicians,
        music_order.request,
        keep=music_order.keep,
        limit_seconds=studio.settings.omnigen_music_timeout_seconds,
    )
    return music_order.record(status)


handler = stage(check_music)
