"""Buying: every paid thing goes through here, so that it is paid at most once and never lost.

An order is written down with its money reserved before a vendor hears of it, the goods and the payment are written in one
transaction, and an order found open is looked for at the vendor before it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from omnigen.domain.job import Job
from omnigen.domain.purchase import (
    TRANSIENT_FAILURES_PER_MODEL,
    Failure,
    Order,
    Purchase,
    PurchaseStatus,
    choose_model,
    untried_model,
)
from omnigen.domain.wire import JobRef, OrderStatus
from omnigen.errors import (
    BadInput,
    BadOutput,
    ConfigError,
    ModelGone,
    OmnigenError,
    PolicyBlocked,
    ProviderError,
    ProviderTimedOut,
    StaleRun,
    UnknownOutcome,
)
from omnigen.providers.protocols import Delivery, Ended, Predictions, Usage
from omnigen.studio import Studio

MOST_POLL_GROWTH = 4
"""Waits between two looks at a prediction grow to so many times the shortest one."""


class Maker(Protocol):
    """Anybody who can be asked: one model."""

    @property
    def model(self) -> str:
        """The model's id."""


MakerT = TypeVar("MakerT", bound=Maker)
Answer = TypeVar("Answer")
RequestT = TypeVar("RequestT")


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What an answer is kept as: plain values for the record, and what it consumed."""

    facts: Mapping[str, Any]
    usage: Usage


@dataclass(frozen=True)
class Buyer:
    """Buys for one run of one job."""

    studio: Studio
    ref: JobRef

    def now(
        self,
        order: Order,
        makers: Sequence[MakerT],
        *,
        quote: Callable[[MakerT], Decimal],
        ask: Callable[[MakerT], Answer],
        find: Callable[[MakerT], Answer | None],
        keep: Callable[[Answer], Goods],
        move_on: tuple[type[OmnigenError], ...] = (ModelGone, BadOutput),
    ) -> Mapping[str, Any]:
        """Buy what is answered at once; the facts `keep` made of it, now or earlier.

        Goes on to the next model at the errors in `move_on`, or when one keeps failing. UnknownOutcome leaves the
        money reserved: the next attempt looks before it asks again.
        """
        while True:
            job, known = self._known(order)
            if known and known.status is PurchaseStatus.DONE:
                return known.goods
            maker = self._maker(makers, known)
            reopened = known is not None and known.status is PurchaseStatus.RESERVED
            if not reopened:
                self.studio.aws.purchases.reserve(job, order, quote(maker), maker.model)
            try:
                answer = (find(maker) if reopened else None) or ask(maker)
                goods = keep(answer)
            except UnknownOutcome:
                raise
            except OmnigenError as error:
                self._refuse(order, maker.model, error, getattr(error, "usd", Decimal(0)))
                if not (isinstance(error, move_on) and self._untried(order, makers)):
                    raise
                continue
            return self._settle(order, goods)

    def submit(
        self, order: Order, makers: Sequence[Predictions[RequestT]], request: Callable[[], RequestT]
    ) -> OrderStatus:
        """Submit an order that takes long, unless it is under way or done; when to look."""
        while True:
            job, known = self._known(order)
            if known and known.status is PurchaseStatus.DONE:
                return OrderStatus(ready=True)
            maker = self._maker(makers, known)
            if known and known.status is PurchaseStatus.SUBMITTED:
                return OrderStatus(ready=False, wait_seconds=self._wait(known))
            try:
                self._submit(job, order, known, maker, request())
            except UnknownOutcome:
                raise
            except OmnigenError as error:
                self._refuse(order, maker.model, error)
                if not (isinstance(error, ModelGone) and self._untried(order, makers)):
                    raise
                continue
            return OrderStatus(ready=False, wait_seconds=maker.usual_seconds)

    def collect(
        self,
        order: Order,
        makers: Sequence[Predictions[RequestT]],
        request: Callable[[], RequestT],
        *,
        keep: Callable[[Delivery, str], Goods],
        limit_seconds: int,
    ) -> OrderStatus:
        """Look at an order that takes long; keep what it made. Submits it again when it ended without fault of ours."""
        _, known = self._known(order)
        if known is None or known.status in {PurchaseStatus.RESERVED, PurchaseStatus.REFUSED}:
            return self.submit(order, makers, request)
        if known.status is PurchaseStatus.DONE:
            return OrderStatus(ready=True)
        maker = self._maker(makers, known)
        found = maker.check(known.prediction_id or "")
        if isinstance(found, Delivery):
            return self._receive(order, maker.model, found, keep)
        if isinstance(found, Ended):
            self._refuse(order, maker.model, found.error, found.usd)
            return self._resubmit(order, makers, request, found.error)
        if self.studio.aws.jobs.now() - (known.submitted_at or 0) > limit_seconds:
            maker.cancel(known.prediction_id or "")
            late = ProviderTimedOut(
                f"{maker.model} took more than {limit_seconds} s and was cancelled. Resume to try again"
            )
            self._refuse(order, maker.model, late)
            raise late
        return OrderStatus(ready=False, wait_seconds=self._wait(known))

    def _submit(
        self, job: Job, order: Order, known: Purchase | None, maker: Predictions[RequestT], request: RequestT
    ) -> None:
        reopened = known is not None and known.status is PurchaseStatus.RESERVED
        if not reopened:
            self.studio.aws.purchases.reserve(job, order, maker.quote(request), maker.model)
        prediction_id = (maker.find(request) if reopened else None) or maker.start(request)
        try:
            self.studio.aws.purchases.submitted(self.ref, order, prediction_id)
        except StaleRun:
            maker.cancel(prediction_id)
            self._refuse(order, maker.model, None)
            raise

    def _receive(
        self, order: Order, model: str, delivery: Delivery, keep: Callable[[Delivery, str], Goods]
    ) -> OrderStatus:
        try:
            goods = keep(delivery, model)
        except BadOutput as error:  # the vendor made, and charges for, something that cannot be used
            self._refuse(order, model, error, delivery.usage.usd)
            raise
        self._settle(order, goods)
        return OrderStatus(ready=True)

    def _resubmit(
        self,
        order: Order,
        makers: Sequence[Predictions[RequestT]],
        request: Callable[[], RequestT],
        error: ProviderError,
    ) -> OrderStatus:
        """Order again what ended without goods: a passing failure a second time, a hopeless model's work elsewhere."""
        _, known = self._known(order)
        failures = known.failures if known else ()
        chosen = choose_model([maker.model for maker in makers], failures, self.ref.run)
        tried = [failure for failure in failures if failure.model == chosen and failure.run == self.ref.run]
        hopeless = isinstance(error, PolicyBlocked | BadInput | ConfigError)
        if hopeless or len(tried) >= TRANSIENT_FAILURES_PER_MODEL or (tried and not tried[-1].passing):
            raise error
        return self.submit(order, makers, request)

    def _known(self, order: Order) -> tuple[Job, Purchase | None]:
        job = self.studio.aws.jobs.get(self.ref.job_id)
        return job, job.purchases.get(order.id)

    def _maker(self, makers: Sequence[MakerT], known: Purchase | None) -> MakerT:
        """The model an open order was given to, or the one to be asked next."""
        open_with = known.model if known and not known.settled else None
        chosen = open_with or choose_model(
            [maker.model for maker in makers], known.failures if known else (), self.ref.run
        )
        return next((maker for maker in makers if maker.model == chosen), makers[0])

    def _untried(self, order: Order, makers: Sequence[Maker]) -> bool:
        """Whether there is a model that has not failed at this order in this run."""
        _, known = self._known(order)
        return known is not None and untried_model([maker.model for maker in makers], known.failures, self.ref.run)

    def _refuse(self, order: Order, model: str, error: OmnigenError | None, usd: Decimal = Decimal(0)) -> None:
        failure = Failure(model=model, code=error.code, run=self.ref.run) if error else None
        self.studio.aws.purchases.refuse(self.ref.job_id, order.id, failure, usd)

    def _settle(self, order: Order, goods: Goods) -> Mapping[str, Any]:
        usage = goods.usage
        self.studio.aws.purchases.settle(self.ref.job_id, order.id, goods.facts, counted(usage), usage.usd)
        return goods.facts

    def _wait(self, known: Purchase) -> int:
        """Seconds to the next look: a fixed share of the time gone by, within bounds."""
        least = self.studio.settings.omnigen_poll_seconds
        gone = self.studio.aws.jobs.now() - (known.submitted_at or 0)
        return min(max(least, gone // 10), least * MOST_POLL_GROWTH)


def counted(usage: Usage) -> dict[str, Decimal]:
    """The counts of a usage that are not zero, by name."""
    names = ("input_tokens", "output_tokens", "characters", "images", "seconds")
    counts = {name: Decimal(getattr(usage, name)) for name in names}
    return {name: amount for name, amount in counts.items() if amount}
