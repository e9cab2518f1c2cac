"""Music by the models on Replicate: instrumental beds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.providers.model_registry import Model
from omnigen.providers.pricing import track_usd
from omnigen.providers.protocols import MusicRequest, PredictionFailed, PredictionOutput, Usage
from omnigen.providers.replicate.async_predictions import Workshop
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient

LARGEST_BYTES = 80 * 2**20


@dataclass(frozen=True)
class ReplicateMusician:
    """Plays. One track may take `limit_seconds`."""

    bench: PredictionsClient
    facts: Model
    limit_seconds: int

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def expected_seconds(self) -> int:
        """How long the model usually takes."""
        return self.facts.expected_seconds

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def quote(self, request: MusicRequest) -> Decimal:  # noqa: ARG002 - tracks have one price
        """The price of a track."""
        return track_usd(self.facts)

    def start(self, request: MusicRequest) -> str:
        """Submit the order."""
        inputs = self._inputs(request)
        return self.bench.order(self.model, inputs, request.order_id, within_seconds=self.limit_seconds).id

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """Look whether it is done."""
        expected = ("audio/mpeg", "audio/wav")
        return Workshop(self.bench, self.model, LARGEST_BYTES, expected, self._usage).look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it."""
        self.bench.cancel(prediction_id)

    def find_existing(self, request: MusicRequest) -> str | None:
        """The track ordered before, by its input."""
        found = self.bench.recall(self.model, self._inputs(request))
        return found.id if found else None

    def _inputs(self, request: MusicRequest) -> Mapping[str, Any]:
        longest = max(self.facts.durations_seconds, default=request.seconds)
        seconds = min(math.ceil(request.seconds), int(longest))
        return fill(self.facts, prompt=request.prompt, seconds=seconds, seed=request.seed)

    def _usage(self, prediction: Prediction) -> Usage:
        asked = (prediction.input or {}).get(self.facts.inputs.get("seconds", ""), 0)
        return Usage(seconds=Decimal(str(asked)), usd=track_usd(self.facts))
