"""Purchases and their money: reserved before a vendor is asked, settled with the result, released without one.

A purchase is settled once however often it is reported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.budgets import AppliedBudgets, Budgets, period_of, sums, within
from omnigen.aws.dynamodb import Update, is_too_large, when_within
from omnigen.aws.jobs import Jobs
from omnigen.aws.predictions import Predictions
from omnigen.aws.purchase_closing import Closing
from omnigen.aws.spend_transaction import SpendTransaction
from omnigen.aws.transactions import transact
from omnigen.domain.job import RUNNING, Job
from omnigen.domain.purchase import AT_ONCE, Purchase, PurchaseFailure, PurchaseKey, PurchaseStatus
from omnigen.errors import Contention, OverBudget, PredictionTaken, StaleRun

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_READINGS = 3
"""How often a reservation reads the limits when an operator changes them in between."""


@dataclass(frozen=True)
class Purchases:
    """The purchases on job records, and the budgets in the usage table that sum them by owner, month and day."""

    jobs: Jobs
    usage: Table
    predictions: Predictions
    budgets: Budgets
    pause: Callable[[float], None] = time.sleep

    def reserve(
        self,
        job: Job,
        order: PurchaseKey,
        usd: Decimal,
        model: str,
        lease_owner: str = "",
        lease_expires_at: int = 0,
        *,
        reopen: bool = False,
    ) -> bool:
        """Reserve the money and record the purchase; False when it is open or done already.

        With `reopen`, what was presumed spent for a lost answer becomes part of the reservation again: the vendor can
        be searched, so that it will be known. `lease_owner` gets the lease until `lease_expires_at`. StaleRun when the
        run is over, OverBudget or OverQuota when the job's cap or one of the budgets has no room for it.
        """
        known = job.purchases.get(order.id)
        if known and known.status is not PurchaseStatus.REFUSED:
            return False
        job.require_room()
        presumed = known.presumed_usd if known and reopen else Decimal(0)
        now = self.jobs.now()
        owners = job.budget_owners
        purchase = Purchase(
            input_hash=order.input_hash,
            kind=order.kind,
            status=PurchaseStatus.RESERVED,
            run=job.run,
            period=period_of(now),
            reserved_at=now,
            reserved_usd=usd,
            scene_id=order.scene_id,
            model=model,
            failures=known.failures if known else (),
            spent_usd=known.spent_usd - presumed if known else Decimal(0),
            lost_answers=known.lost_answers if known and not presumed else 0,
            unanswered=known.unanswered if known else False,
            delivered_as=known.delivered_as if known else "",
            lease_owner=lease_owner,
            lease_expires_at=lease_expires_at,
            charged=owners,
        )
        for _ in range(_READINGS):
            applied = self.budgets.applied(job.user_id, owners)
            refused = self._reserve(job, order.id, purchase, presumed, applied)
            if not refused:
                return True
            if any(refused[: 1 + len(applied.all)]):
                self._explain(job, order, usd, applied, by_job=refused[0])
                return False
        raise Contention("The limits of spending are being changed at this moment; try again")

    def settle(
        self,
        job_id: str,
        order_id: str,
        result: Mapping[str, Any],
        usage: Mapping[str, Decimal],
        usd: Decimal,
        prediction_id: str = "",
    ) -> bool:
        """Keep the result and book its actual cost, whatever the run or status; False when that was done before.

        A result that arrives for a purchase already refused (the job was cancelled) is kept and booked as well.
        A `prediction_id` is claimed; PredictionTaken, and nothing is written, when another purchase has it.
        """
        facts = {name: result[name] for name in ("key", "sha256", "model") if result.get(name) is not None}
        if prediction_id:
            facts["prediction_id"] = prediction_id
        return self._close(
            job_id,
            order_id,
            Closing(
                status=PurchaseStatus.DONE,
                usd=usd,
                facts={"result": result, "unanswered": False, "delivered_as": "", **facts},
                usage=usage,
            ),
            prediction_id,
        )

    def lose(self, job_id: str, order_id: str, known: Purchase) -> None:
        """Open a purchase again whose file is gone or damaged. What was paid stays booked.

        The vendor is searched for the delivery, which may be found again, before it is asked anew.
        """
        place = f"purchases.{order_id}"
        update = Update().set(f"{place}.status", PurchaseStatus.REFUSED).set(f"{place}.unanswered", value=True)
        update.set(f"{place}.delivered_as", known.prediction_id or AT_ONCE)
        update.when(f"<{place}.status> = :done AND <{place}.sha256> = :lost", done=known.status, lost=known.sha256)
        update.add("rev", 1).set("updated_at", self.jobs.now())
        writes = [{"Update": {"TableName": self.jobs.table.name, "Key": {"job_id": job_id}, **update.arguments()}}]
        if known.prediction_id:
            writes.append(self.predictions.unclaim(known.prediction_id))
        transact(self.jobs.table, writes, self.pause)  # refused: another attempt has opened it, or bought it again

    def refuse(
        self,
        job_id: str,
        order_id: str,
        failure: PurchaseFailure | None,
        usd: Decimal = Decimal(0),
        prediction_id: str = "",
        retry_at: int = 0,
    ) -> bool:
        """Close a purchase without a result and release its money, except for `usd`, which the vendor charges.

        `retry_at` is when a vendor that was too busy is asked again (Unix seconds). A `prediction_id` is claimed, so
        that it is not found again; PredictionTaken when another purchase has it.
        """
        return self._close(
            job_id,
            order_id,
            Closing(
                status=PurchaseStatus.REFUSED,
                usd=usd,
                facts={"unanswered": False, "retry_at": retry_at},
                failure=failure,
            ),
            prediction_id,
        )

    def presume_spent(self, job_id: str, order_id: str, failure: PurchaseFailure | None) -> bool:
        """Close an open purchase whose answer is lost: all that was reserved counts as spent until more is known."""
        known = self.jobs.record(job_id).purchases.get(order_id)
        if known is None or not known.open:
            return False
        usd = known.reserved_usd
        facts = {"unanswered": True, "presumed_usd": usd, "lost_answers": known.lost_answers + 1}
        return self._close(
            job_id, order_id, Closing(status=PurchaseStatus.REFUSED, usd=usd, facts=facts, failure=failure)
        )

    def _reserve(
        self, job: Job, order_id: str, purchase: Purchase, presumed: Decimal, applied: AppliedBudgets
    ) -> tuple[bool, ...] | None:
        """Write the purchase on the record and its money in the budgets; see SpendTransaction.write for the result."""
        at, more = purchase.reserved_at, purchase.reserved_usd - presumed
        updates = [within(sums(at, more, -presumed), budget.limit, more, at) for budget in applied.all]
        others = zip(applied.others, updates[1:], strict=True)
        writes = [self.budgets.write(budget.owner, update, at) for budget, update in others]
        on_job = self._entry(job, order_id, purchase, presumed)
        return self._accounts.write(job, purchase.period, on_job, updates[0], *writes, *applied.checks)

    def _close(self, job_id: str, order_id: str, closing: Closing, prediction_id: str = "") -> bool:
        """Close a purchase from any open state; False when it is closed that way already."""
        claims = [self.predictions.claim(prediction_id, job_id, order_id)] if prediction_id else []
        while True:
            job = self.jobs.record(job_id)
            known = job.purchases.get(order_id)
            if known is None or closing.is_made(known):
                return False
            if known.paid_before:
                closing = replace(closing, usd=Decimal(0), usage={})
            booked = closing.on_budgets(known)
            more = [*claims, *(self.budgets.write(owner, update, known.reserved_at) for owner, update in booked)]
            try:
                refused = self._accounts.write(job, known.period, *closing.updates(order_id, known), *more)
            except ClientError as error:
                if not is_too_large(error):
                    raise
                refused = self._accounts.write(job, known.period, *closing.minimal_updates(order_id, known), *more)
            if not refused:
                return True
            if any(refused[2:]) and not refused[0]:
                raise PredictionTaken(f"The prediction {prediction_id!r} belongs to another purchase", prediction_id)

    def _entry(self, job: Job, order_id: str, purchase: Purchase, presumed: Decimal) -> Update:
        place, more = f"purchases.{order_id}", purchase.reserved_usd - presumed
        update = Update().set(place, purchase).add("committed_usd", more).add("open_orders", 1)
        update.when_current_run(job.run)
        update.when(f"attribute_not_exists(<{place}>) OR <{place}.status> = :refused", refused=PurchaseStatus.REFUSED)
        if presumed:
            update.add("spent_usd", -presumed)
            update.when(f"<{place}.presumed_usd> = :presumed", presumed=presumed)
        if job.brief.max_cost_usd is not None:
            when_within(update, job.brief.max_cost_usd - more)
        return update

    @property
    def _accounts(self) -> SpendTransaction:
        return SpendTransaction(self.jobs, self.usage, self.pause)

    def _explain(self, job: Job, order: PurchaseKey, usd: Decimal, applied: AppliedBudgets, *, by_job: bool) -> None:
        """Raise why a purchase could not be reserved; returns when another attempt has reserved it meanwhile."""
        now = self.jobs.record(job.job_id)
        known = now.purchases.get(order.id)
        if known and known.status is not PurchaseStatus.REFUSED:
            return
        if now.run != job.run or now.status not in RUNNING:
            raise StaleRun(f"Run {job.run} of the job {job.job_id!r} is over: the job is {now.status}")
        if not by_job:
            self.budgets.require(applied, f"The {order.kind}", usd, self.jobs.now())
        if not by_job or now.brief.max_cost_usd is None or now.committed_usd + usd <= now.brief.max_cost_usd:
            raise Contention(f"The record of the job {job.job_id!r} is being written by too many at once")
        raise OverBudget(
            f"The {order.kind} would cost up to ${usd:.2f} and ${now.committed_usd:.2f} is spent or reserved already; "
            f"the cap (max_cost_usd) is ${now.brief.max_cost_usd}. Raise it or shorten the video, then resume"
        )
