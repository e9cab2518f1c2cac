"""Vendors' limits before an order: who gets no token is told how long the state machine is to wait."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from omnigen.domain.purchase import Purchase, PurchaseKey
from omnigen.errors import ProviderThrottled, UnknownOutcome
from omnigen.providers.vendor_limits import limits_of, vendor_of
from omnigen.runtime.context import AppContext

SPARE_SECONDS = 300
"""A permit is kept so much longer than an order may take: the time until its end is booked."""


@contextmanager
def admitted(
    app: AppContext, job_id: str, key: PurchaseKey, known: Purchase | None, model: str, seconds: int = 0
) -> Iterator[None]:
    """A place within the limits of a model and its vendor, for an order that may take so many seconds.

    ProviderThrottled, with the seconds to wait, when there is none: nothing was reserved, and no attempt is counted. An
    error gives the place back, unless the vendor may be working on the order. Whoever closes the purchase gives it back
    otherwise.
    """
    order = f"{job_id}#{key.id}"
    _admit(app, order, model, seconds + SPARE_SECONDS, has_waited=bool(known and known.settled and known.retry_at))
    try:
        yield
    except UnknownOutcome:
        raise
    except BaseException:
        give_back(app, job_id, key.id, model)
        raise


def give_back(app: AppContext, job_id: str, purchase_id: str, model: str | None) -> None:
    """Give back the permits of a purchase that is closed; again, or for one that had none, does nothing."""
    for limit in limits_of(model or "", app.settings):
        if limit.at_once is not None:
            app.aws.vendor_buckets.give_back(limit.name, f"{job_id}#{purchase_id}")


def obey(app: AppContext, model: str, error: ProviderThrottled) -> None:
    """A vendor said for how long it is not to be asked, or how often it may be: all other orders keep to that."""
    if error.retry_after_seconds is None:
        return
    name = (vendor_of(model) if error.whole_account else None) or model
    app.aws.vendor_buckets.throttled(name, error.retry_after_seconds, error.requests_per_minute)


def _admit(app: AppContext, order: str, model: str, seconds: int, *, has_waited: bool) -> None:
    """`has_waited` is for an order that the vendor itself has sent away: it has waited as long as it was asked to."""
    buckets, limits = app.aws.vendor_buckets, limits_of(model, app.settings)
    wait, taken = 0, []
    for limit in limits:
        if limit.at_once is not None and not wait:
            wait = buckets.take_permit(limit.name, order, limit.at_once, seconds)
            taken += [limit.name]
    for limit in limits:
        if not wait and not has_waited:
            wait = buckets.take_turn(limit.name, order, limit.requests_per_minute)
    if wait:
        for name in taken:
            buckets.give_back(name, order)
        raise ProviderThrottled(f"{model} is asked as often as it may be", retry_after_seconds=math.ceil(wait / 1_000))
