"""Ordering what takes long: clips and music. Submitted, looked at, collected; each step by another call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from omnigen import errors
from omnigen.domain.messages import OrderStatus
from omnigen.domain.purchase import Failure, Order, Purchase, PurchaseStatus, given_up, next_look_seconds
from omnigen.errors import BadOutput, ModelGone, OmnigenError, ProviderTimedOut, StaleRun, UnknownOutcome
from omnigen.providers.protocols import Delivery, Ended, Predictions
from omnigen.purchasing.lease import Desk, may_be_placed
from omnigen.purchasing.result import Goods

RequestT = TypeVar("RequestT")


@dataclass(frozen=True)
class Ordering(Generic[RequestT]):
    """One order, from whom it may be had, and what they are asked (made when it is needed: it reads pictures)."""

    desk: Desk
    order: Order
    makers: Sequence[Predictions[RequestT]]
    request: Callable[[], RequestT]

    def submit(self) -> OrderStatus:
        """Submit it, unless it is under way or done; when to look."""
        while True:
            job, known = self.desk.when_free(self.order)
            if known and known.status is PurchaseStatus.DONE:
                return OrderStatus(ready=True)
            if known and known.status is PurchaseStatus.SUBMITTED:
                return self._later(known)
            maker, wanted = self.desk.maker(self.makers, known), self.request()
            with self.desk.holding(job, self.order, known, maker.model, partial(maker.quote, wanted)) as mine:
                if mine and self._place(maker, wanted, look=may_be_placed(known)):
                    return OrderStatus(ready=False, wait_seconds=maker.usual_seconds)

    def collect(self, keep: Callable[[Delivery, str], Goods], limit_seconds: int) -> OrderStatus:
        """Look at it; keep what it made. Submits it again when it ended without fault of ours."""
        _, known = self.desk.known(self.order)
        if known is None or known.open:
            return self.submit()
        if known.status is PurchaseStatus.REFUSED:
            return self._resubmit()
        if known.status is PurchaseStatus.DONE:
            return OrderStatus(ready=True)
        maker = self.desk.maker(self.makers, known)
        found = maker.check(known.prediction_id or "")
        if found is None:
            return self._wait_on(known, maker, limit_seconds)
        return self._receive(maker.model, found, keep) or self._resubmit()

    def _place(self, maker: Predictions[RequestT], wanted: RequestT, *, look: bool) -> bool:
        """Order from this maker and write the prediction's id down; False when the next one is to be asked."""
        found = maker.find(wanted) if look else None
        try:
            prediction_id = found or maker.start(wanted)
        except UnknownOutcome:
            raise
        except OmnigenError as error:
            self.desk.refuse(self.order, maker.model, error)
            if not self.desk.moves_on(self.order, self.makers, maker.model, error, (ModelGone,)):
                raise
            return False
        return self._write_down(maker, prediction_id)

    def _write_down(self, maker: Predictions[Any], prediction_id: str) -> bool:
        """Keep the prediction's id; False when another attempt, which took this one for dead, was first."""
        try:
            self.desk.studio.aws.purchases.submitted(self.desk.ref, self.order, prediction_id)
        except StaleRun:
            maker.cancel(prediction_id)
            _, known = self.desk.known(self.order)
            if known and known.prediction_id not in {None, prediction_id}:
                return False
            self.desk.refuse(self.order, maker.model, None)
            raise
        return True

    def _wait_on(self, known: Purchase, maker: Predictions[Any], limit_seconds: int) -> OrderStatus:
        """When to look again, unless it has taken too long."""
        if self._gone_seconds(known) <= limit_seconds:
            return self._later(known)
        maker.cancel(known.prediction_id or "")
        late = ProviderTimedOut(
            f"{maker.model} took more than {limit_seconds} s and was cancelled. Resume to try again"
        )
        self.desk.refuse(self.order, maker.model, late)
        raise late

    def _receive(
        self, model: str, found: Delivery | Ended, keep: Callable[[Delivery, str], Goods]
    ) -> OrderStatus | None:
        """Keep what was made; None when nothing of it can be used, which may have cost something all the same."""
        if isinstance(found, Ended):
            _, known = self.desk.known(self.order)
            usd = known.reserved_usd if known and found.all_reserved else found.usd
            self.desk.refuse(self.order, model, found.error, usd)
            return None
        try:
            goods = keep(found, model)
        except BadOutput as error:
            self.desk.refuse(self.order, model, error, found.usage.usd)
            return None
        self.desk.settle(self.order, goods)
        return OrderStatus(ready=True)

    def _resubmit(self) -> OrderStatus:
        """Order again what ended without goods: a passing failure a second time, a hopeless model's work elsewhere.

        When nothing is left to try in this run, the last failure is raised, and raised again at every retry.
        """
        _, known = self.desk.known(self.order)
        if known and given_up([maker.model for maker in self.makers], known.failures, self.desk.ref.run):
            raise _error(known.failures[-1])
        return self.submit()

    def _later(self, known: Purchase) -> OrderStatus:
        least = self.desk.studio.settings.omnigen_poll_seconds
        return OrderStatus(ready=False, wait_seconds=next_look_seconds(self._gone_seconds(known), least))

    def _gone_seconds(self, known: Purchase) -> int:
        return self.desk.studio.aws.jobs.now() - (known.submitted_at or 0)


def _error(failure: Failure) -> OmnigenError:
    """A failure on the record, as it was raised."""
    kind: type[OmnigenError] = getattr(errors, failure.code)
    return kind(failure.message)
