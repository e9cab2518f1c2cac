"""Stills by the image models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.media.file_types import media_type_of
from omnigen.providers.model_values import ratio_of
from omnigen.providers.pricing import image_usd
from omnigen.providers.protocols import ImageRequest, ImageResult, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import BlockingProvider

MAX_BYTES = 40 * 2**20
_MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class ReplicateImageProvider(BlockingProvider):
    """Draws stills."""

    timeout_seconds = 110

    @property
    def takes_references(self) -> bool:
        """Whether it draws after reference pictures."""
        return self.facts.references is not None

    def quote(self, request: ImageRequest) -> Decimal:  # noqa: ARG002 - pictures have one price
        """The price of a picture in USD."""
        return image_usd(self.facts)

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture."""
        return self._buy(self._asked(request), request, self.quote(request), self._result)

    def find_existing(self, request: ImageRequest) -> ImageResult | None:
        """The picture already paid for under this order."""
        return self._find(self._asked(request), request, self.quote(request), self._result)

    def _result(self, prediction: Prediction) -> ImageResult:
        usage = Usage(images=1, usd=image_usd(self.facts))
        data = self._download(prediction, usage, MAX_BYTES, *_MEDIA_TYPES)
        media_type = media_type_of(data) or _MEDIA_TYPES[0]
        return ImageResult(data=data, media_type=media_type, model=self.model, usage=usage, prediction_id=prediction.id)

    def _asked(self, request: ImageRequest) -> Mapping[str, Any]:
        ratio = ratio_of(self.facts, request.aspect_ratio)
        return self._inputs(
            request, references=request.references, prompt=request.prompt, aspect_ratio=ratio, seed=request.seed
        )
