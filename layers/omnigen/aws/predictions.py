"""The ids of vendors' predictions: on the purchase that ordered them, and as claims that hold over all jobs.

A purchase whose answer was lost takes over a prediction that is found at the vendor. Its claim is an item of the usage
table, written in the same transaction, on the condition that no purchase of any job has that prediction: two purchases
never share one, none is booked twice, and no job cancels another's. A claim is kept for what was refused as well, so
that it is not found again. It expires long after the vendor has stopped listing the prediction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.jobs import Jobs
from omnigen.aws.transactions import transact
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseKey, PurchaseStatus
from omnigen.errors import PredictionTaken, StaleRun

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

CLAIM_SECONDS = 7 * 86_400
"""Replicate lists predictions for an hour; what is refused later than that cannot be found again."""


@dataclass(frozen=True)
class Predictions:
    """Writes to the jobs table and to the usage table, which holds the claims."""

    jobs: Jobs
    claims: Table
    pause: Callable[[float], None] = time.sleep

    def submitted(self, ref: JobRef, order: PurchaseKey, prediction_id: str) -> None:
        """Record the prediction's id on an open purchase of the current run, and claim it.

        PredictionTaken when another purchase has it: it may be neither used nor cancelled. StaleRun when the run is
        over or the purchase closed (the caller cancels the prediction then).
        """
        update = self._recording(order.id, prediction_id).when_current_run(ref.run)
        if not self._record(ref.job_id, order.id, prediction_id, update):
            raise StaleRun(f"Run {ref.run} of the job {ref.job_id!r} ended while {order.id} was being ordered")

    def adopt(self, job_id: str, order_id: str, prediction_id: str) -> bool:
        """The same for a purchase whose stage has died, whatever the run; False when the purchase is closed."""
        return self._record(job_id, order_id, prediction_id, self._recording(order_id, prediction_id))

    def claim(self, prediction_id: str, job_id: str, order_id: str) -> dict[str, Any]:
        """A claim as part of a transaction; its condition is false when the prediction is claimed already."""
        expiry = self.jobs.now() + CLAIM_SECONDS
        update = Update().set("job_id", job_id).set("purchase_id", order_id).set("ttl", expiry)
        update.when("attribute_not_exists(<job_id>)")
        return {"Update": {"TableName": self.claims.name, "Key": _key(prediction_id), **update.arguments()}}

    def unclaim(self, prediction_id: str) -> dict[str, Any]:
        """The end of a claim as part of a transaction: what was delivered is lost and may be found again."""
        return {"Delete": {"TableName": self.claims.name, "Key": _key(prediction_id)}}

    def _recording(self, order_id: str, prediction_id: str) -> Update:
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.status", PurchaseStatus.SUBMITTED).set(f"{place}.prediction_id", prediction_id)
        update.set(f"{place}.submitted_at", self.jobs.now()).add("rev", 1).set("updated_at", self.jobs.now())
        return update.when(f"<{place}.status> = :reserved", reserved=PurchaseStatus.RESERVED)

    def _record(self, job_id: str, order_id: str, prediction_id: str, update: Update) -> bool:
        """Whether it is on the record, now or from another attempt at this. NotFound when the record was removed."""
        on_job = {"TableName": self.jobs.table.name, "Key": {"job_id": job_id}, **update.arguments()}
        claim = self.claim(prediction_id, job_id, order_id)
        refused = transact(self.jobs.table, [{"Update": on_job}, claim], self.pause)
        if refused is None:
            return True
        known = self.jobs.record(job_id).purchases.get(order_id)
        is_ours = known is not None and known.prediction_id == prediction_id
        if refused[1] and not is_ours:
            raise PredictionTaken(f"The prediction {prediction_id!r} belongs to another purchase", prediction_id)
        return known is not None and is_ours and not known.settled


def _key(prediction_id: str) -> dict[str, str]:
    """A user id never begins with `#`, so this item is no user's."""
    return {"user_id": f"#prediction {prediction_id}", "period": "claim"}
