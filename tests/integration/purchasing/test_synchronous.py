"""What is answered at once: asked for once, looked for when its answer was lost, kept whatever becomes of the job."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.errors import (
    BadOutput,
    ConfigError,
    OverBudget,
    ProviderThrottled,
    ProviderTimedOut,
    ProviderUnavailable,
    StaleRun,
    UnknownOutcome,
)
from omnigen.purchasing.spec import PurchaseResult

from tests.purchase_harness import PRICE, PurchaseHarness, Said

OpenHarness = Callable[..., PurchaseHarness]


def test_what_was_bought_is_not_bought_again(open_harness: OpenHarness) -> None:
    harness = open_harness()
    assert harness.now() == harness.now() == {"text": "warm tones"}
    assert len(harness.orders()) == 1
    job = harness.job()
    assert (job.spent_usd, job.committed_usd, job.usage) == (PRICE, PRICE, {"images": Decimal(1)})


def test_lost_answer_is_looked_for_before_the_question_is_asked_again(open_harness: OpenHarness) -> None:
    harness = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        harness.now()
    assert (harness.status(PurchaseKind.STYLE), harness.job().committed_usd) == (PurchaseStatus.RESERVED, PRICE)
    assert harness.now() == {"text": "warm tones"}
    assert len(harness.orders()) == 1


@pytest.mark.parametrize("buy", [PurchaseHarness.now, PurchaseHarness.submit])
def test_look_that_fails_leaves_the_order_open_so_that_it_is_not_placed_twice(
    open_harness: OpenHarness, buy: Callable[[PurchaseHarness], object]
) -> None:
    harness = open_harness("style:UnknownOutcome, clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        buy(harness)
    harness.makers[0].blind = True
    with pytest.raises(ProviderUnavailable):
        buy(harness)
    harness.makers[0].blind = False
    buy(harness)
    assert len(harness.orders()) == 1


def test_next_model_is_asked_when_one_is_gone_or_answers_nonsense(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ModelGone:offline/a, clip:ModelGone:offline/a")
    assert harness.now() == {"text": "warm tones"}
    assert harness.submit() == PurchaseProgress(ready=False, wait_seconds=3)
    assert [model for model, _ in harness.orders()] == ["offline/b"] * 2


def test_next_model_is_asked_after_two_passing_failures(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ProviderUnavailable:x2")
    with pytest.raises(ProviderUnavailable):
        harness.now()
    harness.now()  # fails a second time, and goes on within the same call
    assert [model for model, _ in harness.orders()] == ["offline/b"]


def test_throttled_model_is_asked_again_itself(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ProviderThrottled:x3")
    for _ in range(3):
        with pytest.raises(ProviderThrottled):
            harness.now()
    harness.now()
    assert [model for model, _ in harness.orders()] == ["offline/a"]


def test_model_that_was_never_paid_holds_no_money(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ConfigError")
    with pytest.raises(ConfigError):
        harness.now()
    assert (harness.job().committed_usd, harness.status(PurchaseKind.STYLE)) == (Decimal(0), PurchaseStatus.REFUSED)


def test_answer_that_cannot_be_used_is_paid_and_the_next_model_asked(open_harness: OpenHarness) -> None:
    harness = open_harness()
    answers: list[Said] = []

    def keep(said: Said) -> PurchaseResult:
        answers.append(said)
        if len(answers) == 1:
            raise BadOutput("nonsense")
        return PurchaseResult(facts={"text": said.text}, usage=said.usage)

    harness.now(keep=keep)
    assert [model for model, _ in harness.orders()] == ["offline/a", "offline/b"]
    assert harness.job().spent_usd == 2 * PRICE


def test_answer_that_arrives_after_the_job_was_cancelled_is_kept_and_paid(open_harness: OpenHarness) -> None:
    harness = open_harness()
    harness.makers[0].meanwhile = harness.stop
    assert harness.now() == {"text": "warm tones"}
    assert (harness.job().spent_usd, harness.status(PurchaseKind.STYLE)) == (PRICE, PurchaseStatus.DONE)


def test_run_that_is_over_buys_nothing(open_harness: OpenHarness) -> None:
    harness = open_harness()
    harness.stop()
    for buy in (harness.now, harness.submit):
        with pytest.raises(StaleRun):
            buy()
    assert harness.orders() == []


def test_each_ask_of_a_vendor_that_cannot_be_searched_has_its_own_reservation_and_never_breaks_the_cap(
    open_harness: OpenHarness,
) -> None:
    harness = open_harness("style:UnknownOutcome:xN", search=False, max_cost_usd="1.00")
    for _ in range(2):
        with pytest.raises(UnknownOutcome):
            harness.now()
    with pytest.raises(OverBudget, match=r"\$0.80 is spent or reserved already"):
        harness.now()
    job = harness.job()
    assert (job.spent_usd, job.committed_usd) == (2 * PRICE, 2 * PRICE)
    assert sum(entry.usd for entry in harness.order_log.all()) == 2 * PRICE


def test_purchase_whose_answers_are_lost_three_times_is_given_up_whatever_run_asks(open_harness: OpenHarness) -> None:
    harness = open_harness("style:UnknownOutcome:xN", search=False)
    for _ in range(3):
        with pytest.raises(UnknownOutcome):
            harness.now()
        harness.next_run()
    for _ in range(2):
        with pytest.raises(ProviderTimedOut, match=r"3 answers .* were lost, which count as spent"):
            harness.now()
    assert len(harness.orders()) == 3
    assert harness.job().spent_usd == 3 * PRICE


def test_order_whose_stage_died_counts_as_spent_before_it_is_asked_for_again(open_harness: OpenHarness) -> None:
    harness = open_harness(search=False)
    with pytest.raises(RuntimeError, match="the process died"):
        harness.now(keep=_dying)
    assert (harness.status(PurchaseKind.STYLE), harness.job().spent_usd) == (PurchaseStatus.RESERVED, Decimal(0))
    assert harness.now() == {"text": "warm tones"}
    assert harness.job().spent_usd == 2 * PRICE == sum(entry.usd for entry in harness.order_log.all())


def test_answer_that_arrives_after_all_replaces_what_was_presumed(open_harness: OpenHarness) -> None:
    harness = open_harness("style:UnknownOutcome", search=False)
    with pytest.raises(UnknownOutcome):
        harness.now()
    order = harness.order(PurchaseKind.STYLE)
    harness.app.aws.purchases.settle(harness.created.job_id, order.id, {"text": "late"}, {}, Decimal("0.30"))
    job = harness.job()
    assert (job.spent_usd, job.committed_usd, job.purchases[order.id].presumed_usd) == (
        Decimal("0.30"),
        Decimal("0.30"),
        Decimal(0),
    )


def test_presumed_charge_becomes_a_reservation_again_where_the_vendor_can_be_searched(
    open_harness: OpenHarness,
) -> None:
    harness = open_harness("style:UnknownOutcome", max_cost_usd="0.40")
    with pytest.raises(UnknownOutcome):
        harness.now()
    order = harness.order(PurchaseKind.STYLE)
    harness.app.aws.purchases.presume_spent(harness.created.job_id, order.id, None)
    assert (harness.job().spent_usd, harness.job().committed_usd) == (PRICE, PRICE)
    assert harness.now() == {"text": "warm tones"}
    assert (harness.job().spent_usd, harness.job().committed_usd, len(harness.orders())) == (PRICE, PRICE, 1)


def _dying(said: Said) -> PurchaseResult:
    raise RuntimeError("the process died")
