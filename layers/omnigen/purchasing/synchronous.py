"""Buying what is answered at once: words, speech, pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from omnigen.domain.purchase import PurchaseKey, PurchaseStatus
from omnigen.errors import BadOutput, OmnigenError, UnknownOutcome
from omnigen.providers.protocols import Usage
from omnigen.purchasing.lease import Desk, MakerT, may_be_placed
from omnigen.purchasing.result import PurchaseResult


class Answer(Protocol):
    """Anything that is answered at once."""

    @property
    def usage(self) -> Usage:
        """What it cost."""


AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True, kw_only=True)
class Question(Generic[MakerT, AnswerT]):
    """How one maker is asked, and what is made of his answer; `move_on` are errors after which the next one is asked.

    `find` looks for an answer that was paid for and lost.
    """

    quote: Callable[[MakerT], Decimal]
    ask: Callable[[MakerT], AnswerT]
    find: Callable[[MakerT], AnswerT | None]
    keep: Callable[[AnswerT], PurchaseResult]
    move_on: tuple[type[OmnigenError], ...]


def buy(
    desk: Desk, order: PurchaseKey, providers: Sequence[MakerT], question: Question[MakerT, AnswerT]
) -> Mapping[str, Any]:
    """The facts `keep` made of the answer, now or earlier."""
    while True:
        job, known = desk.when_free(order)
        if known and known.status is PurchaseStatus.DONE:
            return known.goods
        provider = desk.provider(providers, known)
        with desk.holding(job, order, known, provider.model, partial(question.quote, provider)) as mine:
            if not mine:
                continue
            found = question.find(provider) if may_be_placed(known) else None
            try:
                goods = _kept(found or question.ask(provider), question.keep)
            except UnknownOutcome:
                raise
            except OmnigenError as error:
                desk.refuse(order, provider.model, error, getattr(error, "usd", Decimal(0)))
                if not desk.moves_on(order, providers, provider.model, error, question.move_on):
                    raise
                continue
            return desk.settle(order, goods)


def _kept(answer: AnswerT, keep: Callable[[AnswerT], PurchaseResult]) -> PurchaseResult:
    """What is made of an answer; one that cannot be used is charged for all the same."""
    try:
        return keep(answer)
    except BadOutput as error:
        error.usd = max(error.usd, answer.usage.usd)
        raise
