"""Holds on open orders: who is at work on one says so on the record, again and again, so that nobody else orders it.

Two attempts at the same stage may live at the same time (a call whose connection broke is made again while the first
one works on; a resumed job meets a stage of its last run). A hold keeps the second from paying. One that is not put off
any more lapses: its attempt has died, and another may look what came of the order.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.jobs import Jobs
from omnigen.domain.job import RUNNING, Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseStatus

logger = logging.getLogger(__name__)

_BEATS_PER_HOLD = 3


@dataclass(frozen=True)
class OrderLeases:
    """Holds of `seconds`. What they write is no change of the job: its `rev` stays."""

    jobs: Jobs
    seconds: int

    def until(self) -> int:
        """When a hold that begins now lapses (Unix seconds)."""
        return self.jobs.now() + self.seconds

    def take(self, ref: JobRef, order_id: str, holder: str) -> bool:
        """Take up an open order that nobody is at work on; False if somebody is, or it is closed, or the run over."""
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.lease_owner", holder).set(f"{place}.lease_expires_at", self.until())
        update.when("<run> = :run AND <status> IN (:a, :b)", run=ref.run, a=min(RUNNING), b=max(RUNNING))
        update.when(f"<{place}.status> = :open", open=PurchaseStatus.RESERVED)
        update.when(
            f"attribute_not_exists(<{place}.lease_expires_at>) OR <{place}.lease_expires_at> <= :now",
            now=self.jobs.now(),
        )
        return self._write(ref.job_id, update)

    @contextmanager
    def kept(self, job_id: str, order_id: str, holder: str) -> Iterator[None]:
        """Put the hold off as long as the block works; an error in it lets the order go at once."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(job_id, order_id, holder, over), daemon=True, name="hold")
        beat.start()
        try:
            yield
        except BaseException:
            _end(over, beat)
            self._put(job_id, order_id, holder, until=0)
            raise
        finally:
            _end(over, beat)

    def drop(self, job: Job) -> None:
        """Whoever was at work on this job's orders is known to be dead."""
        for order_id, purchase in job.purchases.items():
            if purchase.open and purchase.lease_owner:
                self._put(job.job_id, order_id, purchase.lease_owner, until=0)

    def _beat(self, job_id: str, order_id: str, holder: str, over: threading.Event) -> None:
        while not over.wait(self.seconds / _BEATS_PER_HOLD):
            try:
                if not self._put(job_id, order_id, holder, until=self.until()):
                    return  # it is closed, or was taken for dead
            except (BotoCoreError, ClientError) as error:
                logger.warning("the hold on %s could not be put off: %s", order_id, error)

    def _put(self, job_id: str, order_id: str, holder: str, *, until: int) -> bool:
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.lease_expires_at", until)
        update.when(f"<{place}.status> = :open", open=PurchaseStatus.RESERVED)
        return self._write(job_id, update.when(f"<{place}.lease_owner> = :holder", holder=holder))

    def _write(self, job_id: str, update: Update) -> bool:
        try:
            self.jobs.table.update_item(Key={"job_id": job_id}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True


def _end(over: threading.Event, beat: threading.Thread) -> None:
    over.set()
    beat.join()
