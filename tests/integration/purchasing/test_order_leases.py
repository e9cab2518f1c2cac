"""Two attempts at the same order at the same time: one buys, the other waits for what it gets."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.errors import Contention, ProviderUnavailable, StaleRun, UnknownOutcome

from tests.purchase_harness import PRICE, Maker, Shop

OpenShop = Callable[..., Shop]
KINDS = {Shop.now: PurchaseKind.STYLE, Shop.submit: PurchaseKind.CLIP}
BUYING = pytest.mark.parametrize("buy", list(KINDS), ids=["at once", "prediction"])


class Gate:
    """A vendor that takes an order and does not answer before it is told to."""

    def __init__(self, shop: Shop) -> None:
        self.taken = threading.Event()
        self.answer = threading.Event()
        shop.makers[0].meanwhile = self._wait

    def _wait(self) -> None:
        self.taken.set()
        assert self.answer.wait(20)


@BUYING
def test_two_attempts_in_two_threads_pay_once_and_have_the_same(
    open_harness: OpenShop, buy: Callable[..., Any]
) -> None:
    """The second comes while the vendor works for the first; a hold is put off longer than it lasts."""
    shop = open_harness()
    shop.hold_seconds(2)
    gate = Gate(shop)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(buy, shop)
        assert gate.taken.wait(20)
        shop.sleep = time.sleep
        second: Future[Any] = pool.submit(buy, shop)
        time.sleep(2.5)
        assert not second.done()
        gate.answer.set()
        both = [first.result(20), second.result(20)]
    assert len(shop.books()) == 1
    assert shop.job().committed_usd == PRICE
    if buy is Shop.now:
        assert both == [{"text": "warm tones"}] * 2
    else:
        assert [status.ready for status in both] == [False, False]


@BUYING
def test_many_attempts_from_the_same_instant_pay_once(open_harness: OpenShop, buy: Callable[..., Any]) -> None:
    shop = open_harness()
    barrier = threading.Barrier(4)

    def attempt(_: int) -> object:
        barrier.wait()
        return buy(shop)

    shop.sleep = lambda _: time.sleep(0.02)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    assert len(shop.books()) == 1
    assert shop.job().committed_usd == PRICE


@BUYING
def test_attempt_that_waits_too_long_is_to_come_again(open_harness: OpenShop, buy: Callable[..., Any]) -> None:
    shop = open_harness()
    outcome: list[object] = []

    def try_as_well() -> None:
        with pytest.raises(Contention, match="is being bought by another attempt") as refusal:
            buy(shop)
        outcome.append(refusal.value.retryable)

    shop.makers[0].meanwhile = try_as_well
    buy(shop)
    assert outcome == [True]
    assert sum(shop.pauses) == 45
    assert len(shop.books()) == 1


@BUYING
def test_waiting_ends_with_the_run(open_harness: OpenShop, buy: Callable[..., Any]) -> None:
    shop = open_harness()
    outcome: list[str] = []

    def try_in_vain() -> None:
        shop.stop()
        with pytest.raises(StaleRun) as refusal:
            buy(shop)
        outcome.append(refusal.value.code)

    shop.makers[0].meanwhile = try_in_vain
    if buy is Shop.now:
        assert buy(shop) == {"text": "warm tones"}  # it is paid, and kept
    else:
        with pytest.raises(StaleRun):
            buy(shop)
    assert (outcome, len(shop.books())) == (["StaleRun"], 1)


@BUYING
def test_attempt_that_fails_lets_go_at_once(open_harness: OpenShop, buy: Callable[..., Any]) -> None:
    shop = open_harness("style:UnknownOutcome, clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        buy(shop)
    known = shop.job().purchases[shop.order(KINDS[buy]).id]
    assert (known.status, known.held(shop.app.aws.jobs.now())) == (PurchaseStatus.RESERVED, False)
    buy(shop)
    assert (shop.pauses, len(shop.books())) == ([], 1)


@BUYING
def test_attempt_that_died_keeps_others_waiting_no_longer_than_its_hold(
    open_harness: OpenShop, buy: Callable[..., Any]
) -> None:
    """It had ordered: what it ordered is found, and not paid again."""
    shop = open_harness()
    shop.hold_seconds(2)
    now = shop.app.aws.jobs.now()
    what = shop.order(KINDS[buy])
    shop.app.aws.purchases.reserve(shop.job(), what, PRICE, "offline/a", "the dead", now + 2)
    shop.makers[0].vendor.place(what.kind, what.id, "offline/a", PRICE)
    shop.sleep = time.sleep
    buy(shop)
    assert shop.app.aws.jobs.now() >= now + 2
    assert len(shop.books()) == 1


def test_answer_to_an_order_closed_meanwhile_is_kept_and_paid(open_harness: OpenShop) -> None:
    """The beat finds it closed and ends; the work goes on."""
    shop = open_harness()
    shop.hold_seconds(1)
    gate = Gate(shop)
    order_id = shop.order(PurchaseKind.STYLE).id
    with ThreadPoolExecutor(1) as pool:
        buying = pool.submit(shop.now)
        assert gate.taken.wait(20)
        shop.app.aws.purchases.refuse(shop.created.job_id, order_id, None, unanswered=True)
        time.sleep(0.8)
        gate.answer.set()
        assert buying.result(20) == {"text": "warm tones"}
    assert (shop.job().spent_usd, shop.job().committed_usd, len(shop.books())) == (PRICE, PRICE, 1)


def test_order_closed_without_an_answer_is_looked_for_before_it_is_made_again(open_harness: OpenShop) -> None:
    """The job is cancelled between a lost answer and the retry, and resumed."""
    shop = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        shop.now()
    shop.stop()
    shop.app.aws.purchases.refuse(shop.created.job_id, shop.order(PurchaseKind.STYLE).id, None, unanswered=True)
    assert shop.job().committed_usd == 0
    shop.app.aws.jobs.begin_run(shop.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    assert shop.now() == {"text": "warm tones"}
    assert (len(shop.books()), shop.job().spent_usd) == (1, PRICE)


def test_order_of_a_job_resumed_while_its_last_run_still_asks_is_paid_once(open_harness: OpenShop) -> None:
    shop = open_harness()
    gate = Gate(shop)
    with ThreadPoolExecutor(2) as pool:
        late = pool.submit(shop.now)
        assert gate.taken.wait(20)
        shop.stop(JobStatus.CANCELLED)
        shop.app.aws.jobs.begin_run(shop.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
        shop.sleep = lambda _: gate.answer.set()
        assert shop.now() == late.result(20) == {"text": "warm tones"}
    assert (len(shop.books()), shop.job().spent_usd) == (1, PRICE)


def test_second_attempt_at_a_prediction_that_was_taken_for_dead_takes_it_on(open_harness: OpenShop) -> None:
    shop = open_harness()
    shop.hold_seconds(0)
    shop.makers[0].meanwhile = shop.submit
    assert not shop.submit().ready
    assert shop.books() == [("offline/a", "ordered")]
    assert shop.status() is PurchaseStatus.SUBMITTED


def test_second_attempt_that_ordered_as_well_is_the_one_that_counts(open_harness: OpenShop) -> None:
    """The first was taken for dead, and the vendor's list lags behind: of two orders one is cancelled."""
    shop = open_harness()
    shop.hold_seconds(0)
    first, second = shop.makers[0], Maker(shop.makers[0].vendor)
    second.find = lambda request: None  # type: ignore[method-assign]
    first.meanwhile = lambda: shop.submit([second])
    assert not shop.submit().ready
    assert sorted(state for _, state in shop.books()) == ["cancelled", "ordered"]
    known = shop.job().purchases[shop.order().id]
    standing = next(entry for entry in shop.order_log.all() if entry.state == "ordered")
    assert (known.status, known.prediction_id) == (PurchaseStatus.SUBMITTED, standing.id)
    assert shop.job().committed_usd == PRICE


def test_beats_do_not_count_as_changes_of_the_job(open_harness: OpenShop) -> None:
    shop = open_harness()
    revs: list[int] = []
    shop.hold_seconds(1)

    def note() -> None:
        revs.append(shop.job().rev)
        time.sleep(0.5)
        revs.append(shop.job().rev)

    shop.makers[0].meanwhile = note
    shop.now()
    assert revs[0] == revs[1]


def test_look_that_fails_leaves_the_order_open_and_free(open_harness: OpenShop) -> None:
    shop = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        shop.now()
    shop.makers[0].blind = True
    with pytest.raises(ProviderUnavailable):
        shop.now()
    known = shop.job().purchases[shop.order(PurchaseKind.STYLE).id]
    assert (known.status, known.held(shop.app.aws.jobs.now())) == (PurchaseStatus.RESERVED, False)
