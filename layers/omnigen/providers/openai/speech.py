"""Narration by OpenAI's speech models, taken as plain samples: exact lengths, and long texts joined without a seam."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.narration import divide, spoken_words
from omnigen.errors import BadOutput
from omnigen.providers.model_registry import Model
from omnigen.providers.model_values import voice_of
from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.pricing import speech_usd
from omnigen.providers.protocols import SpeechRequest, SpeechResult, Usage

SECONDS = 40.0
SAMPLE_RATE = 24_000
"""Of `pcm`: 16 bit, one channel (OpenAI's text-to-speech guide)."""

SLOWEST, FASTEST = Decimal("0.25"), Decimal(4)


@dataclass(frozen=True)
class OpenAISpeechProvider:
    """Speaks."""

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

    def quote(self, request: SpeechRequest) -> Decimal:
        """The price by the character: exact, since OpenAI reports no usage here."""
        return speech_usd(self.facts, len(request.text))

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud."""
        samples = b"".join(self._record(part, request) for part in self._parts(request.text))
        if not samples or len(samples) % 2:
            raise BadOutput(f"{self.model} delivered no sound", usd=self.quote(request))
        usage = Usage(characters=len(request.text), usd=self.quote(request))
        return SpeechResult(data=_wav(samples), media_type="audio/wav", model=self.model, usage=usage)

    def find_existing(self, request: SpeechRequest) -> SpeechResult | None:  # noqa: ARG002 - OpenAI keeps no recordings
        """OpenAI cannot be asked for a recording whose answer was lost."""
        return None

    def _record(self, text: str, request: SpeechRequest) -> bytes:
        arguments: dict[str, Any] = {
            "model": self.model,
            "input": text,
            "voice": voice_of(self.facts, request.voice),
            "speed": float(min(max(request.speed, SLOWEST), FASTEST)),
            "response_format": "pcm",
            "extra_headers": {"X-Client-Request-Id": request.order_id},
        }
        answer = self.account.ask(self.model, lambda client: client.audio.speech.create(**arguments), seconds=SECONDS)
        if "json" in answer.response.headers.get("content-type", ""):
            raise BadOutput(f"{self.model} delivered text instead of sound")
        return answer.content

    def _parts(self, text: str) -> Iterator[str]:
        """The text in pieces the model takes, cut between sentences."""
        most = self.facts.max_characters or len(text)
        if len(text) <= most:
            yield text
            return
        for half in divide(text, 2) if spoken_words(text) > 1 else (text[: len(text) // 2], text[len(text) // 2 :]):
            yield from self._parts(half)


def _wav(samples: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(samples)
    return file.getvalue()
