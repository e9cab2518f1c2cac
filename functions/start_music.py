"""The music bed, ordered."""

from __future__ import annotations

from omnigen.domain.messages import JobRef, OrderStatus
from omnigen.purchasing import Buyer
from omnigen.purchasing.orders.music import MusicOrder
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def start_music(event: JobRef, studio: Studio) -> OrderStatus:
    """Order the music, unless it is there or under way."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    music_order = MusicOrder(studio, job)
    what = music_order.order
    if job.music and job.music.input_hash == what.input_hash:
        return OrderStatus(ready=True)
    return music_order.record(Buyer(studio, event).submit(what, studio.providers.musicians, music_order.request))


handler = stage(start_music)
