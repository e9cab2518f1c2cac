"""Which limits an order is under: its vendor's and its model's, from the registry or as an operator has set them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import get_args

from pydantic import TypeAdapter

from omnigen.domain.vendor_limit import VendorLimit, parse_limits
from omnigen.errors import ConfigError
from omnigen.providers.model_registry import Fact, Vendor, known_models
from omnigen.settings import Settings


class KnownLimit(Fact):
    """A limit that a vendor publishes, and where and when that was read."""

    limit: VendorLimit
    source: str
    checked_on: date


def limits_of(model: str, settings: Settings) -> tuple[VendorLimit, ...]:
    """The limits for an order of a model: its vendor's and its own, which may be no limits; none for unknown models."""
    vendor = vendor_of(model)
    if vendor is None:
        return ()
    known = {one.name: one for one in (*published(), *own_limits(settings.omnigen_vendor_limits))}
    return tuple(known.get(name, VendorLimit(name=name)) for name in (vendor, model))


def check_limits(settings: Settings) -> None:
    """ConfigError for limits that are not written as such, or of something that is neither a vendor nor a model."""
    names = {*get_args(Vendor), *_vendors()}
    for limit in own_limits(settings.omnigen_vendor_limits):
        if limit.name not in names:
            raise ConfigError(
                f"{limit.name!r} is neither a vendor ({', '.join(get_args(Vendor))}) nor the id of a model"
            )


def vendor_of(model: str) -> Vendor | None:
    """Who makes a model; None for one that the registry does not have."""
    return _vendors().get(model)


@cache
def own_limits(text: str) -> tuple[VendorLimit, ...]:
    """The limits that an operator has set; ConfigError for what is no limit."""
    try:
        return parse_limits(text)
    except ValueError as error:
        raise ConfigError(f"OMNIGEN_VENDOR_LIMITS: {error}") from error


@cache
def published() -> tuple[VendorLimit, ...]:
    """The limits of the registry."""
    text = files(__package__).joinpath("models", "limits.json").read_text(encoding="utf-8")
    return tuple(known.limit for known in TypeAdapter(tuple[KnownLimit, ...]).validate_json(text))


@cache
def _vendors() -> Mapping[str, Vendor]:
    return {model.id: model.vendor for model in known_models()}
