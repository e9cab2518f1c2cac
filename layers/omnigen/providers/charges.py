"""What a vendor charges for an order, by how it ended: data with sources, in models/charges.json.

Whatever is in no row counts as charged with all that was reserved, so that a cap is never exceeded unseen.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

Charge = Literal["nothing", "usage", "reservation"]


class ChargeRule(BaseModel):
    """Orders of `vendor` that end as `outcome` are charged with nothing, the reported usage, or the reservation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vendor: Literal["openai", "replicate"]
    outcome: str
    charged: Charge
    source: str
    checked_on: date


@cache
def charge_rules() -> tuple[ChargeRule, ...]:
    """All rules."""
    text = files(__package__).joinpath("models", "charges.json").read_text(encoding="utf-8")
    return TypeAdapter(tuple[ChargeRule, ...]).validate_python(json.loads(text))


def charge_for(vendor: str, outcome: str) -> Charge:
    """What is charged for an order that ended so; the reservation where no rule says."""
    rules = (rule.charged for rule in charge_rules() if rule.vendor == vendor and rule.outcome == outcome)
    return next(rules, "reservation")
