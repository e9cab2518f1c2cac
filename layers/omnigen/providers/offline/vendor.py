"""What all offline providers share: the order log, prices, latency, and failures on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from omnigen.domain.purchase import PurchaseKind
from omnigen.providers.offline.faults import Fault, crash, due
from omnigen.providers.offline.media import OfflineMedia, open_media
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog
from omnigen.providers.offline.stored_order_log import StoredOrderLog
from omnigen.providers.protocols import OrderRequest


@dataclass(frozen=True)
class OfflineVendor:
    """The offline vendor, as one model of one kind sees it. `latency_seconds` is how long a prediction takes."""

    order_log: OrderLog | StoredOrderLog
    faults: tuple[Fault, ...]
    latency_seconds: float
    imitate_prices: bool
    can_be_searched: bool = True
    media: OfflineMedia = field(default_factory=lambda: open_media("drawn"))

    def price(self, usd: Decimal) -> Decimal:
        """The list price, or nothing."""
        return usd if self.imitate_prices else Decimal(0)

    def place(
        self,
        kind: PurchaseKind,
        order_id: str,
        model: str,
        usd: Decimal,
        inputs: Mapping[str, bytes] = MappingProxyType({}),
    ) -> LoggedOrder:
        """Log an order, or raise the failure that was asked for. A lost answer and a crash come after it is logged."""
        fault = due(self.faults, self.order_log, kind=kind, at="start", order_id=order_id, model=model)
        if fault and fault.failure not in {"UnknownOutcome", "Crash"}:
            raise fault.error
        entry = self.order_log.order(
            order_id=order_id, kind=kind, model=model, usd=usd, latency_seconds=self.latency_seconds, inputs=inputs
        )
        if fault and fault.failure == "Crash":
            crash()
        if fault:
            raise fault.error
        return entry

    def find(self, request: OrderRequest) -> LoggedOrder | None:
        """The newest order of this name that is delivered or still may be; None when orders cannot be searched."""
        return self.order_log.placed(request.order_id, request.claimed_ids) if self.can_be_searched else None

    def strike(self, kind: PurchaseKind, order_id: str, model: str) -> Fault | None:
        """The fault that strikes when a prediction is looked at, if any."""
        fault = due(self.faults, self.order_log, kind=kind, at="check", order_id=order_id, model=model)
        if fault and fault.failure == "Crash":
            crash()
        return fault
