"""Money on the job and in the user's month: never overspent, settled once, nothing lost. Against real conditions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omnigen.domain.ids import scene_id
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseFailure, PurchaseKey, PurchaseKind, PurchaseStatus
from omnigen.errors import OmnigenError, OverBudget, OverQuota, PredictionTaken, StaleRun
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_job, an_order

cents = st.integers(0, 60).map(lambda amount: Decimal(amount) / 100)
CLIP = {"key": "clip.mp4", "sha256": "c" * 64, "model": "m"}


def created(app: AppContext, **changes: Any) -> Job:
    """A processing job of a user of its own."""
    job = a_job(**({"user_id": f"u{ULID()}"} | changes))
    app.aws.jobs.create(job)
    return job


def orders_of(job: Job, count: int) -> list[PurchaseKey]:
    return [an_order(PurchaseKind.CLIP, scene_id(job.job_id, number)) for number in range(1, count + 1)]


def month_of(app: AppContext, user_id: str) -> dict[str, Decimal]:
    table = app.aws.purchases.usage
    items = [item for item in table.scan(ConsistentRead=True)["Items"] if item["user_id"] == user_id]
    assert len(items) <= 1
    kept: dict[str, Any] = dict(items[0]) if items else {}
    return {name: Decimal(str(kept.get(name, 0))) for name in ("committed_usd", "spent_usd")}


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """Every call in a thread of its own, all let go together; what each gave or raised."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        gate.wait()
        try:
            return call()
        except OmnigenError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(cents, min_size=2, max_size=5), cap=st.integers(1, 100))
def test_branches_at_the_same_time_never_break_the_jobs_cap(app: AppContext, prices: list[Decimal], cap: int) -> None:
    job = created(app, brief=a_brief(max_cost_usd=Decimal(cap) / 100))
    calls = [
        lambda what=what, usd=usd: app.aws.purchases.reserve(job, what, usd, "m")
        for what, usd in zip(orders_of(job, len(prices)), prices, strict=True)
    ]
    results = at_once(calls)
    now = app.aws.jobs.get(job.job_id)
    held = [purchase.reserved_usd for purchase in now.purchases.values()]
    assert now.committed_usd == sum(held) <= Decimal(cap) / 100
    assert month_of(app, job.user_id)["committed_usd"] == now.committed_usd
    refused = [usd for usd, result in zip(prices, results, strict=True) if isinstance(result, OverBudget)]
    assert len(refused) + len(held) == len(prices)
    assert all(usd + now.committed_usd > Decimal(cap) / 100 for usd in refused)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(cents, min_size=2, max_size=5), quota=st.integers(0, 100))
def test_jobs_at_the_same_time_never_break_their_users_month(
    app: AppContext, prices: list[Decimal], quota: int
) -> None:
    budgets = replace(app.aws.budgets, monthly_usd=Decimal(quota) / 100)
    purchases = replace(app.aws.purchases, budgets=budgets)
    user_id = f"u{ULID()}"
    jobs = [created(app, user_id=user_id) for _ in prices]
    at_once(
        [partial(purchases.reserve, job, orders_of(job, 1)[0], usd, "m") for job, usd in zip(jobs, prices, strict=True)]
    )
    held = sum((app.aws.jobs.get(job.job_id).committed_usd for job in jobs), Decimal(0))
    assert month_of(app, user_id)["committed_usd"] == held <= Decimal(quota) / 100


def test_a_month_without_money_lets_nothing_be_bought(app: AppContext) -> None:
    job = created(app)
    purchases = replace(app.aws.purchases, budgets=replace(app.aws.budgets, monthly_usd=Decimal(0)))
    with pytest.raises(OverQuota, match=r"clip would cost up to \$0\.40, more than is left of this month's \$0"):
        purchases.reserve(job, an_order(), Decimal("0.40"), "m")
    assert purchases.reserve(job, an_order(PurchaseKind.SCRIPT), Decimal(0), "m")


def test_cap_is_said_with_what_is_spent_already(app: AppContext) -> None:
    job = created(app, brief=a_brief(max_cost_usd="1.00"))
    first, second = orders_of(job, 2)
    app.aws.purchases.reserve(job, first, Decimal("0.80"), "m")
    words = r"\$0\.40 and \$0\.80 is spent or reserved already; the cap \(max_cost_usd\) is \$1"
    with pytest.raises(OverBudget, match=words):
        app.aws.purchases.reserve(job, second, Decimal("0.40"), "m")


