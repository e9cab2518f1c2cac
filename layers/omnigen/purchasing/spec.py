"""What is to be bought, from whom, and what is kept of it: one object for each purchase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from omnigen.domain.purchase import PurchaseKey
from omnigen.errors import BadOutput, ModelGone, OmnigenError
from omnigen.providers.protocols import OrderRequest, PredictionOutput, PredictionProvider, Usage


class Provider(Protocol):
    """One model of one capability."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def can_be_searched(self) -> bool:
        """Whether an order whose answer was lost can be looked up."""


class Priced(Protocol):
    """An answer with its price."""

    @property
    def usage(self) -> Usage:
        """What it consumed, in counts and USD."""

    @property
    def prediction_id(self) -> str:
        """The vendor's own name of it; empty where the vendor cannot be searched."""


ProviderT = TypeVar("ProviderT", bound=Provider)
PricedT = TypeVar("PricedT", bound=Priced)
RequestT = TypeVar("RequestT", bound=OrderRequest)


@dataclass(frozen=True, kw_only=True)
class PurchaseResult:
    """What is kept of an answer: plain values for the record, and what they consumed.

    A `prediction_id` is claimed for the purchase together with the result.
    """

    facts: Mapping[str, Any]
    usage: Usage
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SyncSpec(Generic[ProviderT, PricedT]):
    """A purchase that is answered in one call: text, speech, images.

    `quote` is the most it can cost in USD, `find_existing` an answer that was paid for and lost, other than the given
    predictions of other purchases. `fall_back_on` are the errors after which the next provider is asked.
    """

    key: PurchaseKey
    providers: Sequence[ProviderT]
    quote: Callable[[ProviderT], Decimal]
    ask: Callable[[ProviderT], PricedT]
    find_existing: Callable[[ProviderT, frozenset[str]], PricedT | None]
    keep: Callable[[PricedT], PurchaseResult]
    fall_back_on: tuple[type[OmnigenError], ...] = (ModelGone, BadOutput)


@dataclass(frozen=True, kw_only=True)
class AsyncSpec(Generic[RequestT]):
    """A purchase that takes minutes: clips, music. It is submitted, polled and collected by separate calls.

    `request` is called when a vendor is asked, since it reads pictures. `keep` gets the output and the model's id.
    A prediction that is not done after `timeout_seconds` is cancelled.
    """

    key: PurchaseKey
    providers: Sequence[PredictionProvider[RequestT]]
    request: Callable[[], RequestT]
    keep: Callable[[PredictionOutput, str], PurchaseResult]
    timeout_seconds: int


def usage_counts(usage: Usage) -> dict[str, Decimal]:
    """The counts of a usage that are not zero, by name."""
    names = ("input_tokens", "output_tokens", "characters", "images", "seconds")
    counts = {name: Decimal(getattr(usage, name)) for name in names}
    return {name: amount for name, amount in counts.items() if amount}
