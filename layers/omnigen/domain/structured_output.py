"""The base of every form that a language model fills in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StructuredOutput(BaseModel):
    """Structured output of language models: no defaults, no open dictionaries, no further fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