def test_run_that_is_over_may_reserve_nothing(app: AppContext) -> None:
    job = created(app)
    app.aws.jobs.change_status(job.job_id, 1, JobStatus.CANCELLED)
    with pytest.raises(StaleRun):
        app.aws.purchases.reserve(job, an_order(), Decimal(0), "m")


def test_order_reserved_twice_holds_its_money_once(app: AppContext) -> None:
    job = created(app)
    results = at_once([lambda: app.aws.purchases.reserve(job, an_order(), Decimal("0.40"), "m")] * 3)
    again = app.aws.purchases.reserve(app.aws.jobs.get(job.job_id), an_order(), Decimal("0.40"), "m")
    assert sorted([*results, again]) == [False, False, False, True]  # type: ignore[type-var]
    assert app.aws.jobs.get(job.job_id).committed_usd == Decimal("0.40")


def test_two_reservations_of_the_same_instant_are_two_requests_to_dynamodb(app: AppContext) -> None:
    """With one token for both, DynamoDB would tell the second that it, too, has written."""
    tokens: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        tokens.append(json.loads(params["body"])["ClientRequestToken"])

    job = created(app)

    app.aws.jobs.table.meta.client.meta.events.register("before-call.dynamodb.TransactWriteItems", note)
    at_once([lambda: app.aws.purchases.reserve(job, an_order(), Decimal(0), "m")] * 2)
    assert len(tokens) == len(set(tokens)) == 2


def test_prediction_written_down_twice_is_written_down(app: AppContext) -> None:
    job, what = created(app), an_order()
    ref = JobRef(job_id=job.job_id, run=1)
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    app.aws.predictions.submitted(ref, what, f"p1 of {job.job_id}")
    app.aws.predictions.submitted(ref, what, f"p1 of {job.job_id}")
    with pytest.raises(StaleRun):
        app.aws.predictions.submitted(ref, what, f"p2 of {job.job_id}")
    assert app.aws.jobs.get(job.job_id).purchases[what.id].prediction_id == f"p1 of {job.job_id}"


def test_prediction_of_a_run_that_is_over_is_not_written_down(app: AppContext) -> None:
    job, what = created(app), an_order()
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    app.aws.jobs.change_status(job.job_id, 1, JobStatus.CANCELLED)
    with pytest.raises(StaleRun):
        app.aws.predictions.submitted(JobRef(job_id=job.job_id, run=1), what, f"p1 of {job.job_id}")


def test_goods_reported_by_several_are_paid_once(app: AppContext) -> None:
    job, what = created(app), an_order()
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    usage = {"seconds": Decimal(4)}
    at_once([lambda: app.aws.purchases.settle(job.job_id, what.id, CLIP, usage, Decimal("0.30"))] * 3)
    now = app.aws.jobs.get(job.job_id)
    assert (now.committed_usd, now.spent_usd, now.usage) == (Decimal("0.30"), Decimal("0.30"), usage)
    assert month_of(app, job.user_id) == {"committed_usd": Decimal("0.30"), "spent_usd": Decimal("0.30")}
    assert now.purchases[what.id].result == CLIP


def test_refusal_frees_the_money_but_for_what_the_vendor_charges(app: AppContext) -> None:
    job, what = created(app), an_order()
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    failure = PurchaseFailure(model="m", code="BadOutput", run=1)
    at_once([lambda: app.aws.purchases.refuse(job.job_id, what.id, failure, Decimal("0.10"))] * 2)
    now = app.aws.jobs.get(job.job_id)
    assert (now.committed_usd, now.spent_usd) == (Decimal("0.10"), Decimal("0.10"))
    assert now.purchases[what.id].failures == (failure,)


def test_goods_that_arrive_after_the_job_was_cancelled_are_kept_and_paid(app: AppContext) -> None:
    job, what = created(app), an_order()
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    app.aws.jobs.change_status(job.job_id, 1, JobStatus.CANCELLED)
    app.aws.purchases.refuse(job.job_id, what.id, None)
    app.aws.purchases.settle(job.job_id, what.id, CLIP, {}, Decimal("0.30"))
    now = app.aws.jobs.get(job.job_id)
    assert (now.status, now.purchases[what.id].status) == (JobStatus.CANCELLED, PurchaseStatus.DONE)
    assert (now.committed_usd, now.spent_usd) == (Decimal("0.30"), Decimal("0.30"))


