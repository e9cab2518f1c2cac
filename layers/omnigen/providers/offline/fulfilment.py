"""How the offline providers fulfil an order, synchronously or as a prediction: it is logged before work begins."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from omnigen.domain.purchase import PurchaseKind
from omnigen.errors import BadOutput, MediaError, OmnigenError, ProviderUnavailable
from omnigen.providers.offline.order_log import LoggedOrder
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import OrderRequest, PredictionFailed, PredictionOutput, Usage

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


OfflineRequestT = TypeVar("OfflineRequestT", bound=OrderRequest)
OfflineResultT = TypeVar("OfflineResultT", bound="DataclassInstance")


@dataclass(frozen=True)
class SyncFulfilment(Generic[OfflineRequestT, OfflineResultT]):
    """Logs an order, makes its result and returns it in one call."""

    vendor: OfflineVendor
    kind: PurchaseKind
    model: str
    make: Callable[[OfflineRequestT, Usage], OfflineResultT]

    def sell(self, request: OfflineRequestT, usage: Usage) -> OfflineResultT:
        """Take the order and make it."""
        entry = self.vendor.place(self.kind, request.order_id, self.model, usage.usd)
        return self._make(entry, request, usage)

    def placed(self, request: OfflineRequestT, usage: Usage) -> OfflineResultT | None:
        """What was ordered before under this order, made now if it was not handed out."""
        entry = self.vendor.find(request)
        return self._make(entry, request, usage) if entry else None

    def _make(self, entry: LoggedOrder, request: OfflineRequestT, usage: Usage) -> OfflineResultT:
        """Make the result; an order whose result cannot be made is logged as free of charge."""
        try:
            answer = self.make(request, usage)
        except OmnigenError as error:
            self.vendor.order_log.close(entry.id, "failed", error.code)
            if isinstance(error, MediaError):
                raise ProviderUnavailable(f"The offline vendor could not make it: {error}") from error
            raise
        self.vendor.order_log.close(entry.id, "delivered")
        return replace(answer, prediction_id=entry.id)


@dataclass(frozen=True)
class PredictionFulfilment:
    """Makes things that take long. `make` works from what was kept of the order, perhaps in another process."""

    vendor: OfflineVendor
    kind: PurchaseKind
    model: str
    media_type: str
    make: Callable[[LoggedOrder], bytes]
    usage: Callable[[LoggedOrder], Usage]

    def look(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """The result, once the order's latency is over."""
        order_log = self.vendor.order_log
        entry = order_log.entry(prediction_id)
        if entry is None:
            return PredictionFailed(
                BadOutput(f"The offline vendor knows no prediction {prediction_id!r}"), all_reserved=True
            )
        if entry.state == "cancelled":
            return PredictionFailed(ProviderUnavailable(f"The prediction {prediction_id!r} was cancelled"))
        if entry.state == "ordered" and entry.ready_at > time.time():
            return None
        fault = self.vendor.strike(self.kind, entry.order_id, self.model) if entry.state == "ordered" else None
        if fault:
            order_log.close(entry.id, "failed", fault.failure)
            return PredictionFailed(fault.error)
        data = order_log.fetch(entry.id, "goods")
        if data is None:
            data = self._made(entry)
            order_log.keep(entry.id, "goods", data)
        order_log.close(entry.id, "delivered")
        seconds = math.ceil(entry.ready_at - entry.ordered_at)
        return PredictionOutput(
            content=[data], media_type=self.media_type, usage=self.usage(entry), seconds_taken=seconds
        )

    def _made(self, entry: LoggedOrder) -> bytes:
        """A failure of the tools here is one of the look: the order stands, and the next look makes it."""
        try:
            return self.make(entry)
        except MediaError as error:
            raise ProviderUnavailable(f"The offline vendor could not make it: {error}") from error
