"""The offline providers that answer at once, and those that take long: each entered in the books before it works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from omnigen.domain.purchase import Kind
from omnigen.errors import BadOutput, MediaError, OmnigenError, ProviderUnavailable
from omnigen.providers.offline.order_log import Entry
from omnigen.providers.offline.vendor import Vendor
from omnigen.providers.protocols import Delivery, Ended, Usage


class Named(Protocol):
    """Any request: it knows the order it belongs to."""

    @property
    def order_id(self) -> str:
        """The purchase's name."""


Request = TypeVar("Request", bound=Named)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Counter(Generic[Request, Answer]):
    """Sells one kind of goods over the counter: order, make, hand out."""

    vendor: Vendor
    kind: Kind
    model: str
    make: Callable[[Request, Usage], Answer]

    def sell(self, request: Request, usage: Usage) -> Answer:
        """Take the order and make it."""
        entry = self.vendor.place(self.kind, request.order_id, self.model, usage.usd)
        return self._make(entry, request, usage)

    def placed(self, request: Request, usage: Usage) -> Answer | None:
        """What was ordered before under this order, made now if it was not handed out."""
        entry = self.vendor.ledger.placed(request.order_id)
        return self._make(entry, request, usage) if entry else None

    def _make(self, entry: Entry, request: Request, usage: Usage) -> Answer:
        """What cannot be made is not charged for, and the books say so."""
        try:
            answer = self.make(request, usage)
        except OmnigenError as error:
            self.vendor.ledger.close(entry.id, "failed", error.code)
            if isinstance(error, MediaError):
                raise ProviderUnavailable(f"The offline vendor could not make it: {error}") from error
            raise
        self.vendor.ledger.close(entry.id, "delivered")
        return answer


@dataclass(frozen=True)
class Workshop:
    """Makes things that take long. `make` works from what was kept of the order, perhaps in another process."""

    vendor: Vendor
    kind: Kind
    model: str
    media_type: str
    make: Callable[[Entry], bytes]
    usage: Callable[[Entry], Usage]

    def look(self, prediction_id: str) -> Delivery | Ended | None:
        """The goods when they are due."""
        ledger = self.vendor.ledger
        entry = ledger.entry(prediction_id)
        if entry is None:
            return Ended(BadOutput(f"The offline vendor knows no prediction {prediction_id!r}"), all_reserved=True)
        if entry.state == "cancelled":
            return Ended(ProviderUnavailable(f"The prediction {prediction_id!r} was cancelled"))
        if entry.state == "ordered" and entry.ready_at > time.time():
            return None
        fault = self.vendor.strike(self.kind, entry.order_id, self.model) if entry.state == "ordered" else None
        if fault:
            ledger.close(entry.id, "failed", fault.failure)
            return Ended(fault.error)
        data = ledger.fetch(entry.id, "goods")
        if data is None:
            data = self._made(entry)
            ledger.keep(entry.id, "goods", data)
        ledger.close(entry.id, "delivered")
        return Delivery(content=[data], media_type=self.media_type, usage=self.usage(entry))

    def _made(self, entry: Entry) -> bytes:
        """A failure of the tools here is one of the look: the order stands, and the next look makes it."""
        try:
            return self.make(entry)
        except MediaError as error:
            raise ProviderUnavailable(f"The offline vendor could not make it: {error}") from error
