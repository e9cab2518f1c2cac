"""Narration by the speech models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.errors import BadInput
from omnigen.media.file_types import media_type_of
from omnigen.providers.model_registry import Model
from omnigen.providers.model_values import language_of, voice_of
from omnigen.providers.pricing import speech_usd
from omnigen.providers.protocols import SpeechRequest, SpeechResult, Usage
from omnigen.providers.replicate.blocking_predictions import Counter
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient

SECONDS = 40
LARGEST_BYTES = 60 * 2**20
SLOWEST, FASTEST = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True)
class ReplicateNarrator:
    """Speaks."""

    bench: PredictionsClient
    facts: Model

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def quote(self, request: SpeechRequest) -> Decimal:
        """The price by the character."""
        return speech_usd(self.facts, len(request.text))

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud."""
        most = self.facts.max_characters or len(request.text)
        if len(request.text) > most:
            raise BadInput(f"{self.model} reads at most {most} characters at once, not {len(request.text)}")
        return self._spoken(self._counter.buy(self._inputs(request), request.order_id), request)

    def find_existing(self, request: SpeechRequest) -> SpeechResult | None:
        """The recording ordered before, by its input."""
        found = self._counter.recall(self._inputs(request))
        return self._spoken(found, request) if found else None

    @property
    def _counter(self) -> Counter:
        return Counter(self.bench, self.model, SECONDS)

    def _spoken(self, prediction: Prediction, request: SpeechRequest) -> SpeechResult:
        usage = Usage(characters=len(request.text), usd=self.quote(request))
        data = self._counter.file(prediction, usage, LARGEST_BYTES, "audio/wav", "audio/mpeg")
        return SpeechResult(data=data, media_type=media_type_of(data) or "audio/wav", model=self.model, usage=usage)

    def _inputs(self, request: SpeechRequest) -> Mapping[str, Any]:
        return fill(
            self.facts,
            text=request.text,
            voice=voice_of(self.facts, request.voice),
            speed=float(min(max(request.speed, SLOWEST), FASTEST)),
            language=language_of(self.facts, request.language),
        )
