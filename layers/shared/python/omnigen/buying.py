"""Buying: every paid thing goes through here, so that it is paid at most once and never lost.

An order is written down with its money reserved before a vendor hears of it, the goods and the payment are written in
one transaction, and an order found open is looked for at the vendor before it is made again. A look that fails leaves
it open: only a vendor who has answered can close it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, TypeVar

from omnigen import errors, signals
from omnigen.domain.job import Job
from omnigen.domain.purchase import (
    Failure,
    Order,
    Purchase,
    PurchaseStatus,
    choose_model,
    given_up,
    next_look_seconds,
    untried_model,
)
from omnigen.domain.wire import JobRef, OrderStatus
from omnigen.errors import (
    BadOutput,
    ModelGone,
    OmnigenError,
    ProviderTimedOut,
    StaleRun,
    UnknownOutcome,
)
from omnigen.providers.protocols import Delivery, Ended, Predictions, Usage
from omnigen.studio import Studio


class Maker(Protocol):
    """Anybody who can be asked: one model."""

    @property
    def model(self) -> str:
        """The model's id."""


class Answer(Protocol):
    """Anything that is answered at once."""

    @property
    def usage(self) -> Usage:
        """What it cost."""


MakerT = TypeVar("MakerT", bound=Maker)
AnswerT = TypeVar("AnswerT", bound=Answer)
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
        ask: Callable[[MakerT], AnswerT],
        find: Callable[[MakerT], AnswerT | None],
        keep: Callable[[AnswerT], Goods],
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
            found = find(maker) if _is_open(known) else None
            if not self._reserve(job, order, known, maker.model, partial(quote, maker)):
                continue
            try:
                goods = _kept(found or ask(maker), keep)
            except UnknownOutcome:
                raise
            except OmnigenError as error:
                self._refuse(order, maker.model, error, getattr(error, "usd", Decimal(0)))
                if not self._moves_on(order, makers, maker.model, error, move_on):
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
            if known and known.status is PurchaseStatus.SUBMITTED:
                return OrderStatus(ready=False, wait_seconds=self._wait(known))
            maker = self._maker(makers, known)
            wanted = request()
            found = maker.find(wanted) if _is_open(known) else None
            if not self._reserve(job, order, known, maker.model, partial(maker.quote, wanted)):
                continue
            try:
                prediction_id = found or maker.start(wanted)
            except UnknownOutcome:
                raise
            except OmnigenError as error:
                self._refuse(order, maker.model, error)
                if not self._moves_on(order, makers, maker.model, error, (ModelGone,)):
                    raise
                continue
            if self._write_down(order, maker, prediction_id):
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
        if known is None or known.status is PurchaseStatus.RESERVED:
            return self.submit(order, makers, request)
        if known.status is PurchaseStatus.REFUSED:
            return self._resubmit(order, makers, request)
        if known.status is PurchaseStatus.DONE:
            return OrderStatus(ready=True)
        maker = self._maker(makers, known)
        found = maker.check(known.prediction_id or "")
        if found is None:
            return self._wait_on(order, known, maker, limit_seconds)
        return self._receive(order, maker.model, found, keep) or self._resubmit(order, makers, request)

    def _wait_on(self, order: Order, known: Purchase, maker: Predictions[Any], limit_seconds: int) -> OrderStatus:
        """When to look again, unless it has taken too long."""
        if self.studio.aws.jobs.now() - (known.submitted_at or 0) <= limit_seconds:
            return OrderStatus(ready=False, wait_seconds=self._wait(known))
        maker.cancel(known.prediction_id or "")
        late = ProviderTimedOut(
            f"{maker.model} took more than {limit_seconds} s and was cancelled. Resume to try again"
        )
        self._refuse(order, maker.model, late)
        raise late

    def _receive(
        self, order: Order, model: str, found: Delivery | Ended, keep: Callable[[Delivery, str], Goods]
    ) -> OrderStatus | None:
        """Keep what was made; None when nothing of it can be used, which may have cost something all the same."""
        if isinstance(found, Ended):
            _, known = self._known(order)
            usd = known.reserved_usd if known and found.all_reserved else found.usd
            self._refuse(order, model, found.error, usd)
            return None
        try:
            goods = keep(found, model)
        except BadOutput as error:
            self._refuse(order, model, error, found.usage.usd)
            return None
        self._settle(order, goods)
        return OrderStatus(ready=True)

    def _reserve(
        self, job: Job, order: Order, known: Purchase | None, model: str, quote: Callable[[], Decimal]
    ) -> bool:
        """Hold the money, unless an earlier attempt holds it; False when somebody else has just ordered this."""
        return _is_open(known) or self.studio.aws.purchases.reserve(job, order, quote(), model)

    def _write_down(self, order: Order, maker: Predictions[Any], prediction_id: str) -> bool:
        """Keep the prediction's id; False when another attempt of this call has ordered the same and was first."""
        try:
            self.studio.aws.purchases.submitted(self.ref, order, prediction_id)
        except StaleRun:
            maker.cancel(prediction_id)
            _, known = self._known(order)
            if known and known.prediction_id not in {None, prediction_id}:
                return False
            self._refuse(order, maker.model, None)
            raise
        return True

    def _resubmit(
        self, order: Order, makers: Sequence[Predictions[RequestT]], request: Callable[[], RequestT]
    ) -> OrderStatus:
        """Order again what ended without goods: a passing failure a second time, a hopeless model's work elsewhere.

        When nothing is left to try in this run, the last failure is raised, and raised again at every retry.
        """
        _, known = self._known(order)
        if known and given_up([maker.model for maker in makers], known.failures, self.ref.run):
            raise _error(known.failures[-1])
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

    def _moves_on(
        self,
        order: Order,
        makers: Sequence[Maker],
        model: str,
        error: OmnigenError,
        hopeless: tuple[type[OmnigenError], ...],
    ) -> bool:
        """Whether the next model is asked right away: at errors that say so, and when this one has failed often enough.

        Waiting for the state machine's retry would spend it on a choice that is made already.
        """
        if isinstance(error, hopeless):
            return self._untried(order, makers)
        _, known = self._known(order)
        models = [maker.model for maker in makers]
        return error.retryable and known is not None and choose_model(models, known.failures, self.ref.run) != model

    def _untried(self, order: Order, makers: Sequence[Maker]) -> bool:
        """Whether there is a model that has not failed at this order in this run."""
        _, known = self._known(order)
        return known is not None and untried_model([maker.model for maker in makers], known.failures, self.ref.run)

    def _refuse(self, order: Order, model: str, error: OmnigenError | None, usd: Decimal = Decimal(0)) -> None:
        failure = Failure(model=model, code=error.code, run=self.ref.run, message=str(error)) if error else None
        self.studio.aws.purchases.refuse(self.ref.job_id, order.id, failure, usd)

    def _settle(self, order: Order, goods: Goods) -> Mapping[str, Any]:
        usage = goods.usage
        self.studio.aws.purchases.settle(self.ref.job_id, order.id, goods.facts, counted(usage), usage.usd)
        signals.spent(self.studio.settings.omnigen_env, usage.usd)
        if usage.input_tokens or usage.output_tokens:
            signals.tokens(self.studio.settings.omnigen_env, usage.input_tokens + usage.output_tokens)
        return goods.facts

    def _wait(self, known: Purchase) -> int:
        gone = self.studio.aws.jobs.now() - (known.submitted_at or 0)
        return next_look_seconds(gone, self.studio.settings.omnigen_poll_seconds)


def counted(usage: Usage) -> dict[str, Decimal]:
    """The counts of a usage that are not zero, by name."""
    names = ("input_tokens", "output_tokens", "characters", "images", "seconds")
    counts = {name: Decimal(getattr(usage, name)) for name in names}
    return {name: amount for name, amount in counts.items() if amount}


def _error(failure: Failure) -> OmnigenError:
    """A failure on the record, as it was raised."""
    kind: type[OmnigenError] = getattr(errors, failure.code)
    return kind(failure.message)


def _is_open(known: Purchase | None) -> bool:
    """Whether an earlier attempt has reserved the money and perhaps ordered, and could not say so any more."""
    return known is not None and known.status is PurchaseStatus.RESERVED


def _kept(answer: AnswerT, keep: Callable[[AnswerT], Goods]) -> Goods:
    """What is made of an answer; one that cannot be used is charged for all the same."""
    try:
        return keep(answer)
    except BadOutput as error:
        error.usd = max(error.usd, answer.usage.usd)
        raise
