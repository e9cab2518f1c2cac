"""What is ordered at Replicate and takes long: looked at until it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from omnigen.errors import BadOutput, ModelGone
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import PredictionsClient


@dataclass(frozen=True)
class Workshop:
    """Predictions of one model; `expected` are the media types they may deliver, the usual one first."""

    bench: PredictionsClient
    model: str
    most_bytes: int
    expected: tuple[str, ...]
    usage: Callable[[Prediction], Usage]

    def look(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """The goods, or why there are none; None while it is at work."""
        try:
            prediction = self.bench.look(prediction_id)
        except ModelGone as error:
            return PredictionFailed(
                BadOutput(f"Replicate knows no prediction {prediction_id!r}: {error}"), all_reserved=True
            )
        if not prediction.ended:
            return None
        if trouble := prediction.trouble(self.model):
            return PredictionFailed(trouble, all_reserved=prediction.status == "succeeded" and prediction.data_removed)
        content = self.bench.goods(prediction, self.most_bytes, *self.expected)
        return PredictionOutput(content=content, media_type=self.expected[0], usage=self.usage(prediction))
