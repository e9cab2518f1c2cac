"""What is answered at once: asked for once, looked for when its answer was lost, kept whatever becomes of the job."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.errors import BadOutput, ConfigError, ProviderThrottled, ProviderUnavailable, StaleRun, UnknownOutcome
from omnigen.purchasing import PurchaseResult

from tests.purchase_harness import PRICE, Said, Shop

OpenShop = Callable[..., Shop]


def test_what_was_bought_is_not_bought_again(open_harness: OpenShop) -> None:
    shop = open_harness()
    assert shop.now() == shop.now() == {"text": "warm tones"}
    assert len(shop.books()) == 1
    assert (shop.job().spent_usd, shop.job().committed_usd, shop.job().usage) == (PRICE, PRICE, {"images": 1})


def test_lost_answer_is_looked_for_before_the_question_is_asked_again(open_harness: OpenShop) -> None:
    shop = open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        shop.now()
    assert (shop.status(PurchaseKind.STYLE), shop.job().committed_usd) == (PurchaseStatus.RESERVED, PRICE)
    assert shop.now() == {"text": "warm tones"}
    assert len(shop.books()) == 1


@pytest.mark.parametrize("buy", [Shop.now, Shop.submit])
def test_look_that_fails_leaves_the_order_open_so_that_it_is_not_placed_twice(
    open_harness: OpenShop, buy: Callable[[Shop], object]
) -> None:
    shop = open_harness("style:UnknownOutcome, clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        buy(shop)
    shop.makers[0].blind = True
    with pytest.raises(ProviderUnavailable):
        buy(shop)
    shop.makers[0].blind = False
    buy(shop)
    assert len(shop.books()) == 1


def test_next_model_is_asked_when_one_is_gone_or_answers_nonsense(open_harness: OpenShop) -> None:
    shop = open_harness("style:ModelGone:offline/a, clip:ModelGone:offline/a")
    assert shop.now() == {"text": "warm tones"}
    assert shop.submit() == PurchaseProgress(ready=False, wait_seconds=3)
    assert [model for model, _ in shop.books()] == ["offline/b"] * 2


def test_next_model_is_asked_after_two_passing_failures(open_harness: OpenShop) -> None:
    shop = open_harness("style:ProviderUnavailable:x2")
    with pytest.raises(ProviderUnavailable):
        shop.now()
    shop.now()  # fails a second time, and goes on within the same call
    assert [model for model, _ in shop.books()] == ["offline/b"]


def test_throttled_model_is_asked_again_itself(open_harness: OpenShop) -> None:
    shop = open_harness("style:ProviderThrottled:x3")
    for _ in range(3):
        with pytest.raises(ProviderThrottled):
            shop.now()
    shop.now()
    assert [model for model, _ in shop.books()] == ["offline/a"]


def test_model_that_was_never_paid_holds_no_money(open_harness: OpenShop) -> None:
    shop = open_harness("style:ConfigError")
    with pytest.raises(ConfigError):
        shop.now()
    assert (shop.job().committed_usd, shop.status(PurchaseKind.STYLE)) == (0, PurchaseStatus.REFUSED)


def test_answer_that_cannot_be_used_is_paid_and_the_next_model_asked(open_harness: OpenShop) -> None:
    shop = open_harness()
    answers: list[Said] = []

    def keep(said: Said) -> PurchaseResult:
        answers.append(said)
        if len(answers) == 1:
            raise BadOutput("nonsense")
        return PurchaseResult(facts={"text": said.text}, usage=said.usage)

    shop.now(keep=keep)
    assert [model for model, _ in shop.books()] == ["offline/a", "offline/b"]
    assert shop.job().spent_usd == 2 * PRICE


def test_answer_that_arrives_after_the_job_was_cancelled_is_kept_and_paid(open_harness: OpenShop) -> None:
    shop = open_harness()
    shop.makers[0].meanwhile = shop.stop
    assert shop.now() == {"text": "warm tones"}
    assert (shop.job().spent_usd, shop.status(PurchaseKind.STYLE)) == (PRICE, PurchaseStatus.DONE)


def test_run_that_is_over_buys_nothing(open_harness: OpenShop) -> None:
    shop = open_harness()
    shop.stop()
    for buy in (shop.now, shop.submit):
        with pytest.raises(StaleRun):
            buy()
    assert shop.books() == []
