"""AWS list prices, as data: each with what it is per and where it was seen. No bill has been seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("prices.json")


class AwsPrice(BaseModel):
    """USD for one of what it is per."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usd: Decimal
    per: str
    source: str


class Prices(BaseModel):
    """The prices of one region on one day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str
    read_on: date
    prices: Mapping[str, AwsPrice]

    def usd(self, name: str, quantity: Decimal | float) -> Decimal:
        """What so much costs; KeyError for a price that is not in the file."""
        return self.prices[name].usd * Decimal(str(quantity))


def read_prices() -> Prices:
    """The prices kept in the project."""
    return Prices.model_validate_json(_FILE.read_text(encoding="utf-8"))
