"""Who buys for one run of one job."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.domain.purchase import PurchaseKey
from omnigen.errors import BadOutput, ModelGone, OmnigenError
from omnigen.providers.protocols import PredictionOutput, PredictionProvider
from omnigen.purchasing.asynchronous import Ordering, RequestT
from omnigen.purchasing.lease import Desk, MakerT
from omnigen.purchasing.result import PurchaseResult
from omnigen.purchasing.synchronous import AnswerT, Question, buy
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class Buyer:
    """Buys for one run of one job."""

    app: AppContext
    ref: JobRef
    pause: Callable[[float], None] = time.sleep

    def now(
        self,
        order: PurchaseKey,
        providers: Sequence[MakerT],
        *,
        quote: Callable[[MakerT], Decimal],
        ask: Callable[[MakerT], AnswerT],
        find: Callable[[MakerT], AnswerT | None],
        keep: Callable[[AnswerT], PurchaseResult],
        move_on: tuple[type[OmnigenError], ...] = (ModelGone, BadOutput),
    ) -> Mapping[str, Any]:
        """Buy what is answered at once; the facts `keep` made of it, now or earlier.

        Goes on to the next model at the errors in `move_on`, or when one keeps failing. UnknownOutcome leaves the
        money reserved: the next attempt looks before it asks again. Contention when another attempt is at it for long.
        """
        question = Question(quote=quote, ask=ask, find=find, keep=keep, move_on=move_on)
        return buy(self._desk, order, providers, question)

    def submit(
        self, order: PurchaseKey, providers: Sequence[PredictionProvider[RequestT]], request: Callable[[], RequestT]
    ) -> PurchaseProgress:
        """Submit an order that takes long, unless it is under way or done; when to look."""
        return Ordering(self._desk, order, providers, request).submit()

    def collect(
        self,
        order: PurchaseKey,
        providers: Sequence[PredictionProvider[RequestT]],
        request: Callable[[], RequestT],
        *,
        keep: Callable[[PredictionOutput, str], PurchaseResult],
        limit_seconds: int,
    ) -> PurchaseProgress:
        """Look at an order that takes long; keep what it made. Submits it again when it ended without fault of ours."""
        return Ordering(self._desk, order, providers, request).collect(keep, limit_seconds)

    @property
    def _desk(self) -> Desk:
        return Desk(self.app, self.ref, self.pause)
