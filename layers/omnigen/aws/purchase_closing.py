"""How a purchase is closed: the changes of its job's record and of its user's month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from omnigen.aws.budgets import day_attribute, sums
from omnigen.aws.dynamodb import Update
from omnigen.domain.purchase import MAX_FAILURES, Purchase, PurchaseFailure, PurchaseStatus

UNUSED_BY_PROGRAM = ("prompt", "deliveries", "audio_spec", "error_message")
"""Attributes of the record that only people read. They go where a record has no room for what it must hold."""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The end of a purchase. `usd` is what the vendor charges, `facts` are attributes of the purchase."""

    status: PurchaseStatus
    usd: Decimal
    facts: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, Decimal] = field(default_factory=dict)
    failure: PurchaseFailure | None = None

    def is_made(self, known: Purchase | None) -> bool:
        """Whether the purchase is closed that way already. A presumed charge may still be corrected."""
        if known is None or known.status is PurchaseStatus.DONE:
            return True
        return known.status is self.status and not known.presumed_usd

    def updates(self, order_id: str, known: Purchase) -> tuple[Update, Update]:
        """The changes of the record and of the month, if the purchase still has the status that `known` has."""
        place = f"purchases.{order_id}"
        on_job = self._change(place, known, self.status)
        for name, fact in self.facts.items():
            on_job.set(f"{place}.{name}", fact)
        if self.failure:
            on_job.set(f"{place}.failures", [*known.failures, self.failure][-MAX_FAILURES:])
        for name, amount in self.usage.items():
            on_job.add(f"usage.{name}", amount)
        return on_job, self._on_month(known)

    def minimal_updates(self, order_id: str, known: Purchase) -> tuple[Update, Update]:
        """The same for a record without room: the charge is booked, the result is not kept."""
        place = f"purchases.{order_id}"
        on_job = self._change(place, known, PurchaseStatus.REFUSED)
        for name in ("failures", "lease_owner", "result"):
            on_job.remove(f"{place}.{name}")
        for name in UNUSED_BY_PROGRAM:
            on_job.remove(name)
        return on_job, self._on_month(known)

    def on_budgets(self, known: Purchase) -> Iterator[tuple[str, Update]]:
        """For each other budget in which the money was reserved, its owner and the changes of its month."""
        for owner in known.charged:
            yield owner, sums(known.reserved_at, *self._amounts(known))

    def _change(self, place: str, known: Purchase, status: PurchaseStatus) -> Update:
        update = Update().when(f"<{place}.status> = :seen", seen=known.status).set(f"{place}.status", status)
        presumed = _presumed(known)
        if presumed:  # the answer has arrived after all: its charge replaces what was presumed
            update.when(f"<{place}.presumed_usd> = :presumed", presumed=presumed)
        if presumed and "presumed_usd" not in self.facts:
            update.set(f"{place}.presumed_usd", 0)
        if not known.settled:
            update.add("open_orders", -1)
        update.set(f"{place}.spent_usd", known.spent_usd + self.usd - presumed)
        return self._add_sums(update, known)

    def _on_month(self, known: Purchase) -> Update:
        update = self._add_sums(Update(), known)
        if known.charged:  # else it was reserved by a version that kept no sums of days
            update.add(day_attribute(known.reserved_at), self._amounts(known)[0])
        for name, amount in self.usage.items():
            update.add(name, amount)
        return update

    def _add_sums(self, update: Update, known: Purchase) -> Update:
        committed, spent = self._amounts(known)
        return update.add("committed_usd", committed).add("spent_usd", spent)

    def _amounts(self, known: Purchase) -> tuple[Decimal, Decimal]:
        """What is committed and what is spent more than before."""
        held = Decimal(0) if known.settled else known.reserved_usd
        spent = self.usd - _presumed(known)
        return spent - held, spent


def _presumed(known: Purchase) -> Decimal:
    """What is booked for the lost answer of a purchase that nobody has asked for again since."""
    return known.presumed_usd if known.settled else Decimal(0)
