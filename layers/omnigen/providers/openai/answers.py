"""Answers of OpenAI's Responses API, as far as they are read here, and the errors that they stand for."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnigen.errors import BadOutput, PolicyBlocked, ProviderError
from omnigen.providers.error_texts import meaning_of, quoted, report_unknown
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.failures import VENDOR, policy_blocked
from omnigen.providers.pricing import tokens_usd
from omnigen.providers.protocols import Usage


class ResponsePart(BaseModel):
    """A part of an answer; fields that are not read here may change."""

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

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)


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


def read_answer(body: bytes, model: Model, quote: Decimal) -> tuple[str, Usage]:
    """The text of an answer and what it cost; `quote` in USD where the answer does not say.

    PolicyBlocked for a refusal, BadOutput for half an answer or none.
    """
    try:
        response = Response.model_validate_json(body)
    except ValidationError as error:
        said = body[:2_000].decode("utf-8", "replace")
        raise BadOutput(f"{model.id} answered something that is no response", usd=quote, answer=said) from error
    usage = usage_of(response.usage, model, quote)
    _check(response, model, usage.usd)
    return response.text, usage


def usage_of(tokens: TokenUsage | None, model: Model, quote: Decimal) -> Usage:
    """Tokens as money; the quote where none are reported."""
    if tokens is None or not (tokens.input_tokens or tokens.output_tokens):
        return Usage(usd=quote)
    usd = tokens_usd(model, tokens.input_tokens, tokens.output_tokens)
    return Usage(input_tokens=tokens.input_tokens, output_tokens=tokens.output_tokens, usd=usd)


def _check(response: Response, model: Model, usd: Decimal) -> None:
    refusals = [content.refusal for content in response.contents if content.type == "refusal"]
    reason = response.incomplete_details.reason if response.incomplete_details else ""
    if refusals or reason == "content_filter":
        blocked = policy_blocked(refusals[0] if refusals else "the answer was filtered.")
        blocked.usd = usd
        raise blocked
    if response.status == "failed":
        raise _failed(response.error or Failed(), model, usd)
    if response.status != "completed":
        raise BadOutput(
            f"The answer of {model.id} is cut short ({reason or response.status})", usd=usd, answer=response.text
        )
    if not response.text.strip():
        raise BadOutput(f"{model.id} answered nothing", usd=usd)


def _failed(failed: Failed, model: Model, usd: Decimal) -> ProviderError:
    """The error of a response that failed. A text that is in no row of the table is BadOutput: the next model."""
    said = f"{failed.code}: {quoted(failed.message)}"
    meaning = meaning_of(VENDOR, said, model.id)
    if meaning is None:
        report_unknown(VENDOR, said, model.id)
    if meaning is PolicyBlocked:
        blocked = policy_blocked(said)
        blocked.usd = usd
        return blocked
    return (meaning or BadOutput)(f"{model.id} failed ({said})", usd=usd)
