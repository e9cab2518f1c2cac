"""Limits that an operator sets hold at once, for all users, a group and a user; and the pause switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from omnigen.aws.budgets import period_of
from omnigen.domain.budget import Limits, SpendLimit, UserLimit
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.errors import OverQuota
from omnigen.runtime import live_settings
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.integration.api.conftest import Ask, Person

BRIEF = {"prompt": "A calm ad for a bottle", "duration": 15}


@pytest.fixture
def operator(app: AppContext) -> Iterator[Person]:
    """An administrator; what they have set ends with the test, and what all users have spent begins anew."""
    app.aws.usage.table.delete_item(Key={"user_id": "#deployment", "period": period_of(app.now())})
    live_settings.forget()
    yield Person("boss", "admin")
    app.aws.limits.change(Limits(rev=app.aws.limits.read().rev))
    live_settings.forget()


@pytest.fixture
def running(keep: Callable[..., Job]) -> Callable[..., Job]:
    """A job that runs, of a new user, ordered as a member of a group."""

    def make(user: str = "", group: str = "") -> Job:
        user = user or f"u{ULID()}"
        groups = (group,) if group else ()
        start = {"run": 1, "at": 1, "user_id": user, "groups": groups}
        return keep(user_id=user, status=JobStatus.PROCESSING, started_by=(start,))

    return make


def buy(app: AppContext, job: Job, usd: str, number: int = 0) -> bool:
    order = purchase_key(PurchaseKind.IMAGE, {"n": number})
    return app.aws.purchases.reserve(app.aws.jobs.get(job.job_id), order, Decimal(usd), "m")


def change(operator: Person, **limits: Any) -> None:
    rev = operator("GET", "/admin/limits").json["rev"]
    answer = operator("PUT", "/admin/limits", {"rev": rev, **limits})
    assert answer.status == 200, answer.text


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"deployment": {"day_usd": "1"}}, r"today's \$1.* of this deployment"),
        ({"deployment": {"month_usd": "1"}}, r"this month's \$1.* of this deployment"),
        ({"groups": {"ads": {"day_usd": "1"}}}, r"today's \$1.* of the group 'ads'"),
        ({"each_user": {"day_usd": "1"}}, r"today's \$1"),
        ({"each_user": {"month_usd": "1"}}, r"this month's \$1"),
    ],
)
def test_a_limit_holds_for_the_next_reservation(
    operator: Person, running: Callable[..., Job], app: AppContext, limits: dict[str, Any], words: str
) -> None:
    app.aws.usage.table.delete_item(Key={"user_id": "group#ads", "period": period_of(app.now())})
    job = running(group="ads")
    assert buy(app, job, "0.60")
    change(operator, **limits)
    with pytest.raises(OverQuota, match=words):
        buy(app, job, "0.50", 1)
    assert buy(app, job, "0.40", 1)


def test_users_at_the_same_time_never_break_what_all_may_spend(
    operator: Person, running: Callable[..., Job], app: AppContext
) -> None:
    change(operator, deployment={"day_usd": "1"})
    jobs = [running() for _ in range(8)]

    def attempt(job: Job) -> bool:
        try:
            return buy(app, job, "0.30")
        except OverQuota:
            return False

    with ThreadPoolExecutor(8) as pool:
        bought = sum(pool.map(attempt, jobs))
    assert bought == 3
    assert Decimal(operator("GET", "/admin/limits").json["committed_today_usd"]) == Decimal("0.90")


def test_what_comes_back_is_there_for_others(operator: Person, running: Callable[..., Job], app: AppContext) -> None:
    change(operator, deployment={"month_usd": "1"})
    first, second = running(), running()
    assert buy(app, first, "1")
    order = purchase_key(PurchaseKind.IMAGE, {"n": 0})
    assert app.aws.purchases.settle(first.job_id, order.id, {}, {}, Decimal("0.25"))
    assert buy(app, second, "0.75")


def test_a_change_between_reading_and_reserving_is_seen(
    operator: Person, running: Callable[..., Job], app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction checks that the limits are still those that were read."""
    job = running()
    read = app.aws.limits.__class__.read
    changes = [partial(app.aws.limits.change, Limits(rev=app.aws.limits.read().rev, paused=True, reason="too late"))]

    def reading(self: Any) -> Limits:
        found = read(self)
        while changes:
            changes.pop()()
        return found

    monkeypatch.setattr(app.aws.limits.__class__, "read", reading)
    with pytest.raises(OverQuota, match="paused by the operator: too late"):
        buy(app, job, "0.10")
    assert app.aws.jobs.get(job.job_id).committed_usd == 0


