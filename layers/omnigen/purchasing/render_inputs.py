"""Waiting for the clips and the music of a run, in a composition that was started together with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from omnigen.domain.job import RUNNING, Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import Purchase, PurchaseKind, PurchaseStatus
from omnigen.errors import StaleRun
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext

POLL_SECONDS = 2.0

MAX_IDLE_SECONDS = 150
"""So long nothing may be under way at a vendor, nor wait for one that is busy (which takes at most two minutes)."""

MAX_WAIT_SECONDS = 3_600
"""A waiting container costs money: after an hour the job goes on without it."""

_BOUGHT = frozenset({PurchaseKind.CLIP, PurchaseKind.MUSIC})


@dataclass(frozen=True)
class RenderInputs:
    """What one run of a job is composed from, besides what was there before it began to film."""

    app: AppContext
    ref: JobRef
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def arrive(self) -> bool:
        """Wait until all of it is on the record; whether it is.

        False when it will not be in this run, as far as can be seen: a clip was refused, nothing has been under way for
        a while, or it takes too long. StaleRun when the run is over.
        """
        began = busy = self.clock()
        while not self.are_there(job := self._job()):
            now = self.clock()
            busy = now if self._is_under_way(job) else busy
            is_refused = any(scene.refusal for scene in job.scenes if job.films(scene))
            if is_refused or now - busy > MAX_IDLE_SECONDS or now - began > MAX_WAIT_SECONDS:
                return False
            self.sleep(POLL_SECONDS)
        return True

    def are_there(self, job: Job) -> bool:
        """Whether every clip and the music are on the record, made from the job as it stands."""
        for scene in job.scenes:  # in order: what a clip is made from depends on the one before
            if job.films(scene) and (
                scene.clip is None or scene.clip.input_hash != ClipPurchase(self.app, job, scene).key.input_hash
            ):
                return False
        if not job.brief.score_wanted:
            return True
        return job.music is not None and job.music.input_hash == MusicPurchase(self.app, job).key.input_hash

    def _job(self) -> Job:
        job = self.app.aws.jobs.record(self.ref.job_id)
        if job.run != self.ref.run or job.status not in RUNNING:
            raise StaleRun(f"Run {self.ref.run} of the job {job.job_id!r} is over: the job is {job.status}")
        return job

    def _is_under_way(self, job: Job) -> bool:
        return any(self._is_open(one) for one in job.purchases.values() if one.kind in _BOUGHT)

    def _is_open(self, purchase: Purchase) -> bool:
        at_vendor = purchase.status in {PurchaseStatus.RESERVED, PurchaseStatus.SUBMITTED}
        return at_vendor or purchase.retry_at > self.app.now()
