"""Predictions at Replicate: created, polled, waited for, cancelled, downloaded, and found after a lost answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.request import urlopen

from pydantic import ValidationError

from omnigen.errors import (
    BadInput,
    BadOutput,
    ModelGone,
    ProviderThrottled,
    ProviderUnavailable,
    UnknownOutcome,
)
from omnigen.media.file_types import checked
from omnigen.providers.protocols import OrderRequest, ReferenceImage
from omnigen.providers.replicate.account import ReplicateAccount
from omnigen.providers.replicate.failures import no_answer
from omnigen.providers.replicate.prediction import Prediction, read_as
from omnigen.providers.replicate.prediction_search import Inputs, PredictionSearch
from omnigen.providers.replicate.reference_images import upload
from omnigen.safe_http import Origin, fetch

SEARCH_AFTER_SECONDS = 1.0
"""How long after an unclear answer to an order the list of predictions is searched for it."""

MAX_SECONDS_BEFORE_SEARCH = 15.0
"""An answer that took longer leaves a stage no time for a search; its next attempt searches."""

_POLL_SECONDS = 1.5
_DOWNLOAD_SECONDS = 90.0


@dataclass(frozen=True)
class PredictionsClient:
    """Predictions of one account; files are downloaded from `origins` only."""

    account: ReplicateAccount
    origins: tuple[Origin, ...] = (Origin("https://replicate.delivery"), Origin("https://*.replicate.delivery"))
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    def create(
        self, model: str, inputs: Inputs, request: OrderRequest, *, cancel_after_seconds: int, wait_seconds: int = 0
    ) -> Prediction:
        """Create a prediction, which Replicate cancels after `cancel_after_seconds`.

        Replicate holds the answer back for up to `wait_seconds` until there is output. After an unclear answer the list
        is searched: a prediction found there is returned. UnknownOutcome when it may still have been taken,
        ProviderUnavailable when Replicate said that it failed and the list does not have it.
        """
        began = time.monotonic()
        try:
            return self._create(model, inputs, request.order_id, cancel_after_seconds, wait_seconds)
        except UnknownOutcome as error:
            if time.monotonic() - began > MAX_SECONDS_BEFORE_SEARCH:
                raise
            self.pause(SEARCH_AFTER_SECONDS)
            found = self.find_existing(model, inputs, request.claimed_ids)
            if found:
                return found
            if error.vendor_failed:
                raise ProviderUnavailable(f"{error}. It was looked for and is not there") from error
            raise

    def get(self, prediction_id: str) -> Prediction:
        """How a prediction stands. ModelGone when Replicate does not know it."""
        answer = self.account.request("GET", f"/v1/predictions/{prediction_id}", about=prediction_id)
        return read_as(Prediction, answer, prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Cancel a prediction; fine when it has ended (422) or is not known."""
        try:
            self.account.request("POST", f"/v1/predictions/{prediction_id}/cancel", about=prediction_id)
        except (ModelGone, BadInput):
            return

    def find_existing(self, model: str, inputs: Inputs, claimed_ids: frozenset[str]) -> Prediction | None:
        """The prediction already made for this very input; see `PredictionSearch.find`."""
        return PredictionSearch(self.account).find(model, inputs, claimed_ids)

    def wait(self, prediction: Prediction, *, deadline: float) -> Prediction:
        """Poll until it has ended, or till the deadline (`time.monotonic()`).

        UnknownOutcome then: it goes on and may be charged, and `find_existing` will find it.
        """
        while not prediction.ended:
            if time.monotonic() > deadline:
                raise UnknownOutcome(f"{prediction.model} still works on {prediction.id!r}; it is looked for again")
            self.pause(_POLL_SECONDS)
            try:
                prediction = self.get(prediction.id)
            except (ProviderThrottled, ProviderUnavailable, ModelGone):
                continue  # the poll failed, not the prediction; a new one may be unknown for a moment
        return prediction

    def download(self, prediction: Prediction, max_bytes: int, *expected: str) -> Iterator[bytes]:
        """The first file of the output, in chunks; the token is not sent there. BadOutput for other media types.

        Small files may come as a `data:` URI (replicate.com/docs/topics/predictions/output-files).
        """
        address = prediction.parts[0]
        if address.startswith("data:"):
            return checked(_from_data_uri(address, max_bytes), *expected)
        chunks = fetch(address, self.origins, max_bytes=max_bytes, timeout_seconds=_DOWNLOAD_SECONDS)
        return checked(chunks, *expected)

    def _create(
        self, model: str, inputs: Inputs, order_id: str, cancel_after_seconds: int, wait_seconds: int
    ) -> Prediction:
        given = {name: self._with_addresses(value, order_id) for name, value in inputs.items()}
        headers = {"Cancel-After": f"{cancel_after_seconds}s"}
        if wait_seconds:
            headers["Prefer"] = f"wait={wait_seconds}"
        answer = self.account.request(
            "POST",
            f"/v1/models/{model}/predictions",
            about=model,
            seconds=max(wait_seconds + 5.0, 30.0),
            ordering=True,
            json={"input": given},
            headers=headers,
        )
        try:
            return Prediction.model_validate(answer)
        except ValidationError as error:
            raise no_answer("unreadable answer", model, ordering=True) from error

    def _with_addresses(self, value: object, order_id: str) -> object:
        if isinstance(value, ReferenceImage):
            return upload(self.account, value, order_id)
        return [self._with_addresses(one, order_id) for one in value] if isinstance(value, list) else value


def _from_data_uri(address: str, max_bytes: int) -> Iterator[bytes]:
    try:
        with urlopen(address) as content:  # noqa: S310 - a data: URI, nothing is fetched
            data = content.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise BadOutput("The output is a data: URI that cannot be decoded") from error
    if len(data) > max_bytes:
        raise BadOutput(f"The output is larger than {max_bytes:,} bytes")
    yield data