def test_goods_are_never_given_up_again(app: AppContext) -> None:
    job, what = created(app), an_order()
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    app.aws.purchases.settle(job.job_id, what.id, CLIP, {}, Decimal("0.30"))
    app.aws.purchases.refuse(job.job_id, what.id, PurchaseFailure(model="m", code="ModelGone"))
    assert app.aws.jobs.get(job.job_id).purchases[what.id].status is PurchaseStatus.DONE


def test_order_made_anew_remembers_what_it_cost_before(app: AppContext) -> None:
    job, what = created(app), an_order()
    failure = PurchaseFailure(model="m", code="BadOutput", run=1)
    app.aws.purchases.reserve(job, what, Decimal("0.40"), "m")
    app.aws.purchases.refuse(job.job_id, what.id, failure, Decimal("0.10"))
    app.aws.purchases.reserve(app.aws.jobs.get(job.job_id), what, Decimal("0.40"), "n")
    app.aws.purchases.settle(job.job_id, what.id, CLIP, {}, Decimal("0.30"))
    now = app.aws.jobs.get(job.job_id)
    assert now.spent_usd == now.purchases[what.id].spent_usd == Decimal("0.40")
    assert now.purchases[what.id].failures == (failure,)


def test_job_with_an_open_order_stays_marked_whatever_the_order_costs(app: AppContext) -> None:
    job, (free, dear) = created(app), orders_of(created(app), 2)
    app.aws.purchases.reserve(job, free, Decimal(0), "m")
    app.aws.purchases.reserve(job, dear, Decimal("0.40"), "m")
    app.aws.purchases.settle(job.job_id, dear.id, CLIP, {}, Decimal("0.40"))
    app.aws.jobs.change_status(job.job_id, job.run, JobStatus.FAILED)
    assert not app.aws.open_jobs.close(app.aws.jobs.get(job.job_id))
    assert job.job_id in {found.job_id for found in app.aws.open_jobs.all()}
    app.aws.purchases.refuse(job.job_id, free.id, None)
    assert app.aws.open_jobs.close(app.aws.jobs.get(job.job_id))
    app.aws.purchases.settle(job.job_id, free.id, CLIP, {}, Decimal(0))
    assert app.aws.open_jobs.close(app.aws.jobs.get(job.job_id)), "it was closed before"


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_sums_agree_with_the_purchases_whatever_happens_in_whatever_order(app: AppContext, data: st.DataObject) -> None:
    job = created(app)
    known = orders_of(job, 2)
    steps = st.tuples(st.sampled_from(["reserve", "submitted", "settle", "refuse"]), st.sampled_from(known), cents)
    for step, what, usd in data.draw(st.lists(steps, min_size=3, max_size=12)):
        apply(app, job.job_id, step, what, usd)
        now = app.aws.jobs.get(job.job_id)
        open_usd = sum((p.reserved_usd for p in now.purchases.values() if not p.settled), Decimal(0))
        assert now.spent_usd == sum((p.spent_usd for p in now.purchases.values()), Decimal(0))
        assert now.committed_usd == now.spent_usd + open_usd
        assert month_of(app, job.user_id) == {"committed_usd": now.committed_usd, "spent_usd": now.spent_usd}


def apply(app: AppContext, job_id: str, step: str, what: PurchaseKey, usd: Decimal) -> None:
    purchases, prediction_id = app.aws.purchases, f"p-{job_id}"
    if step == "reserve":
        purchases.reserve(app.aws.jobs.get(job_id), what, usd, "m")
    elif step == "settle":
        purchases.settle(job_id, what.id, CLIP, {}, usd)
    elif step == "refuse":
        purchases.refuse(job_id, what.id, PurchaseFailure(model="m", code="BadOutput", run=1), usd)
    else:
        try:
            app.aws.predictions.submitted(JobRef(job_id=job_id, run=1), what, prediction_id)
        except PredictionTaken:
            pass  # it was recorded and refused: it is not found a second time
        except StaleRun:
            assert (
                app.aws.jobs.get(job_id).purchases.get(what.id) is None
                or app.aws.jobs.get(job_id).purchases[what.id].settled
            )
