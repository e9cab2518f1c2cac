"""Stills by the image models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.media.file_types import media_type_of
from omnigen.providers.model_registry import Model
from omnigen.providers.model_values import ratio_of
from omnigen.providers.pricing import image_usd
from omnigen.providers.protocols import ImageRequest, ImageResult, Usage
from omnigen.providers.replicate.blocking_predictions import Counter
from omnigen.providers.replicate.inputs import fill
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient

SECONDS = 110
LARGEST_BYTES = 40 * 2**20
_PICTURES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class ReplicateIllustrator:
    """Draws stills."""

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

    def quote(self, request: ImageRequest) -> Decimal:  # noqa: ARG002 - pictures have one price
        """The price of a picture."""
        return image_usd(self.facts)

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture."""
        return self._drawn(self._counter.buy(self._inputs(request), request.order_id))

    def find_existing(self, request: ImageRequest) -> ImageResult | None:
        """The picture ordered before, by its input."""
        found = self._counter.recall(self._inputs(request))
        return self._drawn(found) if found else None

    @property
    def _counter(self) -> Counter:
        return Counter(self.bench, self.model, SECONDS)

    def _drawn(self, prediction: Prediction) -> ImageResult:
        usage = Usage(images=1, usd=image_usd(self.facts))
        data = self._counter.file(prediction, usage, LARGEST_BYTES, *_PICTURES)
        return ImageResult(data=data, media_type=media_type_of(data) or _PICTURES[0], model=self.model, usage=usage)

    def _inputs(self, request: ImageRequest) -> Mapping[str, Any]:
        ratio = ratio_of(self.facts, request.aspect_ratio)
        return fill(self.facts, prompt=request.prompt, aspect_ratio=ratio, seed=request.seed)
