"""The common style of pictures, described by a model on Replicate that can see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from omnigen.prompts import style_prompt
from omnigen.providers.model_registry import Model
from omnigen.providers.pricing import most_tokens, tokens_usd
from omnigen.providers.protocols import StyleDescription, StyleRequest
from omnigen.providers.replicate.blocking_predictions import Counter
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient
from omnigen.providers.replicate.text import text_usage

SECONDS = 60
MOST_OUTPUT_TOKENS = 400


@dataclass(frozen=True)
class ReplicateStyleReader:
    """Looks at pictures."""

    bench: PredictionsClient
    facts: Model

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def quote(self, request: StyleRequest) -> Decimal:
        """The price of so many pictures and the longest answer we accept."""
        return tokens_usd(self.facts, self._most_input(request), MOST_OUTPUT_TOKENS)

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""
        return self._described(self._counter.buy(self._inputs(request), request.order_id), request)

    def find_existing(self, request: StyleRequest) -> StyleDescription | None:
        """The description ordered before, by its input."""
        found = self._counter.recall(self._inputs(request))
        return self._described(found, request) if found else None

    @property
    def _counter(self) -> Counter:
        return Counter(self.bench, self.model, SECONDS)

    def _inputs(self, request: StyleRequest) -> Mapping[str, Any]:
        pictures = list(request.pictures)
        return fill(self.facts, prompt=style_prompt(), pictures=pictures, max_output_tokens=MOST_OUTPUT_TOKENS)

    def _described(self, prediction: Prediction, request: StyleRequest) -> StyleDescription:
        text = " ".join("".join(prediction.parts).split())
        usage = text_usage(self.facts, prediction, self._most_input(request), text)
        return StyleDescription(text=text, model=self.model, usage=replace(usage, images=len(request.pictures)))

    def _most_input(self, request: StyleRequest) -> int:
        return self.facts.input_tokens_per_picture * len(request.pictures) + most_tokens(style_prompt())
