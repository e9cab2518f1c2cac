"""The common style of pictures, described by an OpenAI model that can see."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.prompts import style_prompt
from omnigen.providers.openai.answers import read_answer
from omnigen.providers.openai.provider import OpenAIProvider
from omnigen.providers.pricing import max_tokens, tokens_usd
from omnigen.providers.protocols import ReferenceImage, StyleDescription, StyleRequest, Usage

TIMEOUT_SECONDS = 60.0
MAX_OUTPUT_TOKENS = 400
"""Sixty words, and room to spare."""


@dataclass(frozen=True)
class OpenAIVisionProvider(OpenAIProvider):
    """Describes pictures."""

    def quote(self, request: StyleRequest) -> Decimal:
        """The price in USD of so many pictures and the longest answer that is accepted."""
        seen = self.facts.input_tokens_per_picture * len(request.pictures)
        return tokens_usd(self.facts, seen + max_tokens(style_prompt()), MAX_OUTPUT_TOKENS)

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""
        content: list[dict[str, str]] = [{"type": "input_text", "text": style_prompt()}]
        content += [_input_image(picture) for picture in request.pictures]
        arguments: dict[str, Any] = {
            "model": self.model,
            "input": [{"role": "user", "content": content}],
            "max_output_tokens": MAX_OUTPUT_TOKENS,
            "store": False,
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self.facts.options,
        }
        body = self.account.request(
            self.model,
            lambda client: client.responses.with_raw_response.create(**arguments).content,
            seconds=TIMEOUT_SECONDS,
        )
        text, usage = read_answer(body, self.facts, self.quote(request))
        counted = Usage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            images=len(request.pictures),
            usd=usage.usd,
        )
        return StyleDescription(text=" ".join(text.split()), model=self.model, usage=counted)


def _input_image(picture: ReferenceImage) -> dict[str, str]:
    data = base64.b64encode(picture.data).decode()
    return {"type": "input_image", "image_url": f"data:{picture.media_type};base64,{data}", "detail": "low"}
