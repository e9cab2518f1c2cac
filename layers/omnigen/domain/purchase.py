"""Purchases: one entry on the job record for each paid order, written before a vendor is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles
from typing import Any

from pydantic import BaseModel, ConfigDict

from omnigen.domain.record_size import ShortText

TRANSIENT_FAILURES_PER_MODEL = 2
"""Transient failures in one run after which the next model in the list is asked."""

MAX_LOST_ANSWERS = 3
"""A purchase is given up after so many lost answers of vendors that cannot be searched: each may have been charged."""

MAX_FAILURES = 12
"""So many failed attempts are kept on the record, the newest ones."""

THROTTLED_ATTEMPTS_PER_MODEL = 6
"""After being throttled so often in one run the next model in the list is asked."""

FIRST_THROTTLE_SECONDS = 5
"""How long a vendor that is busy and does not say until when is left alone; twice as long each time."""

MAX_THROTTLE_SECONDS = 120
"""The longest wait before a busy vendor is asked again, whatever it asks for."""

MIN_LATENCIES = 3
"""Of fewer predictions than this nothing is learned."""

MAX_POLL_GROWTH = 10
"""The interval between polls grows to so many times the shortest one."""

POLLS_OF_MOST = 20
"""So often a prediction is polled between the fastest and the slowest tenth: it is seen on average a 40th of the time
between the two after its end. More would not fit into the history of an execution of 24 clips."""


class PurchaseKind(StrEnum):
    """What is bought."""

    SCRIPT = "script"
    STORYBOARD = "storyboard"
    STYLE = "style"
    TRANSCRIPT = "transcript"
    IMAGE = "image"
    SPEECH = "speech"
    MUSIC = "music"
    CLIP = "clip"


class PurchaseStatus(StrEnum):
    """Status of a purchase. `refused` is every end without a result; its money is released."""

    RESERVED = "reserved"
    SUBMITTED = "submitted"
    DONE = "done"
    REFUSED = "refused"


class PurchaseFailure(BaseModel):
    """A failed attempt: the model, the run, the error's class name and message."""

    model_config = ConfigDict(frozen=True)

    model: str
    code: str
    run: int = 0
    message: ShortText = ""

    @property
    def passing(self) -> bool:
        """Whether the same model may succeed later."""
        return self.code not in {"ModelGone", "BadOutput"}


class Purchase(BaseModel):
    """A purchase on the record. Money in USD, times in Unix seconds, `run` is the run that placed it.

    `result` is what it yielded (a clip, a recording, a draft …); it is kept when the scene changes, so that an edit
    taken back costs nothing. `period` is the month in whose usage the money was reserved. `lease_owner` names
    the attempt that works on an open purchase; it renews its lease before `lease_expires_at`.
    `presumed_usd` is the part of `spent_usd` that was booked without knowing: the answer was lost, and the vendor may
    have charged for it. It is replaced by the actual charge should that become known.
    `retry_at` is when a vendor that was too busy for it is asked again.
    `unanswered` marks one that was closed without an answer: the vendor may have made it all the same.
    `delivered_as` is set when the file of a result was lost: the prediction that was paid for ("at once" for an answer
    that came at once). Fetched again, the same delivery costs nothing.
    `charged` names the owners of the budgets, besides the user's month, in which its money was reserved.
    """

    model_config = ConfigDict(frozen=True)

    input_hash: str
    kind: PurchaseKind
    status: PurchaseStatus
    run: int
    period: str = ""
    reserved_at: int = 0
    reserved_usd: Decimal = Decimal(0)
    spent_usd: Decimal = Decimal(0)
    scene_id: str | None = None
    model: str | None = None
    prediction_id: str | None = None
    submitted_at: int | None = None
    key: str | None = None
    sha256: str | None = None
    result: Mapping[str, Any] = {}
    failures: tuple[PurchaseFailure, ...] = ()
    lease_owner: str = ""
    lease_expires_at: int = 0
    presumed_usd: Decimal = Decimal(0)
    lost_answers: int = 0
    unanswered: bool = False
    retry_at: int = 0
    delivered_as: str = ""
    charged: tuple[str, ...] = ()

    @property
    def paid_before(self) -> bool:
        """Whether its prediction has been delivered and booked before."""
        return bool(self.delivered_as) and self.delivered_as == self.prediction_id

    @property
    def settled(self) -> bool:
        """Whether its reservation has been released."""
        return self.status in {PurchaseStatus.DONE, PurchaseStatus.REFUSED}

    @property
    def open(self) -> bool:
        """Whether the money is reserved and no vendor's answer is recorded yet."""
        return self.status is PurchaseStatus.RESERVED

    def is_leased(self, now: int) -> bool:
        """Whether an attempt holds the lease now: no other attempt may ask a vendor for it."""
        return self.open and now < self.lease_expires_at


AT_ONCE = "at once"


