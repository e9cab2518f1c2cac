"""Reconciles the open purchases of a run that is over: collects, cancels or closes them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import Purchase, PurchaseFailure, PurchaseKind, PurchaseStatus
from omnigen.errors import BadOutput, NotFound, PredictionTaken, ProviderError, UnknownOutcome
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, PredictionProvider
from omnigen.purchasing.admission import give_back
from omnigen.purchasing.coordinator import settle
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext

UNANSWERED_SECONDS = 900
"""Seconds after which a reserved purchase without an answer belongs to a stage that is dead."""

MAX_AT_ONCE = 8
"""Purchases that are handled at the same time: a vendor is asked about each, and a video may have two dozen clips."""

_ABANDONED = frozenset({JobStatus.CANCELLED, JobStatus.DELETING})
"""Nothing more is wanted for a job of these statuses: its predictions are cancelled."""


def reconcile_open_purchases(app: AppContext, job: Job) -> int:
    """Close the open purchases of a job whose run is over, where that is possible; how many were closed.

    Predictions of a cancelled or deleted job are cancelled. Any other job's are collected once they are done: they are
    paid, and a resume uses them. What no vendor has taken is released. A vendor's failure is raised after all other
    purchases have been handled.
    """
    unsettled = [(name, purchase) for name, purchase in job.purchases.items() if not purchase.settled]
    if not unsettled:
        return 0
    with ThreadPoolExecutor(min(len(unsettled), MAX_AT_ONCE)) as pool:
        settled = [pool.submit(_settle_and_give_back, app, job, name, purchase) for name, purchase in unsettled]
    errors = [error for future in settled if (error := future.exception())]
    for error in sorted(errors, key=lambda error: isinstance(error, ProviderError)):
        raise error
    return sum(future.result() for future in settled)


def _settle_and_give_back(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    closed = _settle(app, job, name, purchase)
    if closed:
        give_back(app, job.job_id, name, purchase.model)
    return closed


def _settle(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    if purchase.open:
        return _release(app, job, name, purchase)
    provider = _provider_of(app, purchase)
    if provider is None:  # no provider can be asked: all that was reserved counts as spent
        return app.aws.purchases.refuse(job.job_id, name, None, purchase.reserved_usd)
    prediction_id = purchase.prediction_id or ""
    if job.status in _ABANDONED:
        provider.cancel(prediction_id)  # what was finished before is charged, and found by the poll below
    found = provider.poll(prediction_id)
    if isinstance(found, PredictionFailed):
        failure = PurchaseFailure(model=purchase.model or "", code=found.error.code, run=purchase.run)
        usd = purchase.reserved_usd if found.all_reserved else found.usd
        return app.aws.purchases.refuse(job.job_id, name, failure, usd)
    if found is None and job.status in _ABANDONED:  # cancelled, and it is unknown whether the vendor charges for it
        return app.aws.purchases.refuse(job.job_id, name, None, purchase.reserved_usd)
    if found is None:
        return False
    return _collect(app, job, name, purchase, _priced(found, purchase, provider))


def _collect(app: AppContext, job: Job, name: str, purchase: Purchase, delivery: PredictionOutput) -> bool:
    """Record the result of a run that is over. One that the job no longer needs is booked without its result."""
    described = _describe(app, job, name, purchase)
    if described is None:
        return app.aws.purchases.refuse(job.job_id, name, None, delivery.usage.usd)
    try:
        result = described.keep(delivery, purchase.model or "")
    except BadOutput as error:
        failure = PurchaseFailure(model=purchase.model or "", code=error.code, run=purchase.run)
        return app.aws.purchases.refuse(job.job_id, name, failure, delivery.usage.usd)
    return settle(app, job.job_id, name, result)


def _release(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    """Release a purchase whose stage is dead, or adopt the prediction that was made all the same.

    A stage that still holds the lease closes it itself, whatever has become of its run.
    """
    now = app.now()
    if purchase.is_leased(now):
        return False
    if now - purchase.reserved_at < UNANSWERED_SECONDS and job.status not in _ABANDONED:
        return False
    provider = _provider_of(app, purchase)
    described = _describe(app, job, name, purchase)
    if provider is None or described is None:
        return _presume_spent(app, job, name, purchase)
    request = described.request()
    while prediction_id := provider.find_existing(request):
        try:
            if not app.aws.predictions.adopt(job.job_id, name, prediction_id):
                return False  # its stage has closed it meanwhile
        except PredictionTaken:
            request = request.without([prediction_id])
            continue
        found = {"status": PurchaseStatus.SUBMITTED, "prediction_id": prediction_id}
        return _settle(app, job, name, purchase.model_copy(update=found))
    known = provider.can_be_searched
    return app.aws.purchases.refuse(job.job_id, name, None) if known else _presume_spent(app, job, name, purchase)


def _presume_spent(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    """Close a purchase that cannot be looked up. It is looked up by the next run, where its vendor can be searched."""
    code = UnknownOutcome.__name__
    failure = PurchaseFailure(model=purchase.model or "", code=code, run=purchase.run, message="The answer was lost")
    return app.aws.purchases.presume_spent(job.job_id, name, failure)


def _provider_of(app: AppContext, purchase: Purchase) -> PredictionProvider[Any] | None:
    """The provider of the purchase's model; another one of the same kind if that model is no longer configured.

    Predictions are polled and cancelled by id, whichever model of the vendor makes them.
    """
    providers: Sequence[PredictionProvider[Any]] = ()
    if purchase.kind is PurchaseKind.CLIP:
        providers = app.providers.video_providers
    elif purchase.kind is PurchaseKind.MUSIC:
        providers = app.providers.music_providers
    return next((provider for provider in providers if provider.model == purchase.model), next(iter(providers), None))


def _priced(delivery: PredictionOutput, purchase: Purchase, provider: PredictionProvider[Any]) -> PredictionOutput:
    """The output at its own price; at the reserved one when that is unknown or the provider is of another model."""
    if provider.model == purchase.model and not delivery.all_reserved:
        return delivery
    return replace(delivery, usage=replace(delivery.usage, usd=purchase.reserved_usd))


def _describe(app: AppContext, job: Job, name: str, purchase: Purchase) -> ClipPurchase | MusicPurchase | None:
    """The description of a purchase, if the job as it is now would still make it."""
    try:
        if purchase.kind is PurchaseKind.MUSIC:
            found: ClipPurchase | MusicPurchase = MusicPurchase(app, job)
        elif purchase.scene_id:
            found = ClipPurchase(app, job, job.scene(purchase.scene_id))
        else:
            return None
        same = found.key.id == name
    except (NotFound, ProviderError):
        return None
    return found if same else None
