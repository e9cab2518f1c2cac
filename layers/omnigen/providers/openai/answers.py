"""What OpenAI's Responses API answers, as far as we read it; and what it means when it is no answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from omnigen.errors import BadOutput, ProviderThrottled, ProviderUnavailable
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.failures import policy
from omnigen.providers.pricing import tokens_usd
from omnigen.providers.protocols import Usage


class ResponsePart(BaseModel):
    """Something from outside; what we do not read may change."""

    model_config = ConfigDict(extra="ignore")


class Content(ResponsePart):
    """A piece of a message: text, or a refusal."""

    type: str
    text: str = ""
    refusal: str = ""


class Output(ResponsePart):
    """One thing the model put out; only messages have content."""

    type: str
    content: tuple[Content, ...] | None = None


class TokenUsage(ResponsePart):
    """Tokens used."""

    input_tokens: int = 0
    output_tokens: int = 0


class Reason(ResponsePart):
    """Why an answer is incomplete."""

    reason: str = ""


class Failed(ResponsePart):
    """Why there is no answer."""

    code: str = ""
    message: str = ""


class Response(ResponsePart):
    """An answer of `POST /responses`."""

    status: Literal["completed", "failed", "in_progress", "cancelled", "queued", "incomplete"]
    output: tuple[Output, ...] = ()
    usage: TokenUsage | None = None
    incomplete_details: Reason | None = None
    error: Failed | None = None

    @property
    def contents(self) -> list[Content]:
        """All pieces of all messages."""
        return [content for output in self.output for content in output.content or ()]

    @property
    def text(self) -> str:
        """Everything the model said."""
        return "".join(content.text for content in self.contents if content.type == "output_text")


def read_answer(body: str, model: Model) -> tuple[str, Usage]:
    """The text of an answer and what it cost. PolicyBlocked for a refusal, BadOutput for half an answer or none."""
    try:
        response = Response.model_validate_json(body)
    except ValidationError as error:
        raise BadOutput(f"{model.id} answered something that is no response", answer=body[:2_000]) from error
    usage = usage_of(response.usage, model)
    _check(response, model, usage.usd)
    return response.text, usage


def usage_of(tokens: TokenUsage | None, model: Model) -> Usage:
    """Tokens as money."""
    counted = tokens or TokenUsage()
    usd = tokens_usd(model, counted.input_tokens, counted.output_tokens)
    return Usage(input_tokens=counted.input_tokens, output_tokens=counted.output_tokens, usd=usd)


def _check(response: Response, model: Model, usd: Decimal) -> None:
    refusals = [content.refusal for content in response.contents if content.type == "refusal"]
    reason = response.incomplete_details.reason if response.incomplete_details else ""
    if refusals or reason == "content_filter":
        blocked = policy(refusals[0] if refusals else "the answer was filtered.")
        blocked.usd = usd
        raise blocked
    if response.status == "failed":
        failed = response.error or Failed()
        kind = ProviderThrottled if failed.code == "rate_limit_exceeded" else ProviderUnavailable
        raise kind(f"{model.id} failed ({failed.code}): {failed.message}", usd=usd)
    if response.status != "completed":
        raise BadOutput(
            f"The answer of {model.id} is cut short ({reason or response.status})", usd=usd, answer=response.text
        )
    if not response.text.strip():
        raise BadOutput(f"{model.id} answered nothing", usd=usd)
