"""Purchases that are answered in one call: text, speech, images."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Generic

from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import Purchase, PurchaseStatus
from omnigen.errors import BadOutput, OmnigenError, PredictionTaken, UnknownOutcome
from omnigen.providers.protocols import Usage
from omnigen.purchasing.admission import admitted
from omnigen.purchasing.coordinator import PurchaseCoordinator
from omnigen.purchasing.spec import PricedT, ProviderT, PurchaseResult, SyncSpec
from omnigen.runtime.context import AppContext


def buy(
    app: AppContext, ref: JobRef, spec: SyncSpec[ProviderT, PricedT], sleep: Callable[[float], None] = time.sleep
) -> Mapping[str, Any]:
    """The facts of the result, bought now or earlier.

    The next provider is asked after an error in `spec.fall_back_on`, or when one keeps failing. UnknownOutcome leaves
    the money reserved: the next attempt looks the purchase up before it asks again. At a vendor that cannot be searched
    it counts as spent instead, and the next attempt reserves anew; ProviderTimedOut after `MAX_LOST_ANSWERS` of these.
    Contention when another attempt works on it for long.
    """
    return _SyncPurchase(app, ref, spec, sleep).buy()


@dataclass(frozen=True)
class _SyncPurchase(Generic[ProviderT, PricedT]):
    """One purchase for one run of one job."""

    app: AppContext
    ref: JobRef
    spec: SyncSpec[ProviderT, PricedT]
    sleep: Callable[[float], None]

    def buy(self) -> Mapping[str, Any]:
        """Ask one provider after the other."""
        spec, coordinator = self.spec, self._coordinator
        while True:
            job, known = coordinator.wait_until_unleased(spec.key)
            if known and known.status is PurchaseStatus.DONE:
                return known.result
            coordinator.check_lost_answers(spec.key, known)
            provider = coordinator.choose_provider(spec.providers, known)
            with (
                admitted(self.app, job.job_id, spec.key, known, provider.model),
                coordinator.lease(job, spec.key, known, provider, partial(spec.quote, provider)) as acquired,
            ):
                if acquired and known and known.open and not provider.can_be_searched:
                    coordinator.presume_spent(spec.key, provider.model)
                elif acquired and (facts := self._buy_from(provider, known)) is not None:
                    return facts

    @cached_property
    def _coordinator(self) -> PurchaseCoordinator:
        return PurchaseCoordinator(self.app, self.ref, self.sleep)

    def _buy_from(self, provider: ProviderT, known: Purchase | None) -> Mapping[str, Any] | None:
        """What this provider made, earlier or now; None when the next provider is to be asked."""
        try:
            found = self._adopt(provider, known) if self._coordinator.is_searched_for(known) else None
            return self._take(provider, partial(self.spec.ask, provider), self._settle) if found is None else found
        except PredictionTaken as error:
            raise UnknownOutcome(f"{provider.model} answered with what belongs to another purchase") from error
        except _NextProvider:
            return None

    def _adopt(self, provider: ProviderT, known: Purchase | None) -> Mapping[str, Any] | None:
        """The facts of an answer that was paid for and lost; those of other purchases are passed over."""
        keep = self._settle_again if known and known.delivered_as else self._settle
        taken: frozenset[str] = frozenset()
        while True:
            try:
                return self._take(provider, partial(self.spec.find_existing, provider, taken), keep, search=True)
            except PredictionTaken as error:
                taken |= {error.prediction_id}

    def _take(
        self,
        provider: ProviderT,
        get: Callable[[], PricedT | None],
        settle: Callable[[ProviderT, PricedT], Mapping[str, Any]],
        *,
        search: bool = False,
    ) -> Mapping[str, Any] | None:
        """Keep and book, by `settle`, what `get` returns; None when that is nothing. An error closes the purchase.

        It stays open after an UnknownOutcome, and after a search that failed: only the vendor's answer can close it.
        PredictionTaken when the answer belongs to another purchase; nothing is written then.
        """
        try:
            answer = get()
            return settle(provider, answer) if answer else None
        except UnknownOutcome:
            if not provider.can_be_searched:
                self._coordinator.presume_spent(self.spec.key, provider.model)
            raise
        except PredictionTaken:
            raise
        except OmnigenError as error:
            if search and not getattr(error, "prediction_id", ""):
                raise
            if self._should_fall_back(provider, error):
                raise _NextProvider from error
            raise

    def _settle(self, provider: ProviderT, answer: PricedT) -> Mapping[str, Any]:
        """Keep an answer and book it."""
        return self._coordinator.settle(self.spec.key, self._keep(answer), provider.model)

    def _settle_again(self, provider: ProviderT, answer: PricedT) -> Mapping[str, Any]:
        """Keep an answer whose file was lost; it was booked when it came first."""
        return self._coordinator.settle(self.spec.key, replace(self._keep(answer), usage=Usage()), provider.model)

    def _keep(self, answer: PricedT) -> PurchaseResult:
        """What is kept of an answer; one that cannot be used is charged for all the same."""
        try:
            result = self.spec.keep(answer)
        except BadOutput as error:
            error.usd = max(error.usd, answer.usage.usd)
            error.prediction_id = answer.prediction_id
            raise
        return replace(result, prediction_id=answer.prediction_id)

    def _should_fall_back(self, provider: ProviderT, error: OmnigenError) -> bool:
        """Close the purchase after an error; whether the next provider is asked in this same call."""
        spec, usd = self.spec, getattr(error, "usd", Decimal(0))
        self._coordinator.refuse(spec.key, provider.model, error, usd)
        return self._coordinator.should_fall_back(spec.key, spec.providers, provider.model, error, spec.fall_back_on)


class _NextProvider(Exception):
    """The purchase was closed, and the next provider is to be asked."""
