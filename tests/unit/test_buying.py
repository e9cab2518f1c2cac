"""Paid at most once, never lost: the buyer against real records and an offline vendor's books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from omnigen.buying import Buyer, Goods
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import Kind, Order, PurchaseStatus
from omnigen.domain.wire import JobRef, OrderStatus
from omnigen.errors import (
    BadOutput,
    ConfigError,
    PolicyBlocked,
    ProviderThrottled,
    ProviderTimedOut,
    ProviderUnavailable,
    StaleRun,
    UnknownOutcome,
)
from omnigen.providers.offline.faults import parse
from omnigen.providers.offline.goods import Workshop
from omnigen.providers.offline.ledger import Entry, Ledger
from omnigen.providers.offline.vendor import Vendor
from omnigen.providers.protocols import Delivery, Ended, Usage
from omnigen.studio import Studio
from ulid import ULID

from tests.builders import a_brief, a_job, an_order

PRICE = Decimal("0.40")


@dataclass(frozen=True, kw_only=True)
class Request:
    order_id: str


@dataclass(frozen=True)
class Said:
    """An answer that comes at once."""

    text: str
    usage: Usage = field(default_factory=lambda: Usage(images=1, usd=PRICE))


@dataclass
class Maker:
    """A vendor that keeps books and fails when told to, as the offline ones do, but makes nothing that takes time.

    `meanwhile` happens once, after the next order was placed and before its answer arrives.
    """

    vendor: Vendor
    model: str = "offline/a"
    usual_seconds: int = 3
    meanwhile: Callable[[], object] | None = None
    blind: bool = False
    """Its list of orders cannot be had."""

    def quote(self, request: Request) -> Decimal:
        return PRICE

    def answer(self, request: Request) -> Said:
        self._place(Kind.STYLE, request)
        return Said("warm tones")

    def answered(self, request: Request) -> Said | None:
        return Said("warm tones") if self.find(request) else None

    def start(self, request: Request) -> str:
        return self._place(Kind.CLIP, request).id

    def check(self, prediction_id: str) -> Delivery | Ended | None:
        def usage(entry: Entry) -> Usage:
            return Usage(seconds=Decimal(4), usd=entry.usd)

        return Workshop(self.vendor, Kind.CLIP, self.model, "video/mp4", lambda _: b"goods", usage).look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        self.vendor.ledger.close(prediction_id, "cancelled")

    def find(self, request: Request) -> str | None:
        if self.blind:
            raise ProviderUnavailable("The list of orders cannot be had")
        entry = self.vendor.ledger.placed(request.order_id)
        return entry.id if entry else None

    def _place(self, kind: Kind, request: Request) -> Entry:
        entry = self.vendor.place(kind, request.order_id, self.model, PRICE)
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            happens()
        return entry


class Shop:
    """One job that buys one thing from one or two makers."""

    def __init__(self, studio: Studio, folder: Path, faults: str = "", latency_seconds: float = 0) -> None:
        self.studio = studio
        self.ledger = Ledger(folder)
        vendor = Vendor(self.ledger, parse(faults), latency_seconds, imitate_prices=True)
        self.makers = [Maker(vendor), Maker(vendor, "offline/b")]
        self.created = a_job(user_id=f"u{ULID()}", brief=a_brief(max_cost_usd="9"))
        studio.aws.jobs.create(self.created)
        self.limit_seconds = 600

    def now(self, makers: Sequence[Maker] | None = None, keep: Callable[[Said], Goods] | None = None) -> Any:
        """Buy an answer."""
        request = Request(order_id=self.order(Kind.STYLE).id)
        return self.buyer().now(
            self.order(Kind.STYLE),
            self.makers if makers is None else makers,
            quote=lambda maker: maker.quote(request),
            ask=lambda maker: maker.answer(request),
            find=lambda maker: maker.answered(request),
            keep=keep or (lambda said: Goods(facts={"text": said.text}, usage=said.usage)),
        )

    def submit(self, makers: Sequence[Maker] | None = None) -> OrderStatus:
        """Order a clip."""
        return self.buyer().submit(self.order(), self.makers if makers is None else makers, self.request)

    def collect(self, makers: Sequence[Maker] | None = None, keep: Callable[..., Goods] | None = None) -> OrderStatus:
        """Look for the clip."""
        return self.buyer().collect(
            self.order(),
            self.makers if makers is None else makers,
            self.request,
            keep=keep or (lambda found, model: Goods(facts={"key": "k", "model": model}, usage=found.usage)),
            limit_seconds=self.limit_seconds,
        )

    def buyer(self) -> Buyer:
        return Buyer(self.studio, JobRef(job_id=self.created.job_id, run=self.job().run))

    def order(self, kind: Kind = Kind.CLIP) -> Order:
        return an_order(kind)

    def request(self) -> Request:
        return Request(order_id=self.order().id)

    def job(self) -> Job:
        return self.studio.aws.jobs.get(self.created.job_id)

    def status(self, kind: Kind = Kind.CLIP) -> PurchaseStatus:
        return self.job().purchases[self.order(kind).id].status

    def books(self) -> list[tuple[str, str]]:
        return [(entry.model, entry.state) for entry in self.ledger.all()]

    def stop(self, status: JobStatus = JobStatus.CANCELLED) -> None:
        self.studio.aws.jobs.change_status(self.created.job_id, 1, status)


@pytest.fixture(scope="module")
def ledger_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio's own; each shop has books of its own."""
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture
def open_shop(studio: Studio, tmp_path: Path) -> Callable[..., Shop]:
    return lambda *arguments, **options: Shop(studio, tmp_path / "books", *arguments, **options)


