"""Disclosures: what laws of a market and rules of a platform want said of generated media. Dated data with sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from omnigen.domain.placement import Placement

FALLBACK_LANGUAGE = "en"


class Market(StrEnum):
    """Where people see the video, as far as its law wants a line in the picture."""

    EUROPEAN_UNION = "eu"
    NEW_YORK = "us-ny"


class _DatedRule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    applies_from: date
    basis: str
    source: str
    checked_on: date


class MarketDisclosure(_DatedRule):
    """The line that is drawn for a market, by language (its first subtag), and for how long (seconds) it stands."""

    market: Market
    lines: Mapping[str, str] = Field(min_length=1)
    seconds: int = Field(ge=3)


class UploadLabel(_DatedRule):
    """What to tick when the video is uploaded to one of these placements, as a sentence."""

    placements: tuple[Placement, ...]
    sentence: str


class _Known(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    markets: tuple[MarketDisclosure, ...]
    uploads: tuple[UploadLabel, ...]


@cache
def _known() -> _Known:
    read = files(__package__).joinpath("disclosures.json").read_text(encoding="utf-8")
    return TypeAdapter(_Known).validate_json(read)


def disclosure_of(market: Market) -> MarketDisclosure:
    """What a market asks for."""
    return next(one for one in _known().markets if one.market is market)


def disclosure_line(markets: Iterable[Market], language: str) -> str:
    """The text to draw, in the video's language where it is known, else in English; empty without markets."""
    tag = language.lower().partition("-")[0]
    found = [disclosure_of(market).lines for market in dict.fromkeys(markets)]
    return " · ".join(lines.get(tag, lines[FALLBACK_LANGUAGE]) for lines in found)


def disclosure_seconds(markets: Iterable[Market]) -> int:
    """How long the text stands."""
    return max((disclosure_of(market).seconds for market in markets), default=0)


def upload_labels(placement: Placement) -> tuple[str, ...]:
    """What to tick at upload, in sentences."""
    return tuple(one.sentence for one in _known().uploads if placement in one.placements)
