"""A vendor's prediction belongs to one purchase of one job: never booked twice, never cancelled by another job."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

import pytest
from omnigen.domain.purchase import PurchaseKey, PurchaseKind
from omnigen.errors import BadOutput, PredictionTaken, UnknownOutcome
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_job, an_order
from tests.purchase_harness import PRICE, PurchaseHarness, Said

OpenHarness = Callable[..., PurchaseHarness]


@pytest.fixture
def reserved(app: AppContext) -> Callable[[], tuple[str, PurchaseKey]]:
    """A new job with an open purchase: its stage has died before an answer came."""

    def make() -> tuple[str, PurchaseKey]:
        job, what = a_job(user_id=f"u{ULID()}"), an_order()
        app.aws.jobs.create(job)
        app.aws.purchases.reserve(job, what, PRICE, "offline/a")
        return job.job_id, what

    return make


def leave_open(harness: PurchaseHarness, kind: PurchaseKind = PurchaseKind.CLIP) -> None:
    """Reserve as a stage does that dies before it asks the vendor."""
    harness.app.aws.purchases.reserve(harness.job(), harness.order(kind), PRICE, "offline/a")


def test_clip_of_another_job_with_the_same_wish_is_not_taken_over(open_harness: OpenHarness) -> None:
    theirs, ours = open_harness(), open_harness()
    theirs.submit()
    leave_open(ours)
    ours.submit()
    ids = [one.job().purchases[one.order().id].prediction_id for one in (theirs, ours)]
    assert len({*ids}) == 2
    assert ours.orders() == [("offline/a", "ordered"), ("offline/a", "ordered")]


def test_answer_of_another_job_is_not_booked_a_second_time(open_harness: OpenHarness) -> None:
    theirs, ours = open_harness(), open_harness()
    theirs.now()
    leave_open(ours, PurchaseKind.STYLE)
    assert ours.now() == {"text": "warm tones"}
    assert len(ours.orders()) == 2
    assert (theirs.job().spent_usd, ours.job().spent_usd) == (PRICE, PRICE)


def test_own_answer_is_found_behind_that_of_another_job(open_harness: OpenHarness) -> None:
    theirs, ours = open_harness(), open_harness("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        ours.now()
    theirs.now()
    ours.now()
    assert len(ours.orders()) == 2


def test_answer_that_was_refused_is_not_found_again(open_harness: OpenHarness) -> None:
    def refuse(said: Said) -> NoReturn:
        raise BadOutput("It is black")

    harness = open_harness()
    with pytest.raises(BadOutput):
        harness.now(harness.makers[:1], keep=refuse)
    leave_open(harness, PurchaseKind.STYLE)
    harness.now()
    assert harness.orders() == [("offline/a", "ordered")] * 2
    assert harness.job().spent_usd == 2 * PRICE


def test_clip_that_was_refused_is_not_found_again(open_harness: OpenHarness) -> None:
    def refuse(found: object, model: str) -> NoReturn:
        raise BadOutput("It is black")

    harness = open_harness()
    harness.submit()
    with pytest.raises(BadOutput):
        harness.collect(harness.makers[:1], keep=refuse)
    leave_open(harness)
    harness.submit()
    known = harness.job().purchases[harness.order().id]
    assert known.prediction_id == harness.order_log.all()[-1].id


def test_of_many_jobs_that_find_the_same_prediction_one_gets_it(
    app: AppContext, reserved: Callable[[], tuple[str, PurchaseKey]]
) -> None:
    prediction_id, jobs = f"p{ULID()}", [reserved() for _ in range(6)]

    def adopt(job: tuple[str, PurchaseKey]) -> bool:
        try:
            return app.aws.predictions.adopt(job[0], job[1].id, prediction_id)
        except PredictionTaken:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(adopt, jobs)) == [False] * 5 + [True]
    having = [job for job in jobs if app.aws.jobs.get(job[0]).purchases[job[1].id].prediction_id]
    assert len(having) == 1
    assert adopt(having[0]), "the same job may record it again"
