"""What an answer or a delivery is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.providers.protocols import Usage


@dataclass(frozen=True, kw_only=True)
class PurchaseResult:
    """Plain values for the record, and what they consumed."""

    facts: Mapping[str, Any]
    usage: Usage


def usage_counts(usage: Usage) -> dict[str, Decimal]:
    """The counts of a usage that are not zero, by name."""
    names = ("input_tokens", "output_tokens", "characters", "images", "seconds")
    counts = {name: Decimal(getattr(usage, name)) for name in names}
    return {name: amount for name, amount in counts.items() if amount}
