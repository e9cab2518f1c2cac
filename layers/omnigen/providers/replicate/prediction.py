"""A prediction as Replicate describes it, as far as we read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from omnigen.errors import BadOutput, ProviderError, ProviderUnavailable
from omnigen.providers.replicate.failures import empty, failed

ENDED_BADLY = frozenset({"failed", "canceled", "aborted"})


class Prediction(BaseModel):
    """Also of kinds that the SDK does not know (`aborted`); what we do not read may change."""

    model_config = ConfigDict(extra="ignore")

    id: str
    model: str = ""
    status: Literal["starting", "processing", "succeeded", "failed", "canceled", "aborted"]
    input: Mapping[str, Any] | None = None
    output: Any = None
    error: str | None = None
    logs: str | None = None
    data_removed: bool = False
    metrics: Mapping[str, Any] | None = None
    created_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """It will not change any more."""
        return self.status == "succeeded" or self.status in ENDED_BADLY

    @property
    def parts(self) -> list[str]:
        """What it put out: addresses of files, or pieces of text."""
        many = self.output if isinstance(self.output, list) else [self.output]
        return [part for part in many if isinstance(part, str) and part]

    def trouble(self, model: str) -> ProviderError | None:
        """Why there are no goods, of a prediction that has ended; None when there are."""
        if self.status == "failed":
            return failed(self.error or (self.logs or "")[-300:], model)
        if self.status in ENDED_BADLY:
            return ProviderUnavailable(f"The prediction {self.id!r} of {model} was {self.status}")
        if self.data_removed:
            return BadOutput(f"{model} made it, but nobody fetched it within the hour for which Replicate keeps files")
        return None if self.parts else empty(model)


class PredictionPage(BaseModel):
    """A page of predictions, newest first."""

    model_config = ConfigDict(extra="ignore")

    results: tuple[Prediction, ...] = ()
    next: str | None = None
