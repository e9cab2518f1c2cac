"""The models we know: what they can do, how they are to be asked, what they cost, when they end. Data, with sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from omnigen.errors import ConfigError
from omnigen.settings import Capability, Settings

Vendor = Literal["openai", "replicate", "offline"]
State = Literal["current", "ending", "at_risk", "retired"]

ENDING_DAYS = 60
"""A model that ends within so many days is reported."""


class Fact(BaseModel):
    """A line of the data files; a misspelt field there is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFinding(Fact):
    """Something about a model that an operator should know. `kind` is for programs, `message` for people."""

    model: str
    kind: Literal["retired", "ending", "at_risk", "changed", "unpriced", "unchecked"]
    message: str


class ModelPrice(Fact):
    """What one unit costs, in USD: flat, by the model's own name of the resolution, or for tokens in and out."""

    per: Literal["second", "image", "character", "track", "token", "answer"]
    usd: Decimal | None = None
    by_resolution: Mapping[str, Decimal] = {}
    usd_input: Decimal | None = None
    usd_output: Decimal | None = None


class Model(Fact):
    """One model. `checked_on` is the day on which these facts were put together, `source` where they come from.

    `inputs` gives the model's own names for what we ask, `options` what is always sent along. `ratios`, `resolutions`,
    `voices` and `languages` translate our values into the model's. `price` is absent where no price is known.
    """

    id: str
    vendor: Vendor
    capabilities: tuple[Capability, ...]
    checked_on: date
    source: str
    aliases: tuple[str, ...] = ()
    inputs: Mapping[str, str] = {}
    options: Mapping[str, Any] = {}
    durations_seconds: tuple[Decimal, ...] = ()
    ratios: Mapping[str, str] = {}
    resolutions: Mapping[str, str] = {}
    sizes: Mapping[str, tuple[str, ...]] = {}
    voices: Mapping[str, str] = {}
    languages: Mapping[str, str] = {}
    max_characters: int | None = None
    max_output_tokens: int | None = None
    input_tokens_per_picture: int = 0
    needs_start_frame: bool = False
    expected_seconds: int = 0
    price: ModelPrice | None = None
    imitated_price: ModelPrice | None = None
    retires_on: date | None = None
    at_risk: str = ""
    successor: str | None = None

    def state(self, today: date) -> State:
        """How long it will still be there."""
        if self.retires_on and self.retires_on <= today:
            return "retired"
        if self.retires_on and (self.retires_on - today).days <= ENDING_DAYS:
            return "ending"
        return "at_risk" if self.at_risk else "current"

    @property
    def usable(self) -> bool:
        """Whether we know enough to ask it."""
        return self.vendor != "replicate" or bool(self.inputs)


@cache
def known_models() -> tuple[Model, ...]:
    """Every model in the data files."""
    many = TypeAdapter(tuple[Model, ...])
    return tuple(model for vendor in ("openai", "replicate", "offline") for model in many.validate_json(_read(vendor)))


def find_model(name: str) -> Model:
    """The model with this id or alias; ConfigError names those that could have been meant."""
    for model in known_models():
        if name == model.id or name in model.aliases:
            return model
    raise ConfigError(f"There is no model {name!r}; known are {', '.join(model.id for model in known_models())}")


def models_for(capability: Capability, settings: Settings, today: date | None = None) -> tuple[Model, ...]:
    """The models to ask, in order: those the settings name, else our own list without the ones that have ended.

    A model that was named by hand is kept even when it should have ended: the vendor has the last word. ConfigError if
    one cannot do what it is named for.
    """
    named = settings.models(capability)
    if not named:
        ours = (find_model(name) for name in _order()[settings.omnigen_providers].get(capability, ()))
        return tuple(model for model in ours if today is None or model.state(today) != "retired")
    models = tuple(find_model(name) for name in named)
    for model in models:
        if capability not in model.capabilities or not model.usable:
            fitting = [other.id for other in known_models() if capability in other.capabilities and other.usable]
            raise ConfigError(f"The model {model.id!r} cannot be used for {capability}; take {' or '.join(fitting)}")
    return models


@cache
def _order() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return TypeAdapter(Mapping[str, Mapping[str, tuple[str, ...]]]).validate_python(json.loads(_read("order")))


def _read(name: str) -> str:
    return files(__package__).joinpath("models", f"{name}.json").read_text(encoding="utf-8")
