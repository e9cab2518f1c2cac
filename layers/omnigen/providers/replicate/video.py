"""Clips by the video models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.storyboard import clip_length
from omnigen.errors import ConfigError
from omnigen.providers.model_registry import Model
from omnigen.providers.model_values import ratio_of, resolution_of
from omnigen.providers.pricing import clip_usd
from omnigen.providers.protocols import ClipRequest, PredictionFailed, PredictionOutput, Usage
from omnigen.providers.replicate.async_predictions import Workshop
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient

LARGEST_BYTES = 200 * 2**20


@dataclass(frozen=True)
class ReplicateFilmmaker:
    """Films clips, without sound: our own replaces it, and silence costs less. One may take `limit_seconds`."""

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
    def durations_seconds(self) -> tuple[Decimal, ...]:
        """The lengths the model can film, ascending."""
        return self.facts.durations_seconds

    @property
    def takes_end_frame(self) -> bool:
        """Whether a clip can be made to end on a given picture."""
        return "end_frame" in self.facts.inputs

    @property
    def can_be_searched(self) -> bool:
        """True: Replicate lists predictions with their input."""
        return True

    def quote(self, request: ClipRequest) -> Decimal:
        """The price of the length that will be bought."""
        resolution = resolution_of(self.facts, request.resolution) or ""
        return clip_usd(self.facts, clip_length(request.seconds, self.durations_seconds), resolution)

    def start(self, request: ClipRequest) -> str:
        """Submit the order."""
        if self.facts.needs_start_frame and request.start_frame is None:
            raise ConfigError(f"{self.model} needs a picture to start on; use it with continuity=keyframes only")
        inputs = self._inputs(request)
        return self.bench.order(self.model, inputs, request.order_id, within_seconds=self.limit_seconds).id

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """Look whether it is done."""
        return self._workshop.look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it."""
        self.bench.cancel(prediction_id)

    def find_existing(self, request: ClipRequest) -> str | None:
        """The clip ordered before, by its input."""
        found = self.bench.recall(self.model, self._inputs(request))
        return found.id if found else None

    @property
    def _workshop(self) -> Workshop:
        return Workshop(self.bench, self.model, LARGEST_BYTES, ("video/mp4",), self._usage)

    def _inputs(self, request: ClipRequest) -> Mapping[str, Any]:
        return fill(
            self.facts,
            prompt=request.prompt,
            seconds=int(clip_length(request.seconds, self.durations_seconds)),
            aspect_ratio=ratio_of(self.facts, request.aspect_ratio),
            resolution=resolution_of(self.facts, request.resolution),
            start_frame=request.start_frame,
            end_frame=request.end_frame if request.start_frame else None,  # models take an end only after a start
            seed=request.seed,
        )

    def _usage(self, prediction: Prediction) -> Usage:
        """What was bought, as the vendor repeats it."""
        bought = prediction.input or {}
        seconds = Decimal(str(bought[self.facts.inputs["seconds"]]))
        resolution = str(bought.get(self.facts.inputs.get("resolution", ""), ""))
        return Usage(seconds=seconds, usd=clip_usd(self.facts, seconds, resolution))
