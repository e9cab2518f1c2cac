"""The base of what users write: frozen, and unknown fields are errors."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """Frozen; unknown fields are errors, so that a misspelt option is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
