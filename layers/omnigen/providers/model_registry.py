"""The registry of models: what they can do, their input fields, prices and end dates. Data with sources and dates."""

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
    """An entry of the data files; a misspelt field there is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFinding(Fact):
    """A finding about a model for its operator. `kind` is for programs, `message` for people."""

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


class OrderTag(Fact):
    """The input field that carries a mark of each order, so that an order is found again and no other taken for it.

    `text` with `{tag}` is added to the field, `fraction` is a number just above 1. A model that ignores none of its
    fields has no mark: there the claim of the prediction alone keeps two orders with the same input apart.
    """

    field: str
    kind: Literal["text", "fraction"]
    text: str = ""
    source: str = ""


class References(Fact):
    """The input field for pictures of how something looks: how many it takes, and what cannot be had beside them.

    `excludes` are our names of other inputs. `ratios` and `seconds` are the aspect ratios and lengths with which the
    model takes references; all where they are empty. `named` is how a prompt calls picture `{number}`, counted from 1.
    """

    field: str
    max_count: int
    excludes: tuple[Literal["start_frame", "end_frame"], ...] = ()
    ratios: tuple[str, ...] = ()
    seconds: tuple[Decimal, ...] = ()
    named: str = ""
    source: str
    checked_on: date


class ClipSound(Fact):
    """How a video model is asked for the sounds of what it films: in which input field, and at what price.

    `prompt` is added to what the model is asked, and `negative` to what it is to leave out: our own voice and music lie
    over these sounds.
    """

    field: str
    price: ModelPrice
    prompt: str
    negative: str = ""
    source: str
    checked_on: date


class CheckedFact(Fact):
    """Where a group of a model's facts comes from and on which day that source was read."""

    about: Literal["inputs", "price", "end", "tokens"]
    source: str
    checked_on: date


class Model(Fact):
    """One model. `facts` says for each group of facts where it was read and when.

    `inputs` gives the model's own names for what is asked, `options` what is always sent along. `ratios`,
    `resolutions`, `voices` and `languages` translate this program's values into the model's. `price` is absent where
    none is known.
    """

    id: str
    vendor: Vendor
    capabilities: tuple[Capability, ...]
    facts: tuple[CheckedFact, ...]
    aliases: tuple[str, ...] = ()
    inputs: Mapping[str, str] = {}
    options: Mapping[str, Any] = {}
    durations_seconds: tuple[Decimal, ...] = ()
    ratios: Mapping[str, str] = {}
    resolutions: Mapping[str, str] = {}
    sizes: Mapping[str, tuple[str, ...]] = {}
    voices: Mapping[str, str] = {}
    languages: Mapping[str, str] = {}
    order_tag: OrderTag | None = None
    references: References | None = None
    sound: ClipSound | None = None
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

    @property
    def checked_on(self) -> date:
        """When the source of its price was read; of its oldest facts where it has no price."""
        dates = {fact.about: fact.checked_on for fact in self.facts}
        return dates.get("price", min(dates.values()))

    @property
    def source(self) -> str:
        """All sources in one line."""
        return "; ".join(f"{fact.about}: {fact.source} ({fact.checked_on})" for fact in self.facts)

    def state(self, today: date) -> State:
        """Whether it has ended, ends within 60 days, may end, or none of these."""
        if self.retires_on and self.retires_on <= today:
            return "retired"
        if self.retires_on and (self.retires_on - today).days <= ENDING_DAYS:
            return "ending"
        return "at_risk" if self.at_risk else "current"

    @property
    def native_aspect_ratios(self) -> frozenset[str]:
        """The aspect ratios it makes itself; in others a part of its picture is cut away."""
        return frozenset(ours for ours, theirs in self.ratios.items() if ours == theirs)

    @property
    def usable(self) -> bool:
        """Whether enough is known to ask it."""
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
