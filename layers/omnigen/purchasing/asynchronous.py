"""Ordering what takes long: clips and music. Submitted, looked at, collected; each step by another call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from omnigen import errors
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import (
    Purchase,
    PurchaseFailure,
    PurchaseKey,
    PurchaseStatus,
    is_exhausted,
    poll_interval_seconds,
)
from omnigen.errors import BadOutput, ModelGone, OmnigenError, ProviderTimedOut, StaleRun, UnknownOutcome
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, PredictionProvider
from omnigen.purchasing.lease import Desk, may_be_placed
from omnigen.purchasing.result import PurchaseResult

RequestT = TypeVar("RequestT")


@dataclass(frozen=True)
class Ordering(Generic[RequestT]):
    """One order, from whom it may be had, and what they are asked (made when it is needed: it reads pictures)."""

    desk: Desk
    order: PurchaseKey
    providers: Sequence[PredictionProvider[RequestT]]
    request: Callable[[], RequestT]

    def submit(self) -> PurchaseProgress:
        """Submit it, unless it is under way or done; when to look."""
        while True:
            job, known = self.desk.when_free(self.order)
            if known and known.status is PurchaseStatus.DONE:
                return PurchaseProgress(ready=True)
            if known and known.status is PurchaseStatus.SUBMITTED:
                return self._later(known)
            provider, wanted = self.desk.provider(self.providers, known), self.request()
            with self.desk.holding(job, self.order, known, provider.model, partial(provider.quote, wanted)) as mine:
                if mine and self._place(provider, wanted, look=may_be_placed(known)):
                    return PurchaseProgress(ready=False, wait_seconds=provider.expected_seconds)

    def collect(self, keep: Callable[[PredictionOutput, str], PurchaseResult], limit_seconds: int) -> PurchaseProgress:
        """Look at it; keep what it made. Submits it again when it ended without fault of ours."""
        _, known = self.desk.known(self.order)
        if known is None or known.open:
            return self.submit()
        if known.status is PurchaseStatus.REFUSED:
            return self._resubmit()
        if known.status is PurchaseStatus.DONE:
            return PurchaseProgress(ready=True)
        provider = self.desk.provider(self.providers, known)
        found = provider.check(known.prediction_id or "")
        if found is None:
            return self._wait_on(known, provider, limit_seconds)
        return self._receive(provider.model, found, keep) or self._resubmit()

    def _place(self, provider: PredictionProvider[RequestT], wanted: RequestT, *, look: bool) -> bool:
        """Order from this maker and write the prediction's id down; False when the next one is to be asked."""
        found = provider.find(wanted) if look else None
        try:
            prediction_id = found or provider.start(wanted)
        except UnknownOutcome:
            raise
        except OmnigenError as error:
            self.desk.refuse(self.order, provider.model, error)
            if not self.desk.moves_on(self.order, self.providers, provider.model, error, (ModelGone,)):
                raise
            return False
        return self._write_down(provider, prediction_id)

    def _write_down(self, provider: PredictionProvider[Any], prediction_id: str) -> bool:
        """Keep the prediction's id; False when another attempt, which took this one for dead, was first."""
        try:
            self.desk.app.aws.purchases.submitted(self.desk.ref, self.order, prediction_id)
        except StaleRun:
            provider.cancel(prediction_id)
            _, known = self.desk.known(self.order)
            if known and known.prediction_id not in {None, prediction_id}:
                return False
            self.desk.refuse(self.order, provider.model, None)
            raise
        return True

    def _wait_on(self, known: Purchase, provider: PredictionProvider[Any], limit_seconds: int) -> PurchaseProgress:
        """When to look again, unless it has taken too long."""
        if self._gone_seconds(known) <= limit_seconds:
            return self._later(known)
        provider.cancel(known.prediction_id or "")
        late = ProviderTimedOut(
            f"{provider.model} took more than {limit_seconds} s and was cancelled. Resume to try again"
        )
        self.desk.refuse(self.order, provider.model, late)
        raise late

    def _receive(
        self,
        model: str,
        found: PredictionOutput | PredictionFailed,
        keep: Callable[[PredictionOutput, str], PurchaseResult],
    ) -> PurchaseProgress | None:
        """Keep what was made; None when nothing of it can be used, which may have cost something all the same."""
        if isinstance(found, PredictionFailed):
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
        return PurchaseProgress(ready=True)

    def _resubmit(self) -> PurchaseProgress:
        """Order again what ended without goods: a passing failure a second time, a hopeless model's work elsewhere.

        When nothing is left to try in this run, the last failure is raised, and raised again at every retry.
        """
        _, known = self.desk.known(self.order)
        if known and is_exhausted([provider.model for provider in self.providers], known.failures, self.desk.ref.run):
            raise _error(known.failures[-1])
        return self.submit()

    def _later(self, known: Purchase) -> PurchaseProgress:
        least = self.desk.app.settings.omnigen_poll_seconds
        return PurchaseProgress(ready=False, wait_seconds=poll_interval_seconds(self._gone_seconds(known), least))

    def _gone_seconds(self, known: Purchase) -> int:
        return self.desk.app.aws.jobs.now() - (known.submitted_at or 0)


def _error(failure: PurchaseFailure) -> OmnigenError:
    """A failure on the record, as it was raised."""
    kind: type[OmnigenError] = getattr(errors, failure.code)
    return kind(failure.message)
