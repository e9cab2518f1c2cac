"""The music bed, looked for and fetched."""

from __future__ import annotations

from omnigen.buying import Buyer
from omnigen.domain.wire import JobRef, OrderStatus
from omnigen.orders.sound import MusicOrder
from omnigen.stage import stage
from omnigen.studio import Studio


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
