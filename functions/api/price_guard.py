"""Orders are bound to the price that the caller was shown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.domain.estimate import Estimate
from omnigen.errors import PriceChanged

EstimatedUsd = Annotated[
    Decimal | None,
    Query(ge=0, description="The price (USD) that the caller was shown: 409 PriceChanged when it is higher now"),
]


def check_price(estimated_usd: Decimal | None, estimate_now: Callable[[], Estimate]) -> None:
    """PriceChanged when the order would cost more than the caller was shown. Nothing is asked where no price was."""
    if estimated_usd is None:
        return
    now = estimate_now().total_usd
    if now > estimated_usd:
        raise PriceChanged(f"This costs at most ${now} now, not ${estimated_usd}. Look at the price again, then order")
