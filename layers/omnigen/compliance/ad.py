"""The ad as it is planned: what is to be said and shown, by whom it is checked before anything is bought."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from omnigen.domain.brief import MAX_DURATION_SECONDS, MAX_SCENES
from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.product_label import LabelId, ProductLabel, Role
from omnigen.domain.strict_model import StrictModel
from omnigen.domain.supers import SuperKind

MAX_SUPERS = 100
MAX_SUPER_CHARACTERS = 4_000
MAX_AD_CHARACTERS = 20_000
"""Of all that is said and shown: the longest script, and more again as text."""

__all__ = ["AdSegment", "AdSuper", "PlannedAd", "Role", "SuperKind"]

SpokenText = Annotated[str, Field(max_length=MAX_SUPER_CHARACTERS)]


class AdSegment(StrictModel):
    """A part of the script: what is said, what it is for, and how much faster than usual it is spoken."""

    id: Annotated[str, Field(min_length=1, max_length=80)]
    role: Role
    text: SpokenText
    claim_ids: Annotated[tuple[LabelId, ...], Field(max_length=20)] = ()
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1.0


class AdSuper(StrictModel):
    """A super that is to be shown, and the segment during which it is."""

    kind: SuperKind
    text: Annotated[str, Field(min_length=1, max_length=MAX_SUPER_CHARACTERS)]
    segment_id: Annotated[str, Field(max_length=80)] | None = None


class PlannedAd(StrictModel):
    """What is known before spending.

    `performer` says whether a person who does not exist appears; None where nobody has said. `rule_set` is the version
    with which the job was accepted.
    """

    label: ProductLabel
    duration_seconds: Annotated[float, Field(gt=0, le=MAX_DURATION_SECONDS)]
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    segments: Annotated[tuple[AdSegment, ...], Field(max_length=4 * MAX_SCENES)] = ()
    supers: Annotated[tuple[AdSuper, ...], Field(max_length=MAX_SUPERS)] = ()
    synthetic_performer: bool | None = None
    rule_set: Annotated[str, Field(max_length=80)] | None = None

    @model_validator(mode="after")
    def _ids_of_their_own(self) -> Self:
        ids = [segment.id for segment in self.segments]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise PydanticCustomError(
                "segment_ids", "Segments have ids of their own; {twice} is there more than once", {"twice": twice[0]}
            )
        return self

    @model_validator(mode="after")
    def _of_a_length_that_can_be_checked(self) -> Self:
        texts = [*(one.text for one in self.segments), *(one.text for one in self.supers)]
        size = sum(map(len, texts))
        if size > MAX_AD_CHARACTERS:
            raise PydanticCustomError(
                "too_long",
                "Segments and supers have {size} characters; at most {limit} are checked. Shorten them",
                {"size": size, "limit": MAX_AD_CHARACTERS},
            )
        return self

    def said(self, *roles: Role) -> tuple[AdSegment, ...]:
        """The segments with one of the roles in which something is said; all of them without a role."""
        return tuple(one for one in self.segments if one.text.strip() and (not roles or one.role in roles))

    def shown(self, *kinds: SuperKind) -> tuple[AdSuper, ...]:
        """The supers of one of the kinds; all of them without a kind."""
        return tuple(one for one in self.supers if not kinds or one.kind in kinds)

    def text_of(self, *roles: Role) -> str:
        """What is said in these roles, in order."""
        return " ".join(segment.text for segment in self.said(*roles))

    @property
    def everything(self) -> str:
        """All that is said and shown."""
        return " ".join([self.text_of(), *(one.text for one in self.supers)])
