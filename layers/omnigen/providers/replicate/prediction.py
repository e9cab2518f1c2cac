"""A prediction as Replicate describes it, as far as it is read here, and what one that has ended comes to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from omnigen.errors import BadOutput, ProviderError, ProviderTimedOut, ProviderUnavailable
from omnigen.providers.charges import charge_for
from omnigen.providers.protocols import PredictionFailed
from omnigen.providers.replicate.failures import VENDOR, empty_output, no_answer, prediction_failure

ReadT = TypeVar("ReadT", bound=BaseModel)

ENDED_BADLY = frozenset({"failed", "canceled", "aborted"})
ENDED = ENDED_BADLY | {"succeeded"}

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
"""Text, also where the vendor sends an object or a number instead."""

Object = Annotated[Mapping[str, Any], BeforeValidator(lambda value: value if isinstance(value, Mapping) else {})]


class Prediction(BaseModel):
    """One prediction. A status that is not known here counts as not ended; fields that are not read may change."""

    model_config = ConfigDict(extra="ignore")

    id: str
    model: Text = ""
    status: str
    input: Object = {}
    output: Any = None
    error: Text = ""
    logs: Text = ""
    data_removed: bool = False
    metrics: Object = {}
    created_at: datetime | None = None
    completed_at: datetime | None = None
    deadline: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether it will not change any more."""
        return self.status in ENDED

    @property
    def parts(self) -> list[str]:
        """Its output: addresses of files, or pieces of text. Empty for outputs of any other form."""
        many = self.output if isinstance(self.output, list) else [self.output]
        return [part for part in many if isinstance(part, str) and part]

    @property
    def seconds_taken(self) -> int | None:
        """From its creation to its end; None where Replicate does not say."""
        if self.created_at is None or self.completed_at is None:
            return None
        try:
            return max(math.ceil((self.completed_at - self.created_at).total_seconds()), 0)
        except TypeError:  # one of the two has no time zone
            return None

    def failure(self, model: str) -> PredictionFailed | None:
        """Why a prediction that has ended has no usable output, and what is charged; None when it has output."""
        error = self._error(model)
        if error is None:
            return None
        outcome = "succeeded, output removed" if self.status == "succeeded" and self.data_removed else self.status
        outcome = "succeeded, empty output" if outcome == "succeeded" else outcome
        return PredictionFailed(error, all_reserved=charge_for(VENDOR, outcome) != "nothing")

    def _error(self, model: str) -> ProviderError | None:
        if self.status == "failed":
            return prediction_failure(self.error, model)
        if self.status == "aborted":
            return ProviderUnavailable(f"Replicate never started the prediction {self.id!r} of {model}")
        if self.status == "canceled":
            return ProviderTimedOut(self._why_canceled(model))
        return self._output_error(model)

    def _output_error(self, model: str) -> ProviderError | None:
        if self.data_removed:
            return BadOutput(f"{model} made it, but nobody fetched it within the hour for which Replicate keeps files")
        if self.parts:
            return None
        if self.output in (None, "", [], [""], [None]):
            return empty_output(model)
        return BadOutput(f"{model} delivered its output in a form that is not known: {type(self.output).__name__}")

    def _why_canceled(self, model: str) -> str:
        """A prediction is cancelled by its deadline, by us, or by somebody at replicate.com."""
        ended, limit = self.completed_at, self.deadline
        if ended and limit and ended >= limit - timedelta(seconds=5):
            return f"{model} took too long and was cancelled by its deadline. Resume to try again"
        return f"The prediction {self.id!r} of {model} was cancelled at Replicate. Resume to order it again"


class PredictionPage(BaseModel):
    """A page of predictions, newest first."""

    model_config = ConfigDict(extra="ignore")

    results: tuple[Prediction, ...] = ()
    next: str | None = None


def read_as(kind: type[ReadT], answer: object, about: str) -> ReadT:
    """An answer as this model; ProviderUnavailable when it has another form."""
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise no_answer("unreadable answer", about, ordering=False) from error
