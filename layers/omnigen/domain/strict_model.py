"""The bases of models: of what users write, and of what is on record. Both are frozen."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """Frozen; unknown fields are errors, so that a misspelt option is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Recorded(BaseModel):
    """Part of a record; unknown attributes are ignored, since a newer version may have written them."""

    model_config = ConfigDict(frozen=True, extra="ignore")
