"""What is ordered at Replicate and waited for: still a prediction, which is found again when its answer was lost."""

from __future__ import annotations

import time
from dataclasses import dataclass

from omnigen.errors import ProviderError, ProviderUnavailable, UnknownOutcome
from omnigen.providers.protocols import Usage
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.predictions import Inputs, PredictionsClient

LONGEST_WAIT_SECONDS = 60
"""Replicate keeps a request open no longer."""

SPARE_SECONDS = 120
"""An order that nobody waits for any more is cancelled by Replicate, but not before a retry could find it."""


@dataclass(frozen=True)
class Counter:
    """Orders of one model, each waited for `seconds` at most."""

    bench: PredictionsClient
    model: str
    seconds: int

    def buy(self, inputs: Inputs, order_id: str) -> Prediction:
        """Order, and wait for the goods. Raises what went wrong."""
        deadline = time.monotonic() + self.seconds
        placed = self.bench.order(
            self.model,
            inputs,
            order_id,
            within_seconds=self.seconds + SPARE_SECONDS,
            wait_seconds=min(self.seconds, LONGEST_WAIT_SECONDS),
        )
        return self._await(placed, deadline)

    def recall(self, inputs: Inputs) -> Prediction | None:
        """What was ordered before with the same input, waited for if it is still being made."""
        found = self.bench.recall(self.model, inputs)
        return self._await(found, time.monotonic() + self.seconds) if found else None

    def file(self, prediction: Prediction, usage: Usage, most_bytes: int, *expected: str) -> bytes:
        """The file it made, which is paid for. UnknownOutcome when the download broke off: it is still there."""
        try:
            return b"".join(self.bench.goods(prediction, most_bytes, *expected))
        except ProviderUnavailable as error:
            raise UnknownOutcome(f"{self.model} made it, but it could not be fetched: {error}") from error
        except ProviderError as error:
            error.usd = usage.usd
            raise

    def _await(self, prediction: Prediction, deadline: float) -> Prediction:
        done = self.bench.finish(prediction, deadline=deadline)
        if trouble := done.trouble(self.model):
            raise trouble
        return done
