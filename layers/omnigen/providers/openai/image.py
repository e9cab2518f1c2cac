"""Stills by OpenAI's image models."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from omnigen.errors import BadOutput
from omnigen.media.file_types import media_type_of
from omnigen.providers.openai.answers import TokenUsage
from omnigen.providers.openai.failures import policy_blocked
from omnigen.providers.openai.provider import OpenAIProvider
from omnigen.providers.pricing import max_tokens, tokens_usd
from omnigen.providers.protocols import ImageRequest, ImageResult, Usage

TIMEOUT_SECONDS = 120.0


class GeneratedImage(BaseModel):
    """One picture of an answer; this program asks for base64 only."""

    model_config = ConfigDict(extra="ignore")

    b64_json: str | None = None
    url: str | None = None


class GeneratedImages(BaseModel):
    """An answer of `POST /images/generations`, as far as it is read here."""

    model_config = ConfigDict(extra="ignore")

    data: tuple[GeneratedImage, ...] | None = None
    usage: TokenUsage | None = None


@dataclass(frozen=True)
class OpenAIImageProvider(OpenAIProvider):
    """Draws stills."""

    @property
    def takes_references(self) -> bool:
        """No: what OpenAI takes for the pictures that go in is not in the registry, so none are sent."""
        return False

    def quote(self, request: ImageRequest) -> Decimal:
        """The price in USD of the largest picture at the quality that is asked for."""
        return tokens_usd(self.facts, max_tokens(request.prompt), self.facts.max_output_tokens or 0)

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture. BadOutput when the answer holds none that can be decoded."""
        arguments: dict[str, Any] = {
            "model": self.model,
            "prompt": request.prompt,
            "size": self._size(request),
            "n": 1,
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self.facts.options,
        }
        reply = self.account.request(
            self.model,
            lambda client: client.images.with_raw_response.generate(**arguments).content,
            seconds=TIMEOUT_SECONDS,
        )
        answer = self._read(reply, request)
        usage = self._usage(request, answer.usage)
        pictures = [picture.b64_json for picture in answer.data or () if picture.b64_json]
        if not pictures and any(picture.url for picture in answer.data or ()):
            raise BadOutput(f"{self.model} answered with an address instead of a picture", usd=usage.usd)
        if not pictures:
            blocked = policy_blocked("it answered without a picture and gave no reason, which may be a refusal.")
            blocked.usd = usage.usd
            raise blocked
        data = _decoded(pictures[0], usage)
        return ImageResult(data=data, media_type=media_type_of(data) or "image/png", model=self.model, usage=usage)

    def _read(self, reply: bytes, request: ImageRequest) -> GeneratedImages:
        try:
            return GeneratedImages.model_validate_json(reply)
        except ValidationError as error:
            raise BadOutput(
                f"{self.model} answered something that is no image answer", usd=self.quote(request)
            ) from error

    def _size(self, request: ImageRequest) -> str:
        """The smallest size in that aspect ratio that is large enough, else the largest."""
        sizes = self.facts.sizes[request.aspect_ratio]
        enough = (size for size in sizes if int(size.partition("x")[0]) >= request.width)
        return next(enough, sizes[-1])

    def _usage(self, request: ImageRequest, tokens: TokenUsage | None) -> Usage:
        """Tokens as reported; where none are, the whole quote."""
        if tokens is None or not (tokens.input_tokens or tokens.output_tokens):
            return Usage(images=1, usd=self.quote(request))
        usd = tokens_usd(self.facts, tokens.input_tokens, tokens.output_tokens)
        return Usage(input_tokens=tokens.input_tokens, output_tokens=tokens.output_tokens, images=1, usd=usd)


def _decoded(text: str, usage: Usage) -> bytes:
    """The bytes of a base64 text, which may have line breaks or be a `data:` URI."""
    bare = "".join(text.rpartition("base64,")[2].split()) if text.startswith("data:") else "".join(text.split())
    try:
        return base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadOutput("The picture came damaged: it is no base64", usd=usage.usd) from error
