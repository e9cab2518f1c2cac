"""Purchases that take minutes: clips and music. Submitted, polled and collected, each by a call of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Generic, Protocol

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.domain.purchase import (
    MAX_THROTTLE_SECONDS,
    Purchase,
    PurchaseStatus,
    first_poll_seconds,
    is_exhausted,
    poll_interval_seconds,
)
from omnigen.errors import (
    BadOutput,
    ModelGone,
    NotFound,
    OmnigenError,
    PolicyBlocked,
    PredictionTaken,
    ProviderError,
    ProviderThrottled,
    ProviderTimedOut,
    StaleRun,
    UnknownOutcome,
    by_code,
)
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, PredictionProvider
from omnigen.purchasing.admission import admitted
from omnigen.purchasing.coordinator import PurchaseCoordinator, seconds_to_wait
from omnigen.purchasing.spec import AsyncSpec, RequestT
from omnigen.runtime.context import AppContext


class StagePurchase(Protocol[RequestT]):
    """A purchase as its two stages, submit and poll, use it."""

    @property
    def spec(self) -> AsyncSpec[RequestT]:
        """What is bought."""

    @property
    def is_recorded(self) -> bool:
        """Whether the record points to the result of this very purchase."""

    def record(self, progress: PurchaseProgress) -> PurchaseProgress:
        """Point the record to the result once that is there; the same progress."""

    def on_refusal(self, error: PolicyBlocked) -> None:
        """Record that a vendor's policy forbids it."""


def start(app: AppContext, ref: JobRef, purchase: StagePurchase[RequestT]) -> PurchaseProgress:
    """Submit a purchase, unless its result is recorded or it is under way."""
    if purchase.is_recorded:
        return PurchaseProgress(ready=True)
    return _guarded(purchase, AsyncPurchase(app, ref, purchase.spec).submit)


def check(app: AppContext, ref: JobRef, purchase: StagePurchase[RequestT]) -> PurchaseProgress:
    """Poll a purchase and keep its result if it is there."""
    return _guarded(purchase, AsyncPurchase(app, ref, purchase.spec).poll)


def _guarded(purchase: StagePurchase[RequestT], work: Callable[[], PurchaseProgress]) -> PurchaseProgress:
    try:
        return purchase.record(work())
    except PolicyBlocked as error:
        purchase.on_refusal(error)
        raise
    except ProviderThrottled as error:
        wait = min(max(seconds_to_wait(error), 1), MAX_THROTTLE_SECONDS)  # a poll was throttled, or an order
        return PurchaseProgress(ready=False, wait_seconds=wait)


