"""Narration by the speech models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from omnigen.errors import BadInput
from omnigen.media.file_types import media_type_of
from omnigen.providers.model_values import language_of, voice_of
from omnigen.providers.pricing import SpeechPricing
from omnigen.providers.protocols import SpeechRequest, SpeechResult, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import BlockingProvider

MAX_BYTES = 60 * 2**20
MIN_SPEED, MAX_SPEED = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True)
class ReplicateSpeechProvider(SpeechPricing, BlockingProvider):
    """Reads texts aloud."""

    timeout_seconds = 40

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud. BadInput when it is longer than the model takes."""
        most = self.facts.max_characters or len(request.said)
        if len(request.said) > most:
            raise BadInput(f"{self.model} reads at most {most} characters at once, not {len(request.said)}")
        return self._buy(self._asked(request), request, self.quote(request), partial(self._result, request))

    def find_existing(self, request: SpeechRequest) -> SpeechResult | None:
        """The recording already paid for under this order."""
        return self._find(self._asked(request), request, self.quote(request), partial(self._result, request))

    def _result(self, request: SpeechRequest, prediction: Prediction) -> SpeechResult:
        usage = Usage(characters=len(request.said), usd=self.quote(request))
        data = self._download(prediction, usage, MAX_BYTES, "audio/wav", "audio/mpeg")
        media_type = media_type_of(data) or "audio/wav"
        return SpeechResult(
            data=data, media_type=media_type, model=self.model, usage=usage, prediction_id=prediction.id
        )

    def _asked(self, request: SpeechRequest) -> Mapping[str, Any]:
        return self._inputs(
            request,
            text=request.said,
            voice=voice_of(self.facts, request.voice),
            speed=float(min(max(request.speed, MIN_SPEED), MAX_SPEED)),
            language=language_of(self.facts, request.language),
        )
