"""Finding a prediction whose id was lost, in Replicate's list of the account's predictions.

Replicate takes no name or metadata for a prediction (OpenAPI document of 2026-03-16). What it gives back is the input,
so the input of every order carries a mark of its own (see `provider.tagged`), and an order is found again by it: same
model, same values, same pictures (by address, or by checksum where they were uploaded), within the last hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from omnigen.errors import ProviderError, UnknownOutcome
from omnigen.providers.protocols import ReferenceImage
from omnigen.providers.replicate.account import ReplicateAccount
from omnigen.providers.replicate.prediction import ENDED_BADLY, Prediction, PredictionPage, read_as
from omnigen.providers.replicate.reference_images import is_same_picture

KEPT_MINUTES = 60
"""Replicate deletes inputs and outputs of API predictions after an hour (replicate.com/docs/topics/predictions)."""

MAX_PAGES = 10
"""Of a hundred predictions each: more than a busy account makes in an hour."""

PAGE_SECONDS = 10.0
"""How long a page may take to come."""

Inputs = Mapping[str, Any]
"""A model's input; pictures are `ReferenceImage`s, alone or in lists."""


@dataclass(frozen=True)
class PredictionSearch:
    """The search in one account's predictions of the last hour."""

    account: ReplicateAccount

    def find(self, model: str, inputs: Inputs, claimed_ids: frozenset[str] = frozenset()) -> Prediction | None:
        """The newest prediction for this very input that has not failed; None when there is none.

        Those in `claimed_ids` are passed over: they belong to other purchases.

        UnknownOutcome when that cannot be told now: what may have been ordered must not be ordered again.
        """
        try:
            recent = (made for made in self._recent() if made.id not in claimed_ids)
            return next((made for made in recent if self._is_for(made, model, inputs)), None)
        except ProviderError as error:
            raise UnknownOutcome(f"Whether {model} has this order cannot be told now: {error}") from error

    def _recent(self) -> Iterator[Prediction]:
        since = datetime.now(UTC) - timedelta(minutes=KEPT_MINUTES)
        path: str | None = f"/v1/predictions?created_after={since:%Y-%m-%dT%H:%M:%SZ}"
        for _ in range(MAX_PAGES):
            if path is None:
                return
            answer = self.account.request("GET", path, about="predictions", seconds=PAGE_SECONDS)
            page = read_as(PredictionPage, answer, "predictions")
            yield from page.results
            path = _path_of(page.next)

    def _is_for(self, made: Prediction, model: str, inputs: Inputs) -> bool:
        if made.model != model or made.status in ENDED_BADLY or _has_other_files(made.input, inputs):
            return False
        return all(self._same(value, made.input.get(name)) for name, value in inputs.items())

    def _same(self, ours: object, echoed: object) -> bool:
        if isinstance(ours, ReferenceImage):
            return isinstance(echoed, str) and is_same_picture(self.account, ours, echoed)
        if isinstance(ours, list):
            several = echoed if isinstance(echoed, list) else []
            return len(several) == len(ours) and all(map(self._same, ours, several))
        return ours == echoed


def _has_other_files(echoed: Inputs, inputs: Inputs) -> bool:
    """Whether the echoed input has a file where ours has none: a clip with a start frame is not one without."""
    others = (value for name, value in echoed.items() if name not in inputs)
    return any(isinstance(value, str) and value.startswith("http") for value in others)


def _path_of(address: str | None) -> str | None:
    """The path of the next page. It is asked of our own host whatever host is named, since the token goes along."""
    if not address:
        return None
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
