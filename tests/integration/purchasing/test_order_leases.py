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

from tests.purchase_harness import PRICE, Maker, PurchaseHarness

OpenHarness = Callable[..., PurchaseHarness]
KINDS = {PurchaseHarness.now: PurchaseKind.STYLE, PurchaseHarness.submit: PurchaseKind.CLIP}
BUYING = pytest.mark.parametrize("buy", list(KINDS), ids=["at once", "prediction"])


class Gate:
    """A vendor that takes an order and does not answer before it is told to."""

    def __init__(self, harness: PurchaseHarness) -> None:
        self.taken = threading.Event()
        self.answer = threading.Event()
        harness.makers[0].meanwhile = self._wait

    def _wait(self) -> None:
        self.taken.set()
        assert self.answer.wait(20)


@BUYING
def test_two_attempts_in_two_threads_pay_once_and_have_the_same(
    open_harness: OpenHarness, buy: Callable[..., Any]
) -> None:
    """The second comes while the vendor works for the first; a hold is put off longer than it lasts."""
    harness = open_harness()
    harness.hold_seconds(2)
    gate = Gate(harness)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(buy, harness)
        assert gate.taken.wait(20)
        harness.sleep = time.sleep
        second: Future[Any] = pool.submit(buy, harness)
        time.sleep(2.5)
        assert not second.done()
        gate.answer.set()
        both = [first.result(20), second.result(20)]
    assert len(harness.orders()) == 1
    assert harness.job().committed_usd == PRICE
    if buy is PurchaseHarness.now:
        assert both == [{"text": "warm tones"}] * 2
    else:
        assert [status.ready for status in both] == [False, False]


@BUYING
def test_many_attempts_from_the_same_instant_pay_once(open_harness: OpenHarness, buy: Callable[..., Any]) -> None:
    harness = open_harness()
    barrier = threading.Barrier(4)

    def attempt(_: int) -> object:
        barrier.wait()
        return buy(harness)

    harness.sleep = lambda _: time.sleep(0.02)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    assert len(harness.orders()) == 1
    assert harness.job().committed_usd == PRICE


@BUYING
def test_attempt_that_waits_too_long_is_to_come_again(open_harness: OpenHarness, buy: Callable[..., Any]) -> None:
    harness = open_harness()
    outcome: list[object] = []

    def try_as_well() -> None:
        with pytest.raises(Contention, match="is being bought by another attempt") as refusal:
            buy(harness)
        outcome.append(refusal.value.retryable)

    harness.makers[0].meanwhile = try_as_well
    buy(harness)
    assert outcome == [True]
    assert sum(harness.pauses) == 45
    assert len(harness.orders()) == 1


@BUYING
def test_waiting_ends_with_the_run(open_harness: OpenHarness, buy: Callable[..., Any]) -> None:
    harness = open_harness()
    outcome: list[str] = []

    def try_in_vain() -> None:
        harness.stop()
        with pytest.raises(StaleRun) as refusal:
            buy(harness)
        outcome.append(refusal.value.code)

    harness.makers[0].meanwhile = try_in_vain
    if buy is PurchaseHarness.now:
        assert buy(harness) == {"text": "warm tones"}  # it is paid, and kept
    else:
        with pytest.raises(StaleRun):
            buy(harness)
    assert (outcome, len(harness.orders())) == (["StaleRun"], 1)


