"""Predictions at Replicate: placed, looked at, cancelled, and found again when the answer to an order was lost.

Replicate takes no name for an order. What it gives back is the prediction's input, so an order is found again by that:
same model, same values, same pictures (by address, or by checksum where we uploaded them), within the last hour.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from omnigen.errors import ModelGone, ProviderError, ProviderThrottled, ProviderUnavailable, UnknownOutcome
from omnigen.media.file_types import checked
from omnigen.providers.protocols import ReferenceImage
from omnigen.providers.replicate.account import ReplicateAccount
from omnigen.providers.replicate.failures import lost
from omnigen.providers.replicate.pictures import place, same_picture
from omnigen.providers.replicate.prediction import ENDED_BADLY, Prediction, PredictionPage
from omnigen.safe_http import Origin, fetch

KEPT_MINUTES = 60
"""Replicate forgets inputs and outputs of API predictions after an hour."""

MOST_PAGES = 10
"""Of a hundred predictions each: more than a busy account makes in an hour."""

_POLL_SECONDS = 1.5
_DELIVERY_SECONDS = 90.0

Inputs = Mapping[str, Any]
"""A model's input; pictures are still `ReferenceImage`s."""

Read = TypeVar("Read", bound=BaseModel)


@dataclass(frozen=True)
class PredictionsClient:
    """Where predictions are made, and the places their files may be fetched from."""

    account: ReplicateAccount
    origins: tuple[Origin, ...] = (Origin("https://replicate.delivery"), Origin("https://*.replicate.delivery"))
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    def order(
        self, model: str, inputs: Inputs, order_id: str, *, within_seconds: int, wait_seconds: int = 0
    ) -> Prediction:
        """Order one; the vendor cancels it after `within_seconds`. It may come with the goods after `wait_seconds`."""
        placed = {name: self._placed(value, order_id) for name, value in inputs.items()}
        headers = {"Cancel-After": f"{within_seconds}s"}
        if wait_seconds:
            headers["Prefer"] = f"wait={wait_seconds}"
        answer = self.account.ask(
            "POST",
            f"/v1/models/{model}/predictions",
            about=model,
            seconds=max(wait_seconds + 5.0, 30.0),
            ordering=True,
            json={"input": placed},
            headers=headers,
        )
        try:
            return Prediction.model_validate(answer)
        except ValidationError as error:
            raise lost("unreadable answer", model, ordering=True) from error

    def look(self, prediction_id: str) -> Prediction:
        """How it stands."""
        answer = self.account.ask("GET", f"/v1/predictions/{prediction_id}", about=prediction_id)
        return _read(Prediction, answer, prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it; fine when it has ended or is not known any more."""
        try:
            self.account.ask("POST", f"/v1/predictions/{prediction_id}/cancel", about=prediction_id)
        except ModelGone:
            return

    def recall(self, model: str, inputs: Inputs) -> Prediction | None:
        """The newest prediction of the last hour that was made for this very input and did not come to nothing.

        UnknownOutcome when that cannot be told now: what may have been ordered must not be ordered again.
        """
        try:
            return next((made for made in self._recent() if self._is_for(made, model, inputs)), None)
        except ProviderError as error:
            raise UnknownOutcome(f"Whether {model} has this order cannot be told now: {error}") from error

    def finish(self, prediction: Prediction, *, deadline: float) -> Prediction:
        """Wait until it has ended, or till the deadline (`time.monotonic()`).

        UnknownOutcome then: it goes on and may be charged, and `recall` will find it.
        """
        while not prediction.ended:
            if time.monotonic() > deadline:
                raise UnknownOutcome(
                    f"{prediction.model} is still at work on {prediction.id!r}; it is looked for again"
                )
            self.pause(_POLL_SECONDS)
            try:
                prediction = self.look(prediction.id)
            except (ProviderThrottled, ProviderUnavailable):
                continue  # the look failed, not the prediction
        return prediction

    def goods(self, prediction: Prediction, most_bytes: int, *expected: str) -> Iterator[bytes]:
        """The first file it made, in chunks. Our key is not sent there."""
        chunks = fetch(prediction.parts[0], self.origins, most_bytes=most_bytes, timeout_seconds=_DELIVERY_SECONDS)
        return checked(chunks, *expected)

    def _placed(self, value: object, order_id: str) -> object:
        if isinstance(value, ReferenceImage):
            return place(self.account, value, order_id)
        return [self._placed(one, order_id) for one in value] if isinstance(value, list) else value

    def _recent(self) -> Iterator[Prediction]:
        since = datetime.now(UTC) - timedelta(minutes=KEPT_MINUTES)
        path: str | None = f"/v1/predictions?created_after={since:%Y-%m-%dT%H:%M:%SZ}"
        for _ in range(MOST_PAGES):
            if path is None:
                return
            page = _read(PredictionPage, self.account.ask("GET", path, about="predictions"), "predictions")
            yield from page.results
            path = _own_path(page.next)

    def _is_for(self, made: Prediction, model: str, inputs: Inputs) -> bool:
        echoed = made.input or {}
        if made.model != model or made.status in ENDED_BADLY or any(_unasked(echoed, inputs)):
            return False
        return all(self._same(value, echoed.get(name)) for name, value in inputs.items())

    def _same(self, ours: object, echoed: object) -> bool:
        if isinstance(ours, ReferenceImage):
            return isinstance(echoed, str) and same_picture(self.account, ours, echoed)
        if isinstance(ours, list):
            several = echoed if isinstance(echoed, list) else []
            return len(several) == len(ours) and all(map(self._same, ours, several))
        return ours == echoed


def _unasked(echoed: Inputs, inputs: Inputs) -> Iterator[str]:
    """Fields with a file that we would not send: a clip that starts on a picture is not one that starts anywhere."""
    files = (name for name, value in echoed.items() if isinstance(value, str) and value.startswith("http"))
    return (name for name in files if name not in inputs)


def _read(kind: type[Read], answer: object, about: str) -> Read:
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise lost("unreadable answer", about, ordering=False) from error


def _own_path(address: str | None) -> str | None:
    """The path of the next page: asked of our own host whatever host is named, since the key goes along."""
    if not address:
        return None
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
