"""Placements: where a video is shown, and what follows for its layout, loudness and captions. Data with sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Placement(StrEnum):
    """Where the video will be shown; `none` is no platform in particular."""

    FEED = "feed"
    REELS = "reels"
    TIKTOK = "tiktok"
    SHORTS = "shorts"
    YOUTUBE = "youtube"
    CTV = "ctv"
    NONE = "none"


Share = Annotated[Decimal, Field(ge=0, le=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CoveredZone(_Entry):
    """A part of the picture, as shares of its width and height, that the platform covers or cuts off."""

    what: str
    left: Share
    top: Share
    right: Share
    bottom: Share


class PlacementFormat(_Entry):
    """One aspect ratio at a placement: where captions go by default, and what is covered."""

    captions: Literal["burned", "sidecar"]
    covered: tuple[CoveredZone, ...]


class PlacementSource(_Entry):
    """Where a group of a placement's facts was read, and when."""

    about: Literal["zones", "loudness", "true_peak", "frame_rates", "captions"]
    source: str
    checked_on: date


class PlacementFacts(_Entry):
    """What is known of a placement; what it does not ask for is empty. `frame_rates` are frames per second."""

    name: Placement
    shown_in: str
    loudness_lufs: Decimal | None
    true_peak_dbtp: Decimal | None = None
    frame_rates: tuple[Annotated[Fraction, Field(gt=0)], ...]
    formats: Mapping[str, PlacementFormat]
    facts: tuple[PlacementSource, ...]


@cache
def known_placements() -> Mapping[Placement, PlacementFacts]:
    """The facts of every placement, read from the package's own data file."""
    read = files(__package__).joinpath("placements.json").read_text(encoding="utf-8")
    return {facts.name: facts for facts in TypeAdapter(tuple[PlacementFacts, ...]).validate_json(read)}


def default_captions(placement: Placement, aspect_ratio: str) -> Literal["burned", "sidecar"]:
    """Where captions go when the brief does not say; beside the video where the placement does not show the ratio."""
    found = known_placements()[placement].formats.get(aspect_ratio)
    return found.captions if found else "sidecar"