def test_a_pause_stops_purchases_and_orders_and_says_why(
    operator: Person, running: Callable[..., Job], app: AppContext
) -> None:
    job = running()
    told = operator("PUT", "/admin/pause", {"paused": True, "reason": "The vendor's prices are wrong"}).json
    assert (told["paused"], told["changed_by"]) == (True, "boss")
    with pytest.raises(OverQuota, match="The vendor's prices are wrong"):
        buy(app, job, "0")
    refused = Person(job.user_id)("POST", "/generate", BRIEF)
    assert (refused.status, refused.json["code"]) == (429, "OverQuota")
    assert "The vendor's prices are wrong" in refused.json["detail"]
    assert operator("PUT", "/admin/pause", {"paused": False}).json["reason"] == ""
    assert buy(app, job, "0")


def test_limits_of_one_user_hold_in_place_of_those_of_all(
    operator: Person, running: Callable[..., Job], app: AppContext
) -> None:
    change(operator, each_user={"day_usd": "1", "jobs_per_day": 2})
    job = running()
    path = f"/admin/users/{job.user_id}/limits"
    told = operator("PUT", path, {"day_usd": "5", "jobs_at_once": 7}).json
    assert (told["own"], told["day_usd"], told["jobs_at_once"], told["jobs_per_day"]) == (True, "5", 7, 100)
    assert buy(app, job, "3")
    assert operator("PUT", path, {}).json["own"] is False
    with pytest.raises(OverQuota):
        buy(app, job, "1", 1)
    usage = Person(job.user_id)("GET", "/usage").json
    assert (usage["jobs_per_day"], usage["monthly_usd"]) == (2, "500")


def test_quotas_of_jobs_are_changed_without_a_deployment(operator: Person, app: AppContext) -> None:
    user = Person(f"u{ULID()}")
    change(operator, each_user={"jobs_per_day": 1})
    assert user("POST", "/generate", {**BRIEF, "stop_at": "script"}).status == 202
    assert user("POST", "/generate", {**BRIEF, "stop_at": "script"}).status == 429


def test_settings_are_changed_without_a_deployment(operator: Person, app: AppContext) -> None:
    change(operator, settings={"OMNIGEN_JOBS_PER_USER": "3", "OMNIGEN_CLIP_MODELS": "offline/filmmaker"})
    live_settings.forget()
    assert Person("ada")("GET", "/usage").json["jobs_at_once"] == 3
    change(operator, settings={})
    live_settings.forget()
    assert Person("ada")("GET", "/usage").json["jobs_at_once"] == 20


@pytest.mark.parametrize(
    ("settings", "field", "words"),
    [
        ({"OMNIGEN_ENV": "other"}, "settings", "set by a deployment"),
        ({"OMNIGEN_CLIP_MODELS": "nobody/nothing"}, "settings.OMNIGEN_CLIP_MODELS", "There is no model"),
        ({"OMNIGEN_CLIP_MODELS": "offline/writer"}, "settings.OMNIGEN_CLIP_MODELS", "cannot be used for clip"),
        ({"OMNIGEN_POLL_SECONDS": "0"}, "settings.OMNIGEN_POLL_SECONDS", "greater than or equal"),
        ({"omnigen": "x"}, "settings.omnigen.[key]", ""),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    operator: Person, settings: dict[str, str], field: str, words: str
) -> None:
    answer = operator(
        "PUT", "/admin/limits", {"rev": operator("GET", "/admin/limits").json["rev"], "settings": settings}
    )
    assert (answer.status, answer.json["field"]) == (422, field)
    assert words in answer.json["detail"]


def test_two_operators_do_not_undo_each_other(operator: Person) -> None:
    rev = operator("GET", "/admin/limits").json["rev"]
    assert operator("PUT", "/admin/limits", {"rev": rev, "deployment": {"day_usd": "5"}}).status == 200
    late = operator("PUT", "/admin/limits", {"rev": rev, "deployment": {"day_usd": "50"}})
    assert (late.status, late.json["code"]) == (409, "Conflict")
    assert operator("GET", "/admin/limits").json["deployment"]["day_usd"] == "5"


@pytest.mark.parametrize("route", [("GET", "/admin/limits"), ("PUT", "/admin/pause"), ("GET", "/admin/users/u/limits")])
def test_only_administrators_come_in(app: AppContext, route: tuple[str, str]) -> None:
    for person in (Person("ada"), Person("ada", "ads")):
        assert person(*route, {"paused": True} if route[0] == "PUT" else None).status == 403
    assert Ask(None)(*route).status == 401


def test_a_key_of_an_administrator_may_have_the_scope(operator: Person) -> None:
    made = operator("POST", "/keys", {"name": "night", "scopes": ["admin"]})
    assert (made.status, made.json["scopes"]) == (201, ["admin"])


def test_without_limits_the_deployed_month_holds(app: AppContext) -> None:
    assert app.aws.budgets.user_limit("nobody") == UserLimit(month_usd=Decimal(500))
    assert SpendLimit() == Limits().deployment
