"""Purchases that are answered in one call: text, speech, images."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import BadOutput, OmnigenError, UnknownOutcome
from omnigen.providers.protocols import Usage
from omnigen.purchasing.coordinator import PurchaseCoordinator, may_be_submitted
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
    coordinator = PurchaseCoordinator(app, ref, sleep)
    while True:
        job, known = coordinator.wait_until_unleased(spec.key)
        if known and known.status is PurchaseStatus.DONE:
            return known.result
        coordinator.check_lost_answers(spec.key, known)
        provider = coordinator.choose_provider(spec.providers, known)
        with coordinator.lease(job, spec.key, known, provider, partial(spec.quote, provider)) as acquired:
            if not acquired:
                continue
            if known and known.open and not provider.can_be_searched:
                coordinator.presume_spent(spec.key, provider.model)
                continue
            existing = spec.find_existing(provider) if may_be_submitted(known) else None
            try:
                result = _keep(existing or spec.ask(provider), spec.keep)
                if existing and known and known.delivered_as:
                    result = replace(result, usage=Usage())  # it was booked when it came first
            except UnknownOutcome:
                if not provider.can_be_searched:
                    coordinator.presume_spent(spec.key, provider.model)
                raise
            except OmnigenError as error:
                coordinator.refuse(spec.key, provider.model, error, getattr(error, "usd", Decimal(0)))
                if not coordinator.should_fall_back(spec.key, spec.providers, provider.model, error, spec.fall_back_on):
                    raise
                continue
            return coordinator.settle(spec.key, result)


def _keep(answer: PricedT, keep: Callable[[PricedT], PurchaseResult]) -> PurchaseResult:
    """What is kept of an answer; one that cannot be used is charged for all the same."""
    try:
        return keep(answer)
    except BadOutput as error:
        error.usd = max(error.usd, answer.usage.usd)
        raise
