"""What is said in a recording, written down by a model at OpenAI."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnigen.errors import BadOutput
from omnigen.providers.openai.provider import OpenAIProvider
from omnigen.providers.pricing import transcript_usd
from omnigen.providers.protocols import TranscriptRequest, TranscriptResult, Usage

TIMEOUT_SECONDS = 60.0


class Billed(BaseModel):
    """What was billed: seconds of sound, where it is billed by them."""

    model_config = ConfigDict(extra="ignore")

    seconds: Decimal | None = Field(default=None, ge=0)


class Transcription(BaseModel):
    """An answer of `POST /audio/transcriptions`; fields that are not read here may change."""

    model_config = ConfigDict(extra="ignore")

    text: str
    usage: Billed | None = None


@dataclass(frozen=True)
class OpenAITranscriptionProvider(OpenAIProvider):
    """Writes down what is said in a recording."""

    @property
    def languages(self) -> frozenset[str]:
        """It is not limited."""
        return frozenset()

    def quote(self, request: TranscriptRequest) -> Decimal:
        """The price in USD of all its seconds."""
        return transcript_usd(self.facts, request.seconds)

    def transcribe(self, request: TranscriptRequest) -> TranscriptResult:
        """Write down the words. BadOutput, charged, for an answer that has none of the known form."""
        arguments: dict[str, Any] = {
            "model": self.model,
            "file": ("recording.wav", request.wav, "audio/wav"),
            "response_format": "json",
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self._hints(request),
        }
        body = self.account.request(
            self.model,
            lambda client: client.audio.transcriptions.with_raw_response.create(**arguments).content,
            seconds=TIMEOUT_SECONDS,
        )
        quote = self.quote(request)
        try:
            answer = Transcription.model_validate_json(body)
        except ValidationError as error:
            said = body[:2_000].decode("utf-8", "replace")
            raise BadOutput(f"{self.model} answered something that is no transcript", usd=quote, answer=said) from error
        seconds = answer.usage.seconds if answer.usage and answer.usage.seconds is not None else request.seconds
        usd = min(transcript_usd(self.facts, seconds), quote)
        return TranscriptResult(text=answer.text, model=self.model, usage=Usage(seconds=seconds, usd=usd))

    def _hints(self, request: TranscriptRequest) -> dict[str, Any]:
        """Language and names under the model's own fields, where it has them."""
        fields, primary = self.facts.inputs, request.language.partition("-")[0].lower()
        known = {"language": primary, "languages": [primary]} if len(primary) == 2 else {}
        hints: dict[str, Any] = known | ({"names": list(request.names)} if request.names else {})
        return {fields[name]: value for name, value in hints.items() if name in fields}
