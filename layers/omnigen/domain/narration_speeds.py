"""How fast the parts of an ad for a medicine are spoken; the risks never faster than the benefits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from omnigen.domain.product_label import Role

USUAL_SPEED = Decimal(1)


def speed_of(role: Role, speeds: Mapping[Role, Decimal]) -> Decimal:
    """How many times as fast as usual this part is spoken."""
    return speeds.get(role, USUAL_SPEED)


def _risk_no_faster(speeds: Mapping[Role, Decimal]) -> Mapping[Role, Decimal]:
    risk, benefit = speed_of(Role.RISK, speeds), speed_of(Role.BENEFIT, speeds)
    if risk > benefit:
        raise PydanticCustomError(
            "risk_speed",
            "The risks would be spoken at {risk} times the usual speed and the benefits at {benefit}; "
            "choose for risk at most what benefit has",
            {"risk": str(risk), "benefit": str(benefit)},
        )
    return speeds


Speed = Annotated[
    Decimal,
    BeforeValidator(lambda value: str(value) if isinstance(value, float) else value),
    Field(ge=Decimal("0.7"), le=Decimal("1.15"), decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0.7, "maximum": 1.15},
                {"type": "string", "pattern": r"^[01](\.\d{1,2})?$"},
            ]
        }
    ),
]
"""Times the usual speed; beyond these bounds stretched speech no longer sounds like a person."""

NarrationSpeeds = Annotated[Mapping[Role, Speed], AfterValidator(_risk_no_faster)]
"""By part of the ad; what is not named is spoken at the usual speed."""
