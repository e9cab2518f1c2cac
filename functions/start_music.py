"""The music bed, ordered."""

from __future__ import annotations

from omnigen.buying import Buyer
from omnigen.domain.wire import JobRef, OrderStatus
from omnigen.orders.sound import MusicOrder
from omnigen.stage import stage
from omnigen.studio import Studio


def start_music(event: JobRef, studio: Studio) -> OrderStatus:
    """Order the music, unless it is there or under way."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    music_order = MusicOrder(studio, job)
    what = music_order.order
    if job.music and job.music.input_hash == what.input_hash:
        return OrderStatus(ready=True)
    return music_order.record(Buyer(studio, event).submit(what, studio.providers.musicians, music_order.request))


handler = stage(start_music)