@dataclass(frozen=True)
class AsyncPurchase(Generic[RequestT]):
    """One purchase for one run of one job."""

    app: AppContext
    ref: JobRef
    spec: AsyncSpec[RequestT]
    sleep: Callable[[float], None] = time.sleep

    def submit(self) -> PurchaseProgress:
        """Submit it, unless it is under way or done; when to poll."""
        while True:
            job, known = self._coordinator.wait_until_unleased(self.spec.key)
            if known and known.status is PurchaseStatus.DONE:
                return PurchaseProgress(ready=True)
            if known and known.status is PurchaseStatus.SUBMITTED:
                return self._poll_later(known)
            self._coordinator.check_lost_answers(self.spec.key, known)
            provider = self._coordinator.choose_provider(self.spec.providers, known)
            request = self.spec.request()
            quote = partial(provider.quote, request)
            with (
                admitted(self.app, job.job_id, self.spec.key, known, provider.model, self.spec.timeout_seconds),
                self._coordinator.lease(job, self.spec.key, known, provider, quote) as acquired,
            ):
                if acquired and known and known.open and not provider.can_be_searched:
                    self._coordinator.presume_spent(self.spec.key, provider.model)
                elif acquired and self._submit_to(provider, request, look_up=self._coordinator.is_searched_for(known)):
                    return PurchaseProgress(ready=False, wait_seconds=self._first_wait_seconds(provider))

    def poll(self) -> PurchaseProgress:
        """Ask how far it is; keep its result. It is submitted again when it failed for a passing reason."""
        _, known = self._coordinator.get(self.spec.key)
        if known is None or known.open:
            return self.submit()
        if known.status is PurchaseStatus.REFUSED:
            return self._resubmit()
        if known.status is PurchaseStatus.DONE:
            return PurchaseProgress(ready=True)
        provider = self._coordinator.choose_provider(self.spec.providers, known)
        outcome = provider.poll(known.prediction_id or "")
        if outcome is None:
            return self._wait_or_time_out(known, provider)
        return self._collect(provider.model, outcome) or self._resubmit()

    @cached_property
    def _coordinator(self) -> PurchaseCoordinator:
        return PurchaseCoordinator(self.app, self.ref, self.sleep)

    def _submit_to(self, provider: PredictionProvider[RequestT], request: RequestT, *, look_up: bool) -> bool:
        """Submit to this provider and record the prediction's id; False when the next provider is to be asked.

        With `look_up` the vendor is searched first; predictions of other purchases are passed over.
        """
        while look_up and (existing := provider.find_existing(request)):
            try:
                return self._record_id(provider, existing)
            except PredictionTaken:
                request = request.without([existing])
        try:
            prediction_id = provider.start(request)
        except UnknownOutcome:
            if not provider.can_be_searched:
                self._coordinator.presume_spent(self.spec.key, provider.model)
            raise
        except OmnigenError as error:
            self._coordinator.refuse(self.spec.key, provider.model, error)
            if not self._coordinator.should_fall_back(
                self.spec.key, self.spec.providers, provider.model, error, (ModelGone,)
            ):
                raise
            return False
        try:
            return self._record_id(provider, prediction_id)
        except PredictionTaken as error:
            raise UnknownOutcome(f"{provider.model} answered with another purchase's prediction") from error

    def _record_id(self, provider: PredictionProvider[Any], prediction_id: str) -> bool:
        """Record the prediction's id; False when another attempt, whose lease had expired, recorded its own first."""
        try:
            self.app.aws.predictions.submitted(self.ref, self.spec.key, prediction_id)
        except NotFound:  # the record was removed by other hands: nothing may run on at the vendor
            provider.cancel(prediction_id)
            raise
        except StaleRun:
            provider.cancel(prediction_id)
            _, known = self._coordinator.get(self.spec.key)
            if known and known.prediction_id not in {None, prediction_id}:
                return False
            self._coordinator.refuse(self.spec.key, provider.model, None)
            raise
        return True

    def _wait_or_time_out(self, known: Purchase, provider: PredictionProvider[Any]) -> PurchaseProgress:
        """When to poll again; ProviderTimedOut after the purchase's time limit."""
        limit = self.spec.timeout_seconds
        if self._elapsed_seconds(known) <= limit:
            return self._poll_later(known)
        outcome = self._cancel(provider, known.prediction_id or "")
        if isinstance(outcome, PredictionOutput) and (collected := self._collect(provider.model, outcome)):
            return collected
        late = ProviderTimedOut(f"{provider.model} took more than {limit} s and was cancelled. Resume to try again")
        charged = outcome.usd if isinstance(outcome, PredictionFailed) and not outcome.all_reserved else None
        usd = known.reserved_usd if charged is None else charged
        self._coordinator.refuse(self.spec.key, provider.model, late, usd)
        raise late

    def _cancel(
        self, provider: PredictionProvider[Any], prediction_id: str
    ) -> PredictionOutput | PredictionFailed | None:
        """Cancel a prediction and ask what became of it, since it may be charged; None when nobody can say."""
        provider.cancel(prediction_id)
        try:
            return provider.poll(prediction_id)
        except ProviderError:
            return None

    def _collect(self, model: str, outcome: PredictionOutput | PredictionFailed) -> PurchaseProgress | None:
        """Keep the output; None when there is none that can be used, which may be charged all the same."""
        _, known = self._coordinator.get(self.spec.key)
        reserved = known.reserved_usd if known and outcome.all_reserved else None
        if isinstance(outcome, PredictionFailed):
            self._coordinator.refuse(self.spec.key, model, outcome.error, outcome.usd if reserved is None else reserved)
            busy = isinstance(outcome.error, ProviderThrottled) and outcome.error.retry_after_seconds is not None
            if busy or isinstance(outcome.error, ProviderTimedOut):
                raise outcome.error
            return None
        if reserved is not None:
            outcome = replace(outcome, usage=replace(outcome.usage, usd=reserved))
        try:
            result = self.spec.keep(outcome, model)
        except BadOutput as error:
            self._coordinator.refuse(self.spec.key, model, error, outcome.usage.usd)
            return None
        self._coordinator.settle(self.spec.key, result, model)
        if outcome.seconds_taken is not None:
            self.app.aws.latencies.add(model, outcome.seconds_taken)
        return PurchaseProgress(ready=True)

    def _resubmit(self) -> PurchaseProgress:
        """Submit again what failed: to the same model after a passing failure, to the next one otherwise.

        When no model is left in this run, the last failure is raised, and raised again at every retry.
        """
        _, known = self._coordinator.get(self.spec.key)
        models = [provider.model for provider in self.spec.providers]
        if known and is_exhausted(models, known.failures, self.ref.run):
            last = known.failures[-1]
            raise by_code(last.code)(last.message)
        return self.submit()

    def _first_wait_seconds(self, provider: PredictionProvider[Any]) -> int:
        return first_poll_seconds(self.app.aws.latencies.of(provider.model), provider.expected_seconds)

    def _poll_later(self, known: Purchase) -> PurchaseProgress:
        shortest = self.app.settings.omnigen_poll_seconds
        seen = self.app.aws.latencies.of(known.model) if known.model else ()
        wait = poll_interval_seconds(self._elapsed_seconds(known), shortest, seen)
        return PurchaseProgress(ready=False, wait_seconds=wait)

    def _elapsed_seconds(self, known: Purchase) -> int:
        return self.app.now() - (known.submitted_at or 0)
