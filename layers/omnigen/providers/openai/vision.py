"""The common style of pictures, described by an OpenAI model that can see."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.prompts import style_prompt
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.openai.answers import read_answer
from omnigen.providers.pricing import most_tokens, tokens_usd
from omnigen.providers.protocols import ReferenceImage, StyleDescription, StyleRequest, Usage

SECONDS = 60.0
MOST_OUTPUT_TOKENS = 400
"""Sixty words, and room to spare."""


@dataclass(frozen=True)
class OpenAIVisionProvider:
    """Looks at pictures."""

    account: OpenAIAccount
    facts: Model

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """False: OpenAI lists no answers."""
        return False

    def quote(self, request: StyleRequest) -> Decimal:
        """The price of so many pictures and the longest answer we accept."""
        seen = self.facts.input_tokens_per_picture * len(request.pictures)
        return tokens_usd(self.facts, seen + most_tokens(style_prompt()), MOST_OUTPUT_TOKENS)

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""
        content: list[dict[str, str]] = [{"type": "input_text", "text": style_prompt()}]
        content += [_shown(picture) for picture in request.pictures]
        arguments: dict[str, Any] = {
            "model": self.model,
            "input": [{"role": "user", "content": content}],
            "max_output_tokens": MOST_OUTPUT_TOKENS,
            "store": False,
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self.facts.options,
        }
        answer = self.account.ask(
            self.model, lambda client: client.responses.with_raw_response.create(**arguments), seconds=SECONDS
        )
        text, usage = read_answer(answer.text, self.facts)
        counted = Usage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            images=len(request.pictures),
            usd=usage.usd,
        )
        return StyleDescription(text=" ".join(text.split()), model=self.model, usage=counted)

    def find_existing(self, request: StyleRequest) -> StyleDescription | None:  # noqa: ARG002 - OpenAI lists no responses
        """OpenAI cannot be asked for an answer whose id was lost."""
        return None


def _shown(picture: ReferenceImage) -> dict[str, str]:
    data = base64.b64encode(picture.data).decode()
    return {"type": "input_image", "image_url": f"data:{picture.media_type};base64,{data}", "detail": "low"}
