"""Scenarios of a 30 s video, and what their vendors charge: the estimate that the API itself gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from omnigen.aws.adapters import AwsAdapters
from omnigen.deployment.resources import BUCKET_VARIABLE, TABLES
from omnigen.domain.brief import Brief
from omnigen.domain.estimate import Estimate
from omnigen.jobs.estimate import estimate
from omnigen.providers.model_registry import models_for
from omnigen.runtime.context import AppContext
from omnigen.settings import Capability, read

SECONDS = 30
_PROMPT = "A calm ad for a reusable water bottle"
_CAPABILITIES: tuple[Capability, ...] = ("script", "speech", "image", "clip", "music")
_NAMES = (BUCKET_VARIABLE, *(table.variable for table in TABLES))


@dataclass(frozen=True)
class Scenario:
    """A way to a video; `stills` are drawn, `filmed` clips are bought."""

    name: str
    words: str
    stills: bool
    filmed: bool
    brief: Mapping[str, Any]


SCENARIOS = (
    Scenario("chained", "chained clips", stills=False, filmed=True, brief={"continuity": "chained"}),
    Scenario("keyframes", "clips between stills", stills=True, filmed=True, brief={"continuity": "keyframes"}),
    Scenario("stills", "stills with camera motion", stills=True, filmed=False, brief={"pictures": "stills"}),
)


def vendors_ask(scenario: Scenario, on: date) -> Estimate:
    """What the first model of each list would have cost at most on that day. Nothing is called: prices are data."""
    names = {**dict.fromkeys(_NAMES, "unused"), "OMNIGEN_PROVIDERS": "live"}
    models = {capability: models_for(capability, read(names), on) for capability in _CAPABILITIES}
    lists = {f"OMNIGEN_{name.upper()}_MODELS": ",".join(one.id for one in found) for name, found in models.items()}
    app = AppContext(read(names | lists), cast("AwsAdapters", None))
    return estimate(app, "nobody", Brief(prompt=_PROMPT, duration=SECONDS, **scenario.brief))


def by_kind(found: Estimate) -> dict[str, tuple[str, Decimal]]:
    """Model and sum for each kind of order."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    models: dict[str, str] = {}
    for item in found.items:
        sums[str(item.kind)] += item.usd
        models[str(item.kind)] = item.model
    return {kind: (models[kind], usd) for kind, usd in sums.items()}
