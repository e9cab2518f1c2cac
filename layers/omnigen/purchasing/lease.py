"""What buying at once and ordering in advance have in common: one attempt at one order at a time, written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from omnigen import metrics
from omnigen.domain.job import RUNNING, Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import Purchase, PurchaseFailure, PurchaseKey, choose_model, has_untried_model
from omnigen.errors import Contention, OmnigenError, StaleRun
from omnigen.purchasing.result import PurchaseResult, usage_counts
from omnigen.runtime.context import AppContext

_LOOKS = 90
_LOOK_AGAIN_SECONDS = 0.5
"""An attempt waits so long for another one at the same order. It is called again if that was not enough."""


class Maker(Protocol):
    """Anybody who can be asked: one model."""

    @property
    def model(self) -> str:
        """The model's id."""


MakerT = TypeVar("MakerT", bound=Maker)


@dataclass(frozen=True)
class Desk:
    """Where one run of one job buys."""

    app: AppContext
    ref: JobRef
    pause: Callable[[float], None] = time.sleep

    def known(self, order: PurchaseKey) -> tuple[Job, Purchase | None]:
        """The job, and what its record says of the order."""
        job = self.app.aws.jobs.get(self.ref.job_id)
        return job, job.purchases.get(order.id)

    def when_free(self, order: PurchaseKey) -> tuple[Job, Purchase | None]:
        """The same, once no other attempt is at work on it. Contention if one is for long."""
        for _ in range(_LOOKS):
            job, known = self.known(order)
            if not (known and known.held(self.app.aws.jobs.now())):
                return job, known
            self._check_run(job)
            self.pause(_LOOK_AGAIN_SECONDS)
        raise Contention(f"{order.id} is being bought by another attempt; look again in a moment")

    @contextmanager
    def holding(
        self, job: Job, order: PurchaseKey, known: Purchase | None, model: str, quote: Callable[[], Decimal]
    ) -> Iterator[bool]:
        """Be the only one at work on an order; False when somebody else was quicker.

        Its money is set aside, unless an earlier attempt, now dead, has left it open.
        """
        holds, holder = self.app.aws.leases, uuid4().hex
        if known and known.open:
            mine = holds.take(self.ref, order.id, holder)
            if not mine:
                self._check_run(self.known(order)[0])
        else:
            mine = self.app.aws.purchases.reserve(job, order, quote(), model, holder, holds.until())
        if not mine:
            yield False
            return
        with holds.kept(job.job_id, order.id, holder):
            yield True

    def provider(self, providers: Sequence[MakerT], known: Purchase | None) -> MakerT:
        """The model that may have an order already, or the one to be asked next."""
        placed = known.model if known and may_be_placed(known) else None
        chosen = placed or choose_model(
            [provider.model for provider in providers], known.failures if known else (), self.ref.run
        )
        return next((provider for provider in providers if provider.model == chosen), providers[0])

    def moves_on(
        self,
        order: PurchaseKey,
        providers: Sequence[Maker],
        model: str,
        error: OmnigenError,
        hopeless: tuple[type[OmnigenError], ...],
    ) -> bool:
        """Whether the next model is asked right away: at errors that say so, and when this one has failed often enough.

        Waiting for the state machine's retry would spend it on a choice that is made already.
        """
        _, known = self.known(order)
        if known is None:
            return False
        models = [provider.model for provider in providers]
        if isinstance(error, hopeless):
            return has_untried_model(models, known.failures, self.ref.run)
        return error.retryable and choose_model(models, known.failures, self.ref.run) != model

    def refuse(self, order: PurchaseKey, model: str, error: OmnigenError | None, usd: Decimal = Decimal(0)) -> None:
        """Close an order that came to nothing."""
        failure = PurchaseFailure(model=model, code=error.code, run=self.ref.run, message=str(error)) if error else None
        self.app.aws.purchases.refuse(self.ref.job_id, order.id, failure, usd)

    def settle(self, order: PurchaseKey, goods: PurchaseResult) -> Mapping[str, Any]:
        """Keep the goods and pay; their facts."""
        settle(self.app, self.ref.job_id, order.id, goods)
        return goods.facts

    def _check_run(self, job: Job) -> None:
        if job.run != self.ref.run or job.status not in RUNNING:
            raise StaleRun(f"Run {self.ref.run} of the job {job.job_id!r} is over: the job is {job.status}")


def settle(app: AppContext, job_id: str, order_id: str, goods: PurchaseResult) -> bool:
    """Keep the goods, pay, and tell the operator; False when that was done before."""
    usage = goods.usage
    if not app.aws.purchases.settle(job_id, order_id, goods.facts, usage_counts(usage), usage.usd):
        return False
    metrics.record_spend(app.settings.omnigen_env, usage.usd)
    if usage.input_tokens or usage.output_tokens:
        metrics.record_tokens(app.settings.omnigen_env, usage.input_tokens + usage.output_tokens)
    return True


def may_be_placed(known: Purchase | None) -> bool:
    """Whether a vendor may have this order although nobody has heard so: he is asked before it is placed again."""
    return known is not None and (not known.settled or known.unanswered)
