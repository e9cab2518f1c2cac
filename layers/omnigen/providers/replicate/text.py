"""Scripts and storyboards by language models on Replicate, which know no strict form: it is described, then checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.providers.model_registry import Model
from omnigen.providers.pricing import most_tokens, tokens_usd
from omnigen.providers.protocols import OutputT, TextRequest, TextResult, Usage
from omnigen.providers.replicate.blocking_predictions import Counter
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient
from omnigen.providers.structured_output import read_form
from omnigen.settings import Settings

SECONDS = 100


@dataclass(frozen=True)
class ReplicateWriter:
    """Answers in the form asked for."""

    bench: PredictionsClient
    facts: Model
    settings: Settings

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def quote(self, request: TextRequest[OutputT]) -> Decimal:
        """The price of the longest answer we accept."""
        tokens = most_tokens(_instructions(request), _said(request))
        return tokens_usd(self.facts, tokens, self.settings.omnigen_max_output_tokens)

    def write(self, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        """Write the script or plan the storyboard."""
        return self._written(self._counter.buy(self._inputs(request), request.order_id), request)

    def find_existing(self, request: TextRequest[OutputT]) -> TextResult[OutputT] | None:
        """The answer ordered before, by its input."""
        found = self._counter.recall(self._inputs(request))
        return self._written(found, request) if found else None

    @property
    def _counter(self) -> Counter:
        return Counter(self.bench, self.model, SECONDS)

    def _inputs(self, request: TextRequest[OutputT]) -> Mapping[str, Any]:
        return fill(
            self.facts,
            prompt=_said(request),
            instructions=_instructions(request),
            temperature=self.settings.omnigen_temperature,
            max_output_tokens=self.settings.omnigen_max_output_tokens,
        )

    def _written(self, prediction: Prediction, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        text = "".join(prediction.parts)
        usage = text_usage(self.facts, prediction, most_tokens(_instructions(request), _said(request)), text)
        return TextResult(draft=read_form(request.form, text, self.model, usage.usd), model=self.model, usage=usage)


def text_usage(facts: Model, prediction: Prediction, most_input: int, text: str) -> Usage:
    """Tokens as the vendor counted them; where it does not say, the most that they can have been."""
    metrics = prediction.metrics or {}
    tokens_in = int(metrics.get("input_token_count") or most_input)
    tokens_out = int(metrics.get("output_token_count") or most_tokens(text))
    return Usage(input_tokens=tokens_in, output_tokens=tokens_out, usd=tokens_usd(facts, tokens_in, tokens_out))


def _instructions(request: TextRequest[OutputT]) -> str:
    form = json.dumps(request.form.model_json_schema(), ensure_ascii=False)
    return f"{request.instructions}\nAnswer with one JSON object in the form of this schema, and nothing else:\n{form}"


def _said(request: TextRequest[OutputT]) -> str:
    if not request.complaint:
        return request.input
    return (
        f"{request.input}\n\nYour last answer was:\n{request.refused_answer}\n\n"
        f"{request.complaint} Answer once more, complete and in form."
    )
