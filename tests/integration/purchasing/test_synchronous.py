"""What is answered at once: asked for once, looked for when its answer was lost, kept whatever becomes of the job."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.errors import BadOutput, ConfigError, ProviderThrottled, ProviderUnavailable, StaleRun, UnknownOutcome
from omnigen.purchasing.spec import PurchaseResult

from tests.purchase_harness import PRICE, PurchaseHarness, Said

OpenHarness = Callable[..., PurchaseHarness]


def test_what_was_bought_is_not_bought_again(open_harness: OpenHarness) -> None:
    harness = open_harness()
    assert harness.now() == harness.now() == {"text": "warm tones"}
    assert len(harness.books()) == 1
    job = harness.job()
    assert (job.spent_usd, job.committed_usd, job.usage) == (PRICE, PRICE, {"images": Decimal(1)})


def test_lost_answer_is_looked_for_before_the_question_is_asked_again(open_harness: OpenHarness) -> None:
    harness = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        harness.now()
    assert (harness.status(PurchaseKind.STYLE), harness.job().committed_usd) == (PurchaseStatus.RESERVED, PRICE)
    assert harness.now() == {"text": "warm tones"}
    assert len(harness.books()) == 1


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
    assert len(harness.books()) == 1


def test_next_model_is_asked_when_one_is_gone_or_answers_nonsense(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ModelGone:offline/a, clip:ModelGone:offline/a")
    assert harness.now() == {"text": "warm tones"}
    assert harness.submit() == PurchaseProgress(ready=False, wait_seconds=3)
    assert [model for model, _ in harness.books()] == ["offline/b"] * 2


def test_next_model_is_asked_after_two_passing_failures(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ProviderUnavailable:x2")
    with pytest.raises(ProviderUnavailable):
        harness.now()
    harness.now()  # fails a second time, and goes on within the same call
    assert [model for model, _ in harness.books()] == ["offline/b"]


def test_throttled_model_is_asked_again_itself(open_harness: OpenHarness) -> None:
    harness = open_harness("style:ProviderThrottled:x3")
    for _ in range(3):
        with pytest.raises(ProviderThrottled):
            harness.now()
    harness.now()
    assert [model for model, _ in harness.books()] == ["offline/a"]


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
    assert [model for model, _ in harness.books()] == ["offline/a", "offline/b"]
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
    assert harness.books() == []