@BUYING
def test_attempt_that_fails_lets_go_at_once(open_harness: OpenHarness, buy: Callable[..., Any]) -> None:
    harness = open_harness("style:UnknownOutcome, clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        buy(harness)
    known = harness.job().purchases[harness.order(KINDS[buy]).id]
    assert (known.status, known.is_leased(harness.app.now())) == (PurchaseStatus.RESERVED, False)
    buy(harness)
    assert (harness.pauses, len(harness.orders())) == ([], 1)


@BUYING
def test_attempt_that_died_keeps_others_waiting_no_longer_than_its_hold(
    open_harness: OpenHarness, buy: Callable[..., Any]
) -> None:
    """It had ordered: what it ordered is found, and not paid again."""
    harness = open_harness()
    harness.hold_seconds(2)
    now = harness.app.now()
    what = harness.order(KINDS[buy])
    harness.app.aws.purchases.reserve(harness.job(), what, PRICE, "offline/a", "the dead", now + 2)
    harness.makers[0].vendor.place(what.kind, what.id, "offline/a", PRICE)
    harness.sleep = time.sleep
    buy(harness)
    assert harness.app.now() >= now + 2
    assert len(harness.orders()) == 1


def test_answer_to_an_order_closed_meanwhile_is_kept_and_paid(open_harness: OpenHarness) -> None:
    """The beat finds it closed and ends; the work goes on."""
    harness = open_harness()
    harness.hold_seconds(1)
    gate = Gate(harness)
    order_id = harness.order(PurchaseKind.STYLE).id
    with ThreadPoolExecutor(1) as pool:
        buying = pool.submit(harness.now)
        assert gate.taken.wait(20)
        harness.app.aws.purchases.presume_spent(harness.created.job_id, order_id, None)
        time.sleep(0.8)
        gate.answer.set()
        assert buying.result(20) == {"text": "warm tones"}
    assert (harness.job().spent_usd, harness.job().committed_usd, len(harness.orders())) == (PRICE, PRICE, 1)


def test_order_closed_without_an_answer_is_looked_for_before_it_is_made_again(open_harness: OpenHarness) -> None:
    """The job is cancelled between a lost answer and the retry, and resumed."""
    harness = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        harness.now()
    harness.stop()
    harness.app.aws.purchases.presume_spent(harness.created.job_id, harness.order(PurchaseKind.STYLE).id, None)
    assert (harness.job().committed_usd, harness.job().spent_usd) == (PRICE, PRICE)
    harness.app.aws.jobs.begin_run(harness.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    assert harness.now() == {"text": "warm tones"}
    assert (len(harness.orders()), harness.job().spent_usd) == (1, PRICE)


def test_order_of_a_job_resumed_while_its_last_run_still_asks_is_paid_once(open_harness: OpenHarness) -> None:
    harness = open_harness()
    gate = Gate(harness)
    with ThreadPoolExecutor(2) as pool:
        late = pool.submit(harness.now)
        assert gate.taken.wait(20)
        harness.stop(JobStatus.CANCELLED)
        harness.app.aws.jobs.begin_run(harness.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
        harness.sleep = lambda _: gate.answer.set()
        assert harness.now() == late.result(20) == {"text": "warm tones"}
    assert (len(harness.orders()), harness.job().spent_usd) == (1, PRICE)


def test_second_attempt_at_a_prediction_that_was_taken_for_dead_takes_it_on(open_harness: OpenHarness) -> None:
    harness = open_harness()
    harness.hold_seconds(0)
    harness.makers[0].meanwhile = harness.submit
    assert not harness.submit().ready
    assert harness.orders() == [("offline/a", "ordered")]
    assert harness.status() is PurchaseStatus.SUBMITTED


def test_second_attempt_that_ordered_as_well_is_the_one_that_counts(open_harness: OpenHarness) -> None:
    """The first was taken for dead, and the vendor's list lags behind: of two orders one is cancelled."""
    harness = open_harness()
    harness.hold_seconds(0)
    first, second = harness.makers[0], Maker(harness.makers[0].vendor)
    second.find_existing = lambda request: None  # type: ignore[method-assign]
    first.meanwhile = lambda: harness.submit([second])
    assert not harness.submit().ready
    assert sorted(state for _, state in harness.orders()) == ["cancelled", "ordered"]
    known = harness.job().purchases[harness.order().id]
    standing = next(entry for entry in harness.order_log.all() if entry.state == "ordered")
    assert (known.status, known.prediction_id) == (PurchaseStatus.SUBMITTED, standing.id)
    assert harness.job().committed_usd == PRICE


def test_beats_do_not_count_as_changes_of_the_job(open_harness: OpenHarness) -> None:
    harness = open_harness()
    revs: list[int] = []
    harness.hold_seconds(1)

    def note() -> None:
        revs.append(harness.job().rev)
        time.sleep(0.5)
        revs.append(harness.job().rev)

    harness.makers[0].meanwhile = note
    harness.now()
    assert revs[0] == revs[1]


def test_look_that_fails_leaves_the_order_open_and_free(open_harness: OpenHarness) -> None:
    harness = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        harness.now()
    harness.makers[0].blind = True
    with pytest.raises(ProviderUnavailable):
        harness.now()
    known = harness.job().purchases[harness.order(PurchaseKind.STYLE).id]
    assert (known.status, known.is_leased(harness.app.now())) == (PurchaseStatus.RESERVED, False)
