"""What was bought: one entry on the job record for each paid order, written before anything is paid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

TRANSIENT_FAILURES_PER_MODEL = 2
"""After so many failures of the passing kind the next model in the list is asked."""

THROTTLED_ATTEMPTS_PER_MODEL = 6
"""After being throttled so often in one run the next model in the list is asked."""

MAX_POLL_GROWTH = 4
"""Waits between two looks at a prediction grow to so many times the shortest one."""


class PurchaseKind(StrEnum):
    """What is bought."""

    SCRIPT = "script"
    STORYBOARD = "storyboard"
    STYLE = "style"
    IMAGE = "image"
    SPEECH = "speech"
    MUSIC = "music"
    CLIP = "clip"


class PurchaseStatus(StrEnum):
    """How far an order is. `refused` covers all that ended without goods; its money is free again."""

    RESERVED = "reserved"
    SUBMITTED = "submitted"
    DONE = "done"
    REFUSED = "refused"


class PurchaseFailure(BaseModel):
    """One attempt that came to nothing: which model, in which run, the error's class name and its words."""

    model_config = ConfigDict(frozen=True)

    model: str
    code: str
    run: int = 0
    message: str = ""

    @property
    def passing(self) -> bool:
        """Whether the model may well work next time."""
        return self.code not in {"ModelGone", "BadOutput"}


class Purchase(BaseModel):
    """One order on the record. Money in USD, times in Unix seconds, `run` is the run that placed it.

    `result` is what was made of it (a clip, a recording, a draft …): it stays when the scene goes on to something else,
    so that going back costs nothing. `period` is the month in whose usage the money was reserved. `lease_owner` names
    the attempt that is at work on an open purchase; it renews its lease before `lease_expires_at`.
    `unanswered` is an order that was closed without an answer: the vendor may have filled it all the same.
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
    unanswered: bool = False

    @property
    def settled(self) -> bool:
        """No money is held for it any more."""
        return self.status in {PurchaseStatus.DONE, PurchaseStatus.REFUSED}

    @property
    def open(self) -> bool:
        """The money is reserved, and nobody has said yet whether a vendor has taken the order."""
        return self.status is PurchaseStatus.RESERVED

    def is_leased(self, now: int) -> bool:
        """Whether an attempt works on it at this moment: no other one may ask a vendor for the same."""
        return self.open and now < self.lease_expires_at


class PurchaseKey(BaseModel):
    """What is about to be bought, named by everything that makes it what it is."""

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
    """Name an order by its inputs (JSON values; bytes count by their hash), the model not among them.

    A fallback to another model, a retry and a resume must find the same purchase.
    """
    text = json.dumps({"kind": kind, "scene": scene_id, **inputs}, sort_keys=True, default=_plain, ensure_ascii=False)
    return PurchaseKey(kind=kind, input_hash=hashlib.sha256(text.encode()).hexdigest(), scene_id=scene_id)


def choose_model(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> str:
    """The first model worth asking in this run: not gone, and not failing again and again; else the last one.

    Being throttled counts as a failure only after six times; passing failures of earlier runs are forgiven.
    """
    for model in models:
        counted = [failure for failure in failures if failure.model == model and failure.code != "ProviderThrottled"]
        hopeless = any(not failure.passing for failure in counted if failure.run == run or failure.code == "ModelGone")
        failing = sum(failure.run == run for failure in counted) >= TRANSIENT_FAILURES_PER_MODEL
        if not hopeless and not failing and not _is_throttled(model, failures, run):
            return model
    return models[-1]


def is_exhausted(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> bool:
    """Whether nobody is worth asking any more in this run: the order is at fault, or every model has had its tries."""
    now = [failure for failure in failures if failure.run == run]
    chosen = choose_model(models, failures, run)
    if _is_throttled(chosen, failures, run):
        return True
    tried = [failure for failure in now if failure.model == chosen and failure.code != "ProviderThrottled"]
    refused = any(failure.code in {"PolicyBlocked", "BadInput", "ConfigError"} for failure in now[-1:])
    return refused or len(tried) >= TRANSIENT_FAILURES_PER_MODEL or not all(failure.passing for failure in tried[-1:])


def _is_throttled(model: str, failures: Sequence[PurchaseFailure], run: int) -> bool:
    throttled = [failure for failure in failures if failure.code == "ProviderThrottled" and failure.run == run]
    return sum(failure.model == model for failure in throttled) >= THROTTLED_ATTEMPTS_PER_MODEL


def has_untried_model(models: Sequence[str], failures: Sequence[PurchaseFailure], run: int) -> bool:
    """Whether the list still holds a model that has not failed in this run."""
    return not set(models) <= {failure.model for failure in failures if failure.run == run}


def poll_interval_seconds(gone_seconds: int, least_seconds: int) -> int:
    """When to look again at a prediction: after a tenth of the time gone by, within bounds."""
    return min(max(least_seconds, gone_seconds // 10), least_seconds * MAX_POLL_GROWTH)


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Decimal):
        return str(value.normalize())
    raise TypeError(f"{type(value).__name__} cannot name an order")
