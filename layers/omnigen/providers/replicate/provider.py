"""What the adapters of Replicate's models share: their input, the tag in it, and how a prediction is bought."""

from __future__ import annotations

import hashlib
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from omnigen.errors import ModelGone, ProviderError, ProviderUnavailable, UnknownOutcome
from omnigen.providers.error_boundary import VendorAdapter
from omnigen.providers.model_registry import Model
from omnigen.providers.protocols import OrderRequest, PredictionFailed, PredictionOutput, ReferenceImage, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions_client import PredictionsClient

ResultT = TypeVar("ResultT")

MAX_WAIT_SECONDS = 60
"""Replicate keeps a request open no longer."""

CANCEL_MARGIN_SECONDS = 180
"""Replicate cancels so long after our own time limit. Ours comes first, so that it is known who cancelled; and an order
whose answer was lost can still be found by a retry."""


@dataclass(frozen=True)
class ReplicateProvider(VendorAdapter):
    """One model on Replicate."""

    predictions: PredictionsClient
    facts: Model

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def _inputs(
        self, request: OrderRequest, *, references: Sequence[ReferenceImage] = (), **values: object
    ) -> Mapping[str, Any]:
        """The model's input: values under its own names, fixed options, references, and the order's tag."""
        names, known = self.facts.inputs, self.facts.references
        named = {names[name]: value for name, value in values.items() if name in names and value is not None}
        if references and known:
            named[known.field] = list(references[: known.max_count])
        return tagged(self.facts, {**self.facts.options, **named}, request.mark)


@dataclass(frozen=True)
class BlockingProvider(ReplicateProvider):
    """A model whose output is waited for in one call."""

    timeout_seconds: ClassVar[int]

    def _buy(
        self, inputs: Mapping[str, Any], request: OrderRequest, quote: Decimal, read: Callable[[Prediction], ResultT]
    ) -> ResultT:
        """Create a prediction, wait for its output and read it.

        Raises why there is none that can be used, with what is charged all the same.
        """
        deadline = time.monotonic() + self.timeout_seconds
        created = self.predictions.create(
            self.model,
            inputs,
            request,
            cancel_after_seconds=self.timeout_seconds + CANCEL_MARGIN_SECONDS,
            wait_seconds=min(self.timeout_seconds, MAX_WAIT_SECONDS),
        )
        return self._finished(created, deadline, quote, read)

    def _find(
        self, inputs: Mapping[str, Any], request: OrderRequest, quote: Decimal, read: Callable[[Prediction], ResultT]
    ) -> ResultT | None:
        """What a prediction made for this very input, waited for if it is at work; None if there is none."""
        found = self.predictions.find_existing(self.model, inputs, request.claimed_ids)
        return self._finished(found, time.monotonic() + self.timeout_seconds, quote, read) if found else None

    def _download(self, prediction: Prediction, usage: Usage, max_bytes: int, *expected: str) -> bytes:
        """The output file, which is paid for. UnknownOutcome when the download broke off: it can be fetched again."""
        try:
            return b"".join(self.predictions.download(prediction, max_bytes, *expected))
        except ProviderUnavailable as error:
            raise UnknownOutcome(f"{self.model} made it, but it could not be fetched: {error}") from error
        except ProviderError as error:
            error.usd = usage.usd
            raise

    def _finished(
        self, prediction: Prediction, deadline: float, quote: Decimal, read: Callable[[Prediction], ResultT]
    ) -> ResultT:
        done = self.predictions.wait(prediction, deadline=deadline)
        try:
            if failed := done.failure(self.model):
                failed.error.usd = quote if failed.all_reserved else failed.usd
                raise failed.error
            return read(done)
        except ProviderError as error:
            error.prediction_id = done.id
            raise


@dataclass(frozen=True)
class AsyncProvider(ReplicateProvider, ABC):
    """A model whose output takes minutes; `limit_seconds` is the time that one prediction may take."""

    limit_seconds: int
    max_bytes: ClassVar[int]
    media_types: ClassVar[tuple[str, ...]]

    @property
    def expected_seconds(self) -> int:
        """How long the model usually takes."""
        return self.facts.expected_seconds

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """Its output, why there is none, or None while it is at work or not yet known to Replicate."""
        try:
            prediction = self.predictions.get(prediction_id)
        except ModelGone:
            return None  # a new prediction may be unknown for a moment; one that stays so runs into the time limit
        if not prediction.ended:
            return None
        if failed := prediction.failure(self.model):
            return failed
        content = self.predictions.download(prediction, self.max_bytes, *self.media_types)
        usage = self._usage(prediction)
        return PredictionOutput(
            content=content,
            media_type=self.media_types[0],
            usage=usage or Usage(),
            all_reserved=usage is None,
            seconds_taken=prediction.seconds_taken,
        )

    def cancel(self, prediction_id: str) -> None:
        """Cancel it; fine when it has ended."""
        self.predictions.cancel(prediction_id)

    @abstractmethod
    def _usage(self, prediction: Prediction) -> Usage | None:
        """What was bought and what it costs; None where the vendor does not say."""

    def _start(self, inputs: Mapping[str, Any], request: OrderRequest) -> str:
        limit = self.limit_seconds + CANCEL_MARGIN_SECONDS
        return self.predictions.create(self.model, inputs, request, cancel_after_seconds=limit).id

    def _find_id(self, inputs: Mapping[str, Any], request: OrderRequest) -> str | None:
        found = self.predictions.find_existing(self.model, inputs, request.claimed_ids)
        return found.id if found else None


def tagged(facts: Model, inputs: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """The input with a mark of this order, in the field that the registry names for it, if there is one.

    Without it an order is found again by its input alone, and two jobs with the same wish have the same input.
    """
    number = int.from_bytes(hashlib.sha256(mark.encode()).digest()[:8], "big")
    tag = facts.order_tag
    if tag is None:
        return dict(inputs)
    if tag.kind == "fraction":
        value: object = float(f"1.000{number % 10**9:09d}")
    else:
        value = "\n".join(filter(None, [str(inputs.get(tag.field, "")), tag.text.format(tag=f"{number:016x}")]))
    return {**inputs, tag.field: value}
