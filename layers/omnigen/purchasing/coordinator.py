"""Coordinates attempts at one purchase: reservation, lease, fallback between providers, settlement."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard
from uuid import uuid4

from omnigen import metrics
from omnigen.domain.job import RUNNING, Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import (
    MAX_LOST_ANSWERS,
    Purchase,
    PurchaseFailure,
    PurchaseKey,
    PurchaseStatus,
    choose_model,
    has_untried_model,
    throttle_seconds,
)
from omnigen.errors import (
    Contention,
    OmnigenError,
    ProviderError,
    ProviderThrottled,
    ProviderTimedOut,
    StaleRun,
    UnknownOutcome,
)
from omnigen.purchasing.admission import give_back, obey
from omnigen.purchasing.spec import Provider, ProviderT, PurchaseResult, usage_counts
from omnigen.runtime.context import AppContext

MAX_LEASE_POLLS = 90
LEASE_POLL_SECONDS = 0.5
"""How often and at what interval an attempt waits for another one's lease. The state machine calls it again after."""


@dataclass(frozen=True)
class PurchaseCoordinator:
    """Reserves, leases and settles purchases for one run of one job."""

    app: AppContext
    ref: JobRef
    sleep: Callable[[float], None] = time.sleep

    def get(self, key: PurchaseKey) -> tuple[Job, Purchase | None]:
        """The job, and the purchase as its record has it."""
        job = self.app.aws.jobs.record(self.ref.job_id)
        return job, job.purchases.get(key.id)

    def wait_until_unleased(self, key: PurchaseKey) -> tuple[Job, Purchase | None]:
        """The job and the purchase, once no other attempt has a lease on it; one whose file is lost is not done.

        Polls every half second for 45 s, then raises Contention. Raises StaleRun when the run is over.
        """
        for _ in range(MAX_LEASE_POLLS):
            job, known = self.get(key)
            if not (known and known.is_leased(self.app.now())):
                return self._reopened(key, known) if self._is_lost(known) else (job, known)
            self._check_run(job)
            self.sleep(LEASE_POLL_SECONDS)
        raise Contention(f"{key.id} is being bought by another attempt; try again in a moment")

    @contextmanager
    def lease(
        self, job: Job, key: PurchaseKey, known: Purchase | None, provider: Provider, quote: Callable[[], Decimal]
    ) -> Iterator[bool]:
        """Hold the lease on a purchase; yields False when another attempt got it first.

        The money is reserved in the same write, unless an earlier attempt left the purchase open.
        """
        leases, owner = self.app.aws.leases, uuid4().hex
        if known and known.open:
            acquired = leases.acquire(self.ref, key.id, owner)
            if not acquired:
                self._check_run(self.get(key)[0])
        else:
            acquired = self.app.aws.purchases.reserve(
                job, key, quote(), provider.model, owner, leases.expiry(), reopen=provider.can_be_searched
            )
        if not acquired:
            yield False
            return
        with leases.renewing(job.job_id, key.id, owner):
            yield True

    def choose_provider(self, providers: Sequence[ProviderT], known: Purchase | None) -> ProviderT:
        """The provider that may have the purchase already, or else the next one to ask."""
        submitted_to = known.model if known and may_be_submitted(known) else None
        if known and known.settled and any(p.model == submitted_to and not p.can_be_searched for p in providers):
            submitted_to = None  # looking it up is no use
        chosen = submitted_to or choose_model(
            [provider.model for provider in providers], known.failures if known else (), self.ref.run
        )
        return next((provider for provider in providers if provider.model == chosen), providers[0])

    def should_fall_back(
        self,
        key: PurchaseKey,
        providers: Sequence[Provider],
        model: str,
        error: OmnigenError,
        hopeless: tuple[type[OmnigenError], ...],
    ) -> bool:
        """Whether another provider is asked in this same call.

        It is after an error in `hopeless`, and when this model has failed as often as it may: a retry by the state
        machine would choose the other one anyway.
        """
        _, known = self.get(key)
        if known is None:
            return False
        models = [provider.model for provider in providers]
        if isinstance(error, hopeless):
            return has_untried_model(models, known.failures, self.ref.run)
        return error.retryable and choose_model(models, known.failures, self.ref.run) != model

    def is_searched_for(self, known: Purchase | None) -> bool:
        """Whether the vendor is asked for an earlier order first.

        In a later run also one that the record does not know: the state may be older than the vendor's, after a power
        cut or from a backup.
        """
        return may_be_submitted(known) or (known is None and self.ref.run > 1)

    def check_lost_answers(self, key: PurchaseKey, known: Purchase | None) -> None:
        """ProviderTimedOut when so many answers were lost that the purchase is not to be asked for again."""
        if known and known.settled and known.lost_answers >= MAX_LOST_ANSWERS:
            raise ProviderTimedOut(
                f"{known.lost_answers} answers of {known.model} about {key.id} were lost, which count as spent "
                f"(${known.spent_usd:.2f}). It is not asked for again: change the text, to buy something else"
            )

    def presume_spent(self, key: PurchaseKey, model: str) -> None:
        """Close a purchase whose answer is lost at a vendor that cannot be searched; the next ask reserves anew."""
        _, known = self.get(key)
        failure = PurchaseFailure(
            model=model, code=UnknownOutcome.__name__, run=self.ref.run, message="The answer was lost"
        )
        give_back(self.app, self.ref.job_id, key.id, model)
        if self.app.aws.purchases.presume_spent(self.ref.job_id, key.id, failure) and known:
            metrics.record_spend(self.app.settings.omnigen_env, known.reserved_usd)

    def refuse(self, key: PurchaseKey, model: str, error: OmnigenError | None, usd: Decimal = Decimal(0)) -> None:
        """Close a purchase without a result; `usd` is what the vendor charges all the same.

        `retry_after_seconds` of a ProviderThrottled becomes the time after which the vendor is asked again, None when
        it has been busy too often. PredictionTaken when what could not be used belongs to another purchase, and nothing
        is written.
        """
        retry_at = self._retry_at(key, model, error) if isinstance(error, ProviderThrottled) else 0
        failure = PurchaseFailure(model=model, code=error.code, run=self.ref.run, message=str(error)) if error else None
        made = error.prediction_id if isinstance(error, ProviderError) else ""
        self.app.aws.purchases.refuse(self.ref.job_id, key.id, failure, usd, made, retry_at)
        give_back(self.app, self.ref.job_id, key.id, model)

    def settle(self, key: PurchaseKey, result: PurchaseResult, model: str) -> Mapping[str, Any]:
        """Record the result of this model and book its price; the result's facts."""
        settle(self.app, self.ref.job_id, key.id, result)
        give_back(self.app, self.ref.job_id, key.id, model)
        return result.facts

    def _is_lost(self, known: Purchase | None) -> TypeGuard[Purchase]:
        """Whether the purchase was delivered, but its file is gone or is no more what was delivered."""
        if known is None or known.status is not PurchaseStatus.DONE or known.key is None:
            return False
        return not self.app.aws.objects.is_intact(known.key, known.sha256)

    def _reopened(self, key: PurchaseKey, lost: Purchase) -> tuple[Job, Purchase | None]:
        self.app.aws.purchases.lose(self.ref.job_id, key.id, lost)
        return self.get(key)

    def _retry_at(self, key: PurchaseKey, model: str, error: ProviderThrottled) -> int:
        """When the busy vendor is asked again (Unix seconds), which is noted on the error as well; 0 for never."""
        _, known = self.get(key)
        failures = known.failures if known else ()
        obey(self.app, model, error)
        error.retry_after_seconds = throttle_seconds(error.retry_after_seconds, model, failures, self.ref.run)
        return self.app.now() + error.retry_after_seconds if error.retry_after_seconds else 0

    def _check_run(self, job: Job) -> None:
        if job.run != self.ref.run or job.status not in RUNNING:
            raise StaleRun(f"Run {self.ref.run} of the job {job.job_id!r} is over: the job is {job.status}")


def seconds_to_wait(error: ProviderThrottled) -> int:
    """How long the state machine waits before it calls the stage again; raises the error when it is not to."""
    if error.retry_after_seconds is None:
        raise error
    return error.retry_after_seconds


def settle(app: AppContext, job_id: str, purchase_id: str, result: PurchaseResult) -> bool:
    """Record the result, book its price and count it in the metrics; False when that was done before.

    PredictionTaken when the vendor's prediction belongs to another purchase, and nothing is written.
    """
    usage, counts = result.usage, usage_counts(result.usage)
    if not app.aws.purchases.settle(job_id, purchase_id, result.facts, counts, usage.usd, result.prediction_id):
        return False
    metrics.record_spend(app.settings.omnigen_env, usage.usd)
    if usage.input_tokens or usage.output_tokens:
        metrics.record_tokens(app.settings.omnigen_env, usage.input_tokens + usage.output_tokens)
    return True


def may_be_submitted(known: Purchase | None) -> bool:
    """Whether a vendor may have this purchase although no answer arrived: it is looked up before it is asked again."""
    return known is not None and (not known.settled or known.unanswered)
