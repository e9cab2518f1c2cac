"""What the API answers about models, voices and prices, as types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict


class PriceAnswer(TypedDict):
    """What a model costs, in USD as text: for one unit, by resolution, or for tokens in and out."""

    per: str
    usd: str | None
    by_resolution: Mapping[str, str]
    usd_input: str | None
    usd_output: str | None


class ModelAnswer(TypedDict):
    """One model; `state` is current, ending, retired or at_risk, days are ISO dates."""

    id: str
    capability: str
    price: PriceAnswer | None
    durations_seconds: Sequence[float]
    state: str
    retires_on: str | None
    at_risk: str
    successor: str | None
    checked_on: str


class FindingAnswer(TypedDict):
    """What the daily check found about a model."""

    message: str


class ModelsAnswer(TypedDict):
    """The models in the order in which they are asked."""

    items: Sequence[ModelAnswer]
    last_checked_on: str | None
    findings: Sequence[FindingAnswer]


class LineItemAnswer(TypedDict):
    """One thing that would be bought, at most for `usd`."""

    kind: str
    scene: int | None
    model: str
    quantity: str
    unit: str
    usd: str


class EstimateAnswer(TypedDict):
    """What a video would cost at most, and what stands against it."""

    language: str
    language_detected: bool
    items: Sequence[LineItemAnswer]
    total_usd: str
    prices_as_of: str | None
    feasible: bool
    objection: str
    within_max_cost: bool
    warnings: Sequence[str]


class VoiceAnswer(TypedDict):
    """A voice: our name and the vendor's."""

    name: str
    speaks_as: str
    is_default: bool


class VoicesAnswer(TypedDict):
    """The voices of the speech model that is asked first."""

    model: str
    items: Sequence[VoiceAnswer]
    languages: Sequence[str]
    sample_usd: str


class VoiceSampleAnswer(TypedDict):
    """A sample to download."""

    text: str
    usd: str
    url: str