class PurchaseKey(BaseModel):
    """The identity of a purchase: a hash of all its inputs."""

    model_config = ConfigDict(frozen=True)

    kind: PurchaseKind
    input_hash: str
    scene_id: str | None = None

    @property
    def id(self) -> str:
        """The purchase's name on the record, at the vendor and in the usage table."""
        place = f"{self.scene_id.rpartition('-')[2]}-" if self.scene_id else ""
        return f"{self.kind}-{place}{self.input_hash[:16]}"


def purchase_key(kind: PurchaseKind, inputs: Mapping[str, object], scene_id: str | None = None) -> PurchaseKey:
    """Key of a purchase by its inputs (JSON values; bytes count by their hash), without the model.

    A fallback to another model, a retry and a resume must find the same purchase.
    """
    text = json.dumps({"kind": kind, "scene": scene_id, **inputs}, sort_keys=True, default=_plain, ensure_ascii=False)
    return PurchaseKey(kind=kind, input_hash=hashlib.sha256(text.encode()).hexdigest(), scene_id=scene_id)


def choose_model(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> str:
    """The first model worth asking in this run: not gone, and not failing again and again; else the last one.

    Being throttled counts only after six times; transient failures of earlier runs do not count.
    """
    for model in models:
        counted = [failure for failure in failures if failure.model == model and failure.code != "ProviderThrottled"]
        hopeless = any(not failure.passing for failure in counted if failure.run == run or failure.code == "ModelGone")
        failing = sum(failure.run == run for failure in counted) >= TRANSIENT_FAILURES_PER_MODEL
        if not hopeless and not failing and not _is_throttled(model, failures, run):
            return model
    return models[-1]


def is_exhausted(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> bool:
    """Whether no model is to be asked any more in this run: the input is at fault, or every model has failed enough."""
    now = [failure for failure in failures if failure.run == run]
    chosen = choose_model(models, failures, run)
    if _is_throttled(chosen, failures, run):
        return True
    tried = [failure for failure in now if failure.model == chosen and failure.code != "ProviderThrottled"]
    refused = any(failure.code in {"PolicyBlocked", "BadInput", "ConfigError"} for failure in now[-1:])
    return refused or len(tried) >= TRANSIENT_FAILURES_PER_MODEL or not all(failure.passing for failure in tried[-1:])


def throttle_seconds(asked: int | None, model: str, failures: Sequence[PurchaseFailure], run: int) -> int | None:
    """Seconds until a model that has just been busy is asked again: as long as its vendor `asked`, within bounds.

    `failures` are the earlier ones. None when it has been busy too often in this run.
    """
    busy = sum(one.model == model and one.run == run and one.code == "ProviderThrottled" for one in failures)
    if busy + 1 >= THROTTLED_ATTEMPTS_PER_MODEL:
        return None
    return min(max(asked if asked is not None else FIRST_THROTTLE_SECONDS * 2**busy, 1), MAX_THROTTLE_SECONDS)


def _is_throttled(model: str, failures: Sequence[PurchaseFailure], run: int) -> bool:
    throttled = [failure for failure in failures if failure.code == "ProviderThrottled" and failure.run == run]
    return sum(failure.model == model for failure in throttled) >= THROTTLED_ATTEMPTS_PER_MODEL


def has_untried_model(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> bool:
    """Whether the list still holds a model that has not failed in this run."""
    return not set(models) <= {failure.model for failure in failures if failure.run == run}


def first_poll_seconds(seen: Sequence[int], expected_seconds: int) -> int:
    """Seconds until the first poll: so long as the fastest tenth of the predictions `seen` took.

    While fewer than three are known: half of the model's usual time.
    """
    if len(seen) < MIN_LATENCIES:
        return expected_seconds // 2
    return int(_deciles(seen)[0])


def poll_interval_seconds(gone_seconds: int, min_seconds: int, seen: Sequence[int] = ()) -> int:
    """Seconds until the next poll of a prediction that began `gone_seconds` ago.

    From the time of the fastest tenth of the predictions `seen` until that of the slowest one: a 20th of what lies
    between. Later, or while fewer than three are known: an eighth of the time gone by. At least `min_seconds`.
    """
    longer = min(max(min_seconds, gone_seconds // 8), min_seconds * MAX_POLL_GROWTH)
    if len(seen) < MIN_LATENCIES:
        return longer
    fastest, *_, slowest = _deciles(seen)
    if gone_seconds < int(fastest):
        return max(int(fastest) - gone_seconds, min_seconds)
    return max(min_seconds, round((slowest - fastest) / POLLS_OF_MOST)) if gone_seconds < slowest else longer


def _deciles(seen: Sequence[int]) -> list[float]:
    return quantiles(seen, n=10, method="inclusive")


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Decimal):
        return str(value.normalize())
    raise TypeError(f"{type(value).__name__} cannot name an order")