OpenShop = Callable[..., Shop]


def test_what_was_bought_is_not_bought_again(open_shop: OpenShop) -> None:
    shop = open_shop()
    assert shop.now() == shop.now() == {"text": "warm tones"}
    assert len(shop.books()) == 1
    assert (shop.job().spent_usd, shop.job().committed_usd, shop.job().usage) == (PRICE, PRICE, {"images": 1})


def test_lost_answer_is_looked_for_before_the_question_is_asked_again(open_shop: OpenShop) -> None:
    shop = open_shop("style:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        shop.now()
    assert (shop.status(Kind.STYLE), shop.job().committed_usd) == (PurchaseStatus.RESERVED, PRICE)
    assert shop.now() == {"text": "warm tones"}
    assert len(shop.books()) == 1


@pytest.mark.parametrize("buy", [Shop.now, Shop.submit])
def test_look_that_fails_leaves_the_order_open_so_that_it_is_not_placed_twice(
    open_shop: OpenShop, buy: Callable[[Shop], object]
) -> None:
    shop = open_shop("style:UnknownOutcome, clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        buy(shop)
    shop.makers[0].blind = True
    with pytest.raises(ProviderUnavailable):
        buy(shop)
    shop.makers[0].blind = False
    buy(shop)
    assert len(shop.books()) == 1


def test_next_model_is_asked_when_one_is_gone_or_answers_nonsense(open_shop: OpenShop) -> None:
    shop = open_shop("style:ModelGone:offline/a, clip:ModelGone:offline/a")
    assert shop.now() == {"text": "warm tones"}
    assert shop.submit() == OrderStatus(ready=False, wait_seconds=3)
    assert [model for model, _ in shop.books()] == ["offline/b"] * 2


def test_next_model_is_asked_after_two_passing_failures(open_shop: OpenShop) -> None:
    shop = open_shop("style:ProviderUnavailable:x2")
    with pytest.raises(ProviderUnavailable):
        shop.now()
    shop.now()  # fails a second time, and goes on within the same call
    assert [model for model, _ in shop.books()] == ["offline/b"]


def test_throttled_model_is_asked_again_itself(open_shop: OpenShop) -> None:
    shop = open_shop("style:ProviderThrottled:x3")
    for _ in range(3):
        with pytest.raises(ProviderThrottled):
            shop.now()
    shop.now()
    assert [model for model, _ in shop.books()] == ["offline/a"]


def test_model_that_was_never_paid_holds_no_money(open_shop: OpenShop) -> None:
    shop = open_shop("style:ConfigError")
    with pytest.raises(ConfigError):
        shop.now()
    assert (shop.job().committed_usd, shop.status(Kind.STYLE)) == (0, PurchaseStatus.REFUSED)


def test_answer_that_cannot_be_used_is_paid_and_the_next_model_asked(open_shop: OpenShop) -> None:
    shop = open_shop()
    answers: list[Said] = []

    def keep(said: Said) -> Goods:
        answers.append(said)
        if len(answers) == 1:
            raise BadOutput("nonsense")
        return Goods(facts={"text": said.text}, usage=said.usage)

    shop.now(keep=keep)
    assert [model for model, _ in shop.books()] == ["offline/a", "offline/b"]
    assert shop.job().spent_usd == 2 * PRICE


def test_ordering_twice_places_one_order_and_says_when_to_look(open_shop: OpenShop) -> None:
    shop = open_shop()
    assert [shop.submit(), shop.submit()] == [
        OrderStatus(ready=False, wait_seconds=3),
        OrderStatus(ready=False, wait_seconds=1),
    ]
    assert len(shop.books()) == 1


def test_collected_order_is_ready_whoever_asks(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.submit()
    assert [shop.collect(), shop.collect(), shop.submit()] == [OrderStatus(ready=True)] * 3
    assert shop.books() == [("offline/a", "delivered")]
    assert (shop.job().spent_usd, shop.job().committed_usd) == (PRICE, PRICE)


def test_prediction_ordered_by_a_stage_that_died_is_found_and_collected(open_shop: OpenShop) -> None:
    shop = open_shop("clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        shop.submit()
    assert shop.collect() == OrderStatus(ready=False, wait_seconds=3)
    assert shop.collect() == OrderStatus(ready=True)
    assert len(shop.books()) == 1


def test_unfinished_prediction_is_waited_for(open_shop: OpenShop) -> None:
    shop = open_shop(latency_seconds=60)
    shop.submit()
    assert shop.collect() == OrderStatus(ready=False, wait_seconds=1)


def test_prediction_that_takes_too_long_is_cancelled_and_its_money_free(open_shop: OpenShop) -> None:
    shop = open_shop(latency_seconds=60)
    shop.submit()
    shop.limit_seconds = -1
    with pytest.raises(ProviderTimedOut, match="offline/a took more than -1 s and was cancelled"):
        shop.collect()
    assert shop.books() == [("offline/a", "cancelled")]
    assert shop.job().committed_usd == 0


def test_prediction_that_came_to_nothing_is_ordered_once_more_and_then_from_the_next_model(open_shop: OpenShop) -> None:
    shop = open_shop("clip:ProviderUnavailable:check:offline/a:xN")
    shop.submit()
    for _ in range(3):
        status = shop.collect()
    assert status == OrderStatus(ready=True)
    assert [model for model, _ in shop.books()] == ["offline/a", "offline/a", "offline/b"]


def test_order_that_no_model_can_fill_is_given_up_however_often_it_is_asked_for(open_shop: OpenShop) -> None:
    shop = open_shop("clip:ProviderUnavailable:check:xN")
    shop.submit()
    for _ in range(3):
        shop.collect()
    for _ in range(5):
        with pytest.raises(ProviderUnavailable, match="told to be unavailable"):
            shop.collect()
    assert len(shop.books()) == 4
    assert shop.job().committed_usd == 0


def test_refused_prediction_is_not_ordered_again_in_its_run(open_shop: OpenShop) -> None:
    shop = open_shop("clip:PolicyBlocked:check:xN")
    shop.submit()
    for _ in range(2):
        with pytest.raises(PolicyBlocked, match="flagged as sensitive"):
            shop.collect()
    assert len(shop.books()) == 1


def test_delivery_that_cannot_be_used_is_paid_and_ordered_from_the_next_model(open_shop: OpenShop) -> None:
    shop = open_shop()

    def keep(found: Delivery, model: str) -> Goods:
        if model == "offline/a":
            raise BadOutput("no clip at all")
        return Goods(facts={"key": "k", "model": model}, usage=found.usage)

    shop.submit()
    assert shop.collect(keep=keep) == OrderStatus(ready=False, wait_seconds=3)
    assert shop.collect(keep=keep) == OrderStatus(ready=True)
    assert shop.job().spent_usd == 2 * PRICE
    assert [model for model, _ in shop.books()] == ["offline/a", "offline/b"]


def test_only_model_that_delivers_nonsense_ends_the_order(open_shop: OpenShop) -> None:
    shop = open_shop()

    def keep(found: Delivery, model: str) -> Goods:
        raise BadOutput("no clip at all")

    shop.submit(shop.makers[:1])
    with pytest.raises(BadOutput, match="no clip at all"):
        shop.collect(shop.makers[:1], keep=keep)


def test_prediction_of_a_job_cancelled_meanwhile_is_cancelled_by_the_stage_itself(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.makers[0].meanwhile = shop.stop
    with pytest.raises(StaleRun):
        shop.submit()
    assert shop.books() == [("offline/a", "cancelled")]
    assert (shop.job().committed_usd, shop.status()) == (0, PurchaseStatus.REFUSED)


def test_answer_that_arrives_after_the_job_was_cancelled_is_kept_and_paid(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.makers[0].meanwhile = shop.stop
    assert shop.now() == {"text": "warm tones"}
    assert (shop.job().spent_usd, shop.status(Kind.STYLE)) == (PRICE, PurchaseStatus.DONE)


def test_second_attempt_of_the_same_call_takes_the_same_prediction_on(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.makers[0].meanwhile = shop.submit
    assert not shop.submit().ready
    assert shop.books() == [("offline/a", "ordered")]
    assert shop.status() is PurchaseStatus.SUBMITTED


def test_second_attempt_that_ordered_as_well_is_the_one_that_counts(open_shop: OpenShop) -> None:
    """The vendor's list lags behind, so that both have ordered: one of the two is cancelled, the other stands."""
    shop = open_shop()
    first, second = shop.makers[0], Maker(shop.makers[0].vendor)
    second.find = lambda request: None  # type: ignore[method-assign]
    first.meanwhile = lambda: shop.submit([second])
    assert not shop.submit().ready
    assert sorted(state for _, state in shop.books()) == ["cancelled", "ordered"]
    known = shop.job().purchases[shop.order().id]
    standing = next(entry for entry in shop.ledger.all() if entry.state == "ordered")
    assert (known.status, known.prediction_id) == (PurchaseStatus.SUBMITTED, standing.id)
    assert shop.job().committed_usd == PRICE


def test_run_that_is_over_buys_nothing(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.stop()
    for buy in (shop.now, shop.submit):
        with pytest.raises(StaleRun):
            buy()
    assert shop.books() == []


def test_next_run_goes_on_with_what_the_last_one_ordered(open_shop: OpenShop) -> None:
    shop = open_shop(latency_seconds=0)
    shop.submit()
    shop.stop(JobStatus.FAILED)
    shop.studio.aws.jobs.begin_run(shop.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    assert [shop.submit().ready, shop.collect().ready] == [False, True]
    assert len(shop.books()) == 1


def test_next_run_forgives_failures_that_pass(open_shop: OpenShop) -> None:
    shop = open_shop("clip:ProviderUnavailable:check:x4")
    shop.submit()
    for _ in range(3):
        shop.collect()
    with pytest.raises(ProviderUnavailable):
        shop.collect()
    shop.stop(JobStatus.FAILED)
    shop.studio.aws.jobs.begin_run(shop.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    shop.submit()
    assert shop.collect() == OrderStatus(ready=True)
    assert shop.books()[-1] == ("offline/a", "delivered")
