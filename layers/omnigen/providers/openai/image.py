"""Stills by OpenAI's image models."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.errors import BadOutput
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.openai.failures import policy
from omnigen.providers.pricing import most_tokens, tokens_usd
from omnigen.providers.protocols import ImageRequest, ImageResult, Usage

SECONDS = 120.0


@dataclass(frozen=True)
class OpenAIImageProvider:
    """Draws stills."""

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

    def quote(self, request: ImageRequest) -> Decimal:
        """The price of the largest picture at the quality we ask for."""
        return tokens_usd(self.facts, most_tokens(request.prompt), self.facts.max_output_tokens or 0)

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture."""
        arguments: dict[str, Any] = {
            "model": self.model,
            "prompt": request.prompt,
            "size": self._size(request),
            "n": 1,
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self.facts.options,
        }
        answer = self.account.ask(self.model, lambda client: client.images.generate(**arguments), seconds=SECONDS)
        pictures = [picture.b64_json for picture in getattr(answer, "data", None) or () if picture.b64_json]
        if not pictures:
            raise policy("it answered without a picture.")
        usage = self._usage(request, getattr(answer, "usage", None))
        return ImageResult(data=_decoded(pictures[0], usage), media_type="image/png", model=self.model, usage=usage)

    def find_existing(self, request: ImageRequest) -> ImageResult | None:  # noqa: ARG002 - OpenAI keeps no pictures
        """OpenAI cannot be asked for a picture whose answer was lost."""
        return None

    def _size(self, request: ImageRequest) -> str:
        """The smallest size in that shape that is large enough, else the largest."""
        sizes = self.facts.sizes[request.aspect_ratio]
        enough = (size for size in sizes if int(size.partition("x")[0]) >= request.width)
        return next(enough, sizes[-1])

    def _usage(self, request: ImageRequest, tokens: Any) -> Usage:
        if tokens is None:
            return Usage(images=1, usd=self.quote(request))
        usd = tokens_usd(self.facts, tokens.input_tokens, tokens.output_tokens)
        return Usage(input_tokens=tokens.input_tokens, output_tokens=tokens.output_tokens, images=1, usd=usd)


def _decoded(text: str, usage: Usage) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadOutput("The picture came damaged: it is no base64", usd=usage.usd) from error
