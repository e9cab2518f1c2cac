"""After a run: orders still open at vendors are collected, cancelled or written off, so that no money hangs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import Purchase, PurchaseFailure, PurchaseKind, PurchaseStatus
from omnigen.errors import BadOutput, NotFound, ProviderError
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, PredictionProvider
from omnigen.purchasing.coordinator import settle
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.runtime.context import AppContext

UNANSWERED_SECONDS = 900
"""An order that was reserved so long ago and never got an answer belongs to a stage that is dead."""


def reconcile_open_purchases(app: AppContext, job: Job) -> int:
    """Go through the open orders of a job whose run is over; how many were closed.

    A cancelled job's predictions are cancelled. Any other's are collected as soon as they are done: they are paid, and
    a resume will want them. What never got as far as the vendor is released. A vendor's failure is raised when all the
    other orders have been seen to.
    """
    closed = 0
    trouble: ProviderError | None = None
    for name, purchase in job.purchases.items():
        if not purchase.settled:
            try:
                closed += _settle(app, job, name, purchase)
            except ProviderError as error:
                trouble = error
    if trouble:
        raise trouble
    return closed


def _settle(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    if purchase.open:
        return _release(app, job, name, purchase)
    provider = _maker(app, purchase)
    if provider is None:  # nobody can be asked: it counts as made
        return app.aws.purchases.refuse(job.job_id, name, None, purchase.reserved_usd)
    prediction_id = purchase.prediction_id or ""
    if job.status is JobStatus.CANCELLED:
        provider.cancel(prediction_id)  # what was finished all the same is paid, and found by the look below
    found = provider.poll(prediction_id)
    if isinstance(found, PredictionFailed):
        failure = PurchaseFailure(model=purchase.model or "", code=found.error.code, run=purchase.run)
        usd = purchase.reserved_usd if found.all_reserved else found.usd
        return app.aws.purchases.refuse(job.job_id, name, failure, usd)
    if found is None and job.status is JobStatus.CANCELLED:  # cancelled, and nobody can say whether it is charged
        return app.aws.purchases.refuse(job.job_id, name, None, purchase.reserved_usd)
    if found is None:
        return False
    return _collect(app, job, name, purchase, _priced(found, purchase, provider))


def _collect(app: AppContext, job: Job, name: str, purchase: Purchase, delivery: PredictionOutput) -> bool:
    """Keep the goods of a dead run. An order that the record no longer describes is paid for and let go."""
    making = _order(app, job, name, purchase)
    if making is None:
        return app.aws.purchases.refuse(job.job_id, name, None, delivery.usage.usd)
    try:
        result = making.keep(delivery, purchase.model or "")
    except BadOutput as error:
        failure = PurchaseFailure(model=purchase.model or "", code=error.code, run=purchase.run)
        return app.aws.purchases.refuse(job.job_id, name, failure, delivery.usage.usd)
    return settle(app, job.job_id, name, result)


def _release(app: AppContext, job: Job, name: str, purchase: Purchase) -> bool:
    """Free the money of an order whose stage is dead; a prediction that was made all the same is found and taken on.

    A stage that is still at work on it will close it itself, whatever has become of its run.
    """
    now = app.now()
    if purchase.is_leased(now):
        return False
    if now - purchase.reserved_at < UNANSWERED_SECONDS and job.status is not JobStatus.CANCELLED:
        return False
    provider = _maker(app, purchase)
    making = _order(app, job, name, purchase)
    if provider is None or making is None:
        return app.aws.purchases.refuse(job.job_id, name, None, unanswered=True)
    prediction_id = provider.find_existing(making.request())
    if prediction_id is None:
        return app.aws.purchases.refuse(job.job_id, name, None)
    if not app.aws.purchases.adopt(job.job_id, name, prediction_id):
        return False  # its stage has come back to life
    found = {"status": PurchaseStatus.SUBMITTED, "prediction_id": prediction_id}
    return _settle(app, job, name, purchase.model_copy(update=found))


def _maker(app: AppContext, purchase: Purchase) -> PredictionProvider[Any] | None:
    """The model that has the order; one of the same kind for a model that is configured no more.

    A prediction is looked at and cancelled by its id, whichever model of its vendor makes it.
    """
    providers: Sequence[PredictionProvider[Any]] = ()
    if purchase.kind is PurchaseKind.CLIP:
        providers = app.providers.video_providers
    elif purchase.kind is PurchaseKind.MUSIC:
        providers = app.providers.music_providers
    return next((provider for provider in providers if provider.model == purchase.model), next(iter(providers), None))


def _priced(delivery: PredictionOutput, purchase: Purchase, provider: PredictionProvider[Any]) -> PredictionOutput:
    """Another model's price is none of this one's: without a price of its own, all that was reserved is spent."""
    if provider.model == purchase.model and not delivery.all_reserved:
        return delivery
    return replace(delivery, usage=replace(delivery.usage, usd=purchase.reserved_usd))


def _order(app: AppContext, job: Job, name: str, purchase: Purchase) -> ClipPurchase | MusicPurchase | None:
    """The order behind a purchase, if the job as it stands now would still place it."""
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
