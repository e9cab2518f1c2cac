"""The common style of pictures, described by a model on Replicate that can see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from omnigen.prompts import style_prompt
from omnigen.providers.pricing import max_tokens, tokens_usd
from omnigen.providers.protocols import StyleDescription, StyleRequest
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import BlockingProvider
from omnigen.providers.replicate.text import text_usage

MAX_OUTPUT_TOKENS = 400


@dataclass(frozen=True)
class ReplicateVisionProvider(BlockingProvider):
    """Describes pictures."""

    timeout_seconds = 60

    def quote(self, request: StyleRequest) -> Decimal:
        """The price in USD of so many pictures and the longest answer that is accepted."""
        return tokens_usd(self.facts, self._max_input(request), MAX_OUTPUT_TOKENS)

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""
        return self._buy(self._asked(request), request, self.quote(request), partial(self._result, request))

    def find_existing(self, request: StyleRequest) -> StyleDescription | None:
        """The description already paid for under this order."""
        return self._find(self._asked(request), request, self.quote(request), partial(self._result, request))

    def _asked(self, request: StyleRequest) -> Mapping[str, Any]:
        return self._inputs(
            request,
            prompt=style_prompt(),
            pictures=list(request.pictures),
            max_output_tokens=MAX_OUTPUT_TOKENS,
        )

    def _result(self, request: StyleRequest, prediction: Prediction) -> StyleDescription:
        text = " ".join("".join(prediction.parts).split())
        usage = text_usage(self.facts, prediction, self._max_input(request), text)
        usage = replace(usage, images=len(request.pictures))
        return StyleDescription(text=text, model=self.model, usage=usage, prediction_id=prediction.id)

    def _max_input(self, request: StyleRequest) -> int:
        return self.facts.input_tokens_per_picture * len(request.pictures) + max_tokens(style_prompt())
