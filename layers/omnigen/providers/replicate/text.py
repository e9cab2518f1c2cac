"""Scripts and storyboards by language models on Replicate.

They take no response schema: the form is described in the instructions, and the answer checked against it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.providers.model_registry import Model
from omnigen.providers.pricing import max_tokens, tokens_usd
from omnigen.providers.protocols import OutputT, TextRequest, TextResult, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import BlockingProvider
from omnigen.providers.structured_output import read_form
from omnigen.settings import Settings


@dataclass(frozen=True)
class ReplicateTextProvider(BlockingProvider):
    """Writes scripts and plans storyboards."""

    settings: Settings
    timeout_seconds = 100

    @property
    def languages(self) -> frozenset[str]:
        """No limit: language models write in any language."""
        return frozenset()

    def untranslated(self, brief: Brief) -> tuple[str, ...]:  # noqa: ARG002 - see above
        """Nothing: the prompt asks for every feature in the language of the narration."""
        return ()

    def quote(self, request: TextRequest[OutputT]) -> Decimal:
        """The price in USD of the longest answer that is accepted."""
        tokens = max_tokens(_instructions(request), _input(request))
        return tokens_usd(self.facts, tokens, self.settings.omnigen_max_output_tokens)

    def write(self, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        """Answer in the form asked for; BadOutput when the answer has another form."""
        return self._buy(self._asked(request), request, self.quote(request), partial(self._result, request))

    def find_existing(self, request: TextRequest[OutputT]) -> TextResult[OutputT] | None:
        """The answer already paid for under this order."""
        return self._find(self._asked(request), request, self.quote(request), partial(self._result, request))

    def _asked(self, request: TextRequest[OutputT]) -> Mapping[str, Any]:
        return self._inputs(
            request,
            prompt=_input(request),
            instructions=_instructions(request),
            temperature=self.settings.omnigen_temperature,
            max_output_tokens=self.settings.omnigen_max_output_tokens,
        )

    def _result(self, request: TextRequest[OutputT], prediction: Prediction) -> TextResult[OutputT]:
        text = "".join(prediction.parts)
        usage = text_usage(self.facts, prediction, max_tokens(_instructions(request), _input(request)), text)
        draft = read_form(request.form, text, self.model, usage.usd)
        return TextResult(draft=draft, model=self.model, usage=usage, prediction_id=prediction.id)


def text_usage(facts: Model, prediction: Prediction, max_input: int, text: str) -> Usage:
    """Tokens as the vendor counted them; where it does not say, the most that they can have been."""
    tokens_in = _count(prediction, "input_token_count") or max_input
    tokens_out = _count(prediction, "output_token_count") or max_tokens(text)
    return Usage(input_tokens=tokens_in, output_tokens=tokens_out, usd=tokens_usd(facts, tokens_in, tokens_out))


def _count(prediction: Prediction, name: str) -> int:
    value = prediction.metrics.get(name)
    return int(value) if isinstance(value, int | float) and 0 < value < 2**40 else 0


def _instructions(request: TextRequest[OutputT]) -> str:
    form = json.dumps(request.form.model_json_schema(), ensure_ascii=False)
    return f"{request.instructions}\nAnswer with one JSON object in the form of this schema, and nothing else:\n{form}"


def _input(request: TextRequest[OutputT]) -> str:
    if not request.complaint:
        return request.input
    return (
        f"{request.input}\n\nYour last answer was:\n{request.refused_answer}\n\n"
        f"{request.complaint} Answer once more, complete and in form."
    )
