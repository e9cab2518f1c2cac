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
from omnigen.media.file_types import is_text_like, media_type_of
from omnigen.providers.model_values import voice_of
from omnigen.providers.openai.provider import OpenAIProvider
from omnigen.providers.pricing import SpeechPricing
from omnigen.providers.protocols import SpeechRequest, SpeechResult, Usage

TIMEOUT_SECONDS = 40.0
SAMPLE_RATE = 24_000
"""Of `pcm`: 16 bit, one channel (OpenAI's text-to-speech guide)."""

PCM_MEDIA_TYPES = frozenset({"audio/pcm", "audio/l16", "audio/raw", "application/octet-stream", "binary/octet-stream"})

MIN_SPEED, MAX_SPEED = Decimal("0.25"), Decimal(4)


@dataclass(frozen=True)
class OpenAISpeechProvider(SpeechPricing, OpenAIProvider):
    """Reads texts aloud."""

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud. BadOutput, charged, when what comes is not plain samples."""
        samples = b"".join(self._record(part, request) for part in self._parts(request.said))
        usage = Usage(characters=len(request.said), usd=self.quote(request))
        return SpeechResult(data=_wav(samples), media_type="audio/wav", model=self.model, usage=usage)

    def _record(self, text: str, request: SpeechRequest) -> bytes:
        arguments: dict[str, Any] = {
            "model": self.model,
            "input": text,
            "voice": voice_of(self.facts, request.voice),
            "speed": float(min(max(request.speed, MIN_SPEED), MAX_SPEED)),
            "response_format": "pcm",
            "extra_headers": {"X-Client-Request-Id": request.order_id},
        }
        media_type, samples = self.account.request(
            self.model,
            lambda client: _media_type_and_content(client.audio.speech.create(**arguments)),
            seconds=TIMEOUT_SECONDS,
        )
        if wrong := _not_samples(media_type, samples):
            raise BadOutput(f"{self.model} delivered {wrong} instead of sound", usd=self.quote(request))
        return samples

    def _parts(self, text: str) -> Iterator[str]:
        """The text in pieces the model takes, cut between sentences."""
        most = self.facts.max_characters or len(text)
        if len(text) <= most:
            yield text
            return
        for half in divide(text, 2) if spoken_words(text) > 1 else (text[: len(text) // 2], text[len(text) // 2 :]):
            yield from self._parts(half)


def _media_type_and_content(answer: Any) -> tuple[str, bytes]:
    return str(answer.response.headers.get("content-type", "")).partition(";")[0].strip().lower(), answer.content


def _not_samples(media_type: str, samples: bytes) -> str:
    """What an answer is instead of 16-bit samples; empty for samples."""
    if media_type not in PCM_MEDIA_TYPES:
        return media_type or "nothing"
    if not samples or len(samples) % 2:
        return f"{len(samples)} bytes"
    if is_text_like(samples):
        return "text"
    return media_type_of(samples) or ""


def _wav(samples: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(samples)
    return file.getvalue()
