"""Leases on open purchases.

A stage that is buying renews its lease every `seconds / 3`; another attempt may take the purchase over only after the
lease has expired. Two attempts at one stage may run at the same time (a Lambda that is retried while its first attempt
still runs; a resumed job that meets a stage of its last run): the lease keeps the second one from paying again.
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
from omnigen.domain.job import Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseStatus

logger = logging.getLogger(__name__)

_RENEWALS_PER_LEASE = 3


@dataclass(frozen=True)
class OrderLeases:
    """Leases of `seconds`. Writing one is no change of the job: its `rev` stays."""

    jobs: Jobs
    seconds: int

    def expiry(self) -> int:
        """When a lease that begins now expires (Unix seconds)."""
        return self.jobs.now() + self.seconds

    def acquire(self, ref: JobRef, order_id: str, owner: str) -> bool:
        """Lease an open purchase; False when it is leased or closed, or the run is over."""
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.lease_owner", owner).set(f"{place}.lease_expires_at", self.expiry())
        update.when_current_run(ref.run).when(f"<{place}.status> = :open", open=PurchaseStatus.RESERVED)
        update.when(
            f"attribute_not_exists(<{place}.lease_expires_at>) OR <{place}.lease_expires_at> <= :now",
            now=self.jobs.now(),
        )
        return self._write(ref.job_id, update)

    @contextmanager
    def renewing(self, job_id: str, order_id: str, owner: str) -> Iterator[None]:
        """Renew the lease while the block runs; an error in it releases the lease at once."""
        over = threading.Event()
        renewal = threading.Thread(target=self._renew, args=(job_id, order_id, owner, over), daemon=True, name="lease")
        renewal.start()
        try:
            yield
        except BaseException:
            _end(over, renewal)
            self._put(job_id, order_id, owner, until=0)
            raise
        finally:
            _end(over, renewal)

    def release_all(self, job: Job) -> None:
        """Release the leases on all open purchases of a job whose workers are known to have died."""
        for order_id, purchase in job.purchases.items():
            if purchase.open and purchase.lease_owner:
                self._put(job.job_id, order_id, purchase.lease_owner, until=0)

    def _renew(self, job_id: str, order_id: str, owner: str, over: threading.Event) -> None:
        while not over.wait(self.seconds / _RENEWALS_PER_LEASE):
            try:
                if not self._put(job_id, order_id, owner, until=self.expiry()):
                    return  # the purchase is closed, or the lease expired and another attempt has it
            except (BotoCoreError, ClientError) as error:
                logger.warning("order_lease_renewal_failed", extra={"purchase_id": order_id, "reason": str(error)})

    def _put(self, job_id: str, order_id: str, owner: str, *, until: int) -> bool:
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.lease_expires_at", until)
        update.when(f"<{place}.status> = :open", open=PurchaseStatus.RESERVED)
        return self._write(job_id, update.when(f"<{place}.lease_owner> = :owner", owner=owner))

    def _write(self, job_id: str, update: Update) -> bool:
        try:
            self.jobs.table.update_item(Key={"job_id": job_id}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True


def _end(over: threading.Event, renewal: threading.Thread) -> None:
    over.set()
    renewal.join()
