"""Music by the models on Replicate: instrumental beds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.providers.pricing import track_usd
from omnigen.providers.protocols import MusicRequest, Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import AsyncProvider


@dataclass(frozen=True)
class ReplicateMusicProvider(AsyncProvider):
    """Composes tracks."""

    max_bytes = 80 * 2**20
    media_types = ("audio/mpeg", "audio/wav")

    def quote(self, request: MusicRequest) -> Decimal:  # noqa: ARG002 - tracks have one price
        """The price of a track in USD."""
        return track_usd(self.facts)

    def start(self, request: MusicRequest) -> str:
        """Submit the order; the prediction's id."""
        return self._start(self._asked(request), request)

    def find_existing(self, request: MusicRequest) -> str | None:
        """The id of the prediction already made for this order."""
        return self._find_id(self._asked(request), request)

    def _asked(self, request: MusicRequest) -> Mapping[str, Any]:
        longest = max(self.facts.durations_seconds, default=request.seconds)
        seconds = min(math.ceil(request.seconds), int(longest))
        return self._inputs(request, prompt=request.prompt, seconds=seconds, seed=request.seed)

    def _usage(self, prediction: Prediction) -> Usage:
        seconds = seconds_ordered(prediction, self.facts.inputs.get("seconds", ""))
        return Usage(seconds=seconds or Decimal(0), usd=track_usd(self.facts))


def seconds_ordered(prediction: Prediction, name: str) -> Decimal | None:
    """The seconds in the input that Replicate repeats under this field name; None where it does not."""
    value = prediction.input.get(name)
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None
