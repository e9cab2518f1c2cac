"""API keys: what they open, what they do not, how fast they end, and how much may be spent with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from omnigen.aws.budgets import Payment, period_of
from omnigen.domain.api_key import Scope
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.errors import OverQuota
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.api.access import ROUTES
from functions.api.handler import application, handler
from functions.authorizer import handler as authorizer
from tests.integration.api.conftest import Answer, Ask, answer_of, event_of

BRIEF = {"prompt": "A calm ad for a bottle", "duration": 15}
EVERYTHING = {"scopes": ["read", "create", "review", "spend"], "spend_usd_per_day": "5"}


@dataclass(frozen=True)
class Program:
    """Sends requests with a key, as API Gateway passes them on: the authorizer first."""

    key: str

    def __call__(self, method: str, path: str, body: Any = None, **query: object) -> Answer:
        told = authorizer({"headers": {"authorization": f"Bearer {self.key}"}}, None)
        assert told["isAuthorized"] is True
        text = None if body is None else json.dumps(body)
        event = event_of(None, method, path, text, {}, **query)
        event["requestContext"]["authorizer"] = {"lambda": told["context"]}
        return answer_of(handler(event, None))


@pytest.fixture
def person(app: AppContext) -> Ask:
    """A user of this test's own."""
    return Ask(f"u{ULID()}")


@pytest.fixture
def program(person: Ask) -> Callable[..., Program]:
    """A program with a new key of that user's."""

    def make(**request: Any) -> Program:
        made = person("POST", "/keys", {"name": "ci", **(request or EVERYTHING)})
        assert made.status == 201, made.text
        return Program(made.json["key"])

    return make


def test_every_route_has_its_scopes_and_every_entry_its_route() -> None:
    app = application()
    known = {
        f"{route.method} {route.openapi_path.replace('{', '<').replace('}', '>')}"
        for route in (*app._static_routes, *app._dynamic_routes)
    }
    assert known == set(ROUTES)


def test_a_key_is_shown_once_and_only_its_hash_is_kept(person: Ask, app: AppContext) -> None:
    made = person("POST", "/keys", {"name": "ci", **EVERYTHING}).json
    assert made["key"].startswith("omk_")
    listed = person("GET", "/keys")
    assert [key["key_id"] for key in listed.json["items"]] == [made["key_id"]]
    secret = made["key"].rpartition("_")[2]
    stored = [str(item) for item in app.aws.usage.table.scan()["Items"]]
    assert any(made["key_id"] in item for item in stored)
    assert not any(secret in item for item in (*stored, listed.text))


def test_a_program_makes_a_video_with_a_key_and_the_record_says_so(
    person: Ask, program: Callable[..., Program], app: AppContext
) -> None:
    ci = program()
    accepted = ci("POST", "/generate", BRIEF)
    assert accepted.status == 202
    job = app.aws.jobs.get(accepted.json["job_id"])
    [start] = job.started_by
    assert (job.user_id, start.user_id, start.key_name, start.run) == (person.user, person.user, "ci", 1)
    assert f"key#{start.key_id}" in job.budget_owners
    assert ci("GET", "/jobs").json["items"][0]["job_id"] == job.job_id
    assert person("GET", "/keys").json["items"][0]["last_used_at"] is not None


@pytest.mark.parametrize(
    ("scopes", "method", "path", "missing"),
    [
        (["read"], "POST", "/generate", "create and spend"),
        (["create"], "POST", "/generate", "spend"),
        (["read"], "POST", "/uploads", "create"),
        (["create"], "GET", "/jobs", "read"),
        (["review"], "POST", "/scripts/job_0/approve", "spend"),
        (["read", "create"], "PUT", "/scenes/x", "review"),
    ],
)
def test_a_key_without_the_scope_is_told_which_one_it_lacks(
    program: Callable[..., Program], scopes: list[str], method: str, path: str, missing: str
) -> None:
    answer = program(scopes=scopes)(method, path, {})
    assert (answer.status, answer.json["code"]) == (403, "Forbidden")
    assert f"lacks the scope {missing};" in answer.json["detail"]


@pytest.mark.parametrize("route", [("GET", "/keys"), ("POST", "/keys"), ("DELETE", "/keys/0")])
def test_a_key_cannot_make_or_end_keys(program: Callable[..., Program], route: tuple[str, str]) -> None:
    assert program()(*route, {"name": "more", "scopes": ["read"]}).status == 403


def test_a_revoked_key_is_refused_at_once_even_where_the_gateway_still_knows_it(
    person: Ask, program: Callable[..., Program]
) -> None:
    ci = program()
    assert ci("GET", "/jobs").status == 200
    told = authorizer({"headers": {"authorization": f"Bearer {ci.key}"}}, None)["context"]
    [key] = person("GET", "/keys").json["items"]
    assert person("DELETE", f"/keys/{key['key_id']}").status == 204
    event = event_of(None, "GET", "/jobs", None, {})
    event["requestContext"]["authorizer"] = {"lambda": told}
    remembered = answer_of(handler(event, None))
    assert (remembered.status, remembered.json["code"]) == (401, "NotSignedIn")
    assert ci("GET", "/jobs").status == 401
    assert person("GET", "/keys").json["items"] == []


def test_a_key_of_others_cannot_be_revoked(person: Ask, program: Callable[..., Program]) -> None:
    ci = program()
    [key] = person("GET", "/keys").json["items"]
    assert Ask("eve")("DELETE", f"/keys/{key['key_id']}").status == 404
    assert ci("GET", "/jobs").status == 200


@pytest.mark.parametrize("text", ["omk_", "omk_0123456789abcdef_" + "0" * 64, "rubbish", ""])
def test_unknown_keys_and_tokens_are_answered_with_a_reason(app: AppContext, text: str) -> None:
    answer = Program(text)("GET", "/jobs")
    assert (answer.status, answer.json["code"]) == (401, "NotSignedIn")
    assert answer.json["detail"]


def test_a_key_ends_when_it_expires(person: Ask, program: Callable[..., Program], app: AppContext) -> None:
    ci = program(scopes=["read"], expires_in_days=1)
    [key] = person("GET", "/keys").json["items"]
    assert key["expires_at"] - key["created_at"] == 86_400
    place = {"user_id": f"key#{key['key_id']}", "period": "key"}
    app.aws.usage.table.update_item(
        Key=place, UpdateExpression="SET expires_at = :then", ExpressionAttributeValues={":then": app.now() - 1}
    )
    assert ci("GET", "/jobs").status == 401
    assert person("GET", "/keys").json["items"][0]["expired"]


def test_a_key_sends_as_many_requests_a_minute_as_it_may(program: Callable[..., Program]) -> None:
    ci = program(scopes=["read"], requests_per_minute=3)
    answers = [ci("GET", "/usage") for _ in range(8)]
    allowed = [answer for answer in answers if answer.status == 200]
    assert 3 <= len(allowed) <= 6  # a minute may have begun anew in between
    refused = next(answer for answer in answers if answer.status != 200)
    assert (refused.status, refused.json["code"]) == (429, "OverQuota")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"name": "", "scopes": ["read"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["write"]}, "scopes.0"),
        ({"name": "x", "scopes": ["spend"]}, ""),
        ({"name": "x", "scopes": ["read"], "spend_usd_per_day": 5}, ""),
        ({"name": "x", "scopes": ["read"], "expires_in_days": 0}, "expires_in_days"),
        ({"name": "x", "scopes": ["read"], "requests_per_minute": 10_000}, "requests_per_minute"),
    ],
)
def test_a_wrong_request_for_a_key_names_the_field(person: Ask, request_: object, field: str) -> None:
    answer = person("POST", "/keys", request_)
    assert (answer.status, answer.json.get("field", "")) == (422, field)


def test_only_an_administrator_gives_a_key_the_scope_admin(person: Ask, program: Callable[..., Program]) -> None:
    assert person("POST", "/keys", {"name": "x", "scopes": ["admin"]}).status == 403


def test_a_user_has_twenty_keys_at_most(person: Ask) -> None:
    answers = [person("POST", "/keys", {"name": f"k{n}", "scopes": ["read"]}) for n in range(21)]
    assert [answer.status for answer in answers] == [201] * 20 + [409]


def test_a_key_reserves_no_more_than_its_day_allows(
    person: Ask, program: Callable[..., Program], keep: Callable[..., Job], app: AppContext
) -> None:
    program(**(EVERYTHING | {"spend_usd_per_day": "1.00"}))
    [key] = person("GET", "/keys").json["items"]
    job = _ordered_with(app, keep, person, key["key_id"])
    first, second, third = (purchase_key(PurchaseKind.IMAGE, {"n": n}) for n in range(3))
    assert app.aws.purchases.reserve(job, first, Decimal("0.70"), "m")
    with pytest.raises(OverQuota, match=r"more than is left of today's \$1.* of the API key 'ci'"):
        app.aws.purchases.reserve(job, second, Decimal("0.40"), "m")
    assert app.aws.purchases.settle(job.job_id, first.id, {"model": "m"}, {}, Decimal("0.20"))
    assert app.aws.purchases.reserve(app.aws.jobs.get(job.job_id), second, Decimal("0.40"), "m")
    assert app.aws.purchases.refuse(job.job_id, second.id, None)
    assert app.aws.purchases.reserve(app.aws.jobs.get(job.job_id), third, Decimal("0.80"), "m")
    months = [app.aws.usage.month(owner, period_of(app.now())) for owner in (f"key#{key['key_id']}", person.user or "")]
    assert [(sums["committed_usd"], sums["spent_usd"]) for sums in months] == [(1, Decimal("0.20"))] * 2


def test_a_job_buys_nothing_more_with_a_key_that_was_revoked(
    person: Ask, program: Callable[..., Program], keep: Callable[..., Job], app: AppContext
) -> None:
    program()
    [key] = person("GET", "/keys").json["items"]
    job = _ordered_with(app, keep, person, key["key_id"])
    person("DELETE", f"/keys/{key['key_id']}")
    with pytest.raises(OverQuota, match=r"revoked or has expired\. Resume the job with another"):
        app.aws.purchases.reserve(job, purchase_key(PurchaseKind.IMAGE, {}), Decimal("0.10"), "m")
    payment = Payment(person.user or "", job.budget_owners, Decimal("0.10"), "sample", app.now())
    with pytest.raises(OverQuota, match="revoked or has expired"):
        app.aws.budgets.spend_once(payment, "A sample", 60)


def test_an_order_is_refused_when_the_keys_day_is_used_up(
    program: Callable[..., Program], person: Ask, app: AppContext
) -> None:
    ci = program(**(EVERYTHING | {"spend_usd_per_day": "0"}))
    answer = ci("POST", "/generate", BRIEF)
    assert (answer.status, answer.json["code"]) == (429, "OverQuota")
    assert "of the API key 'ci' are spent" in answer.json["detail"]
    assert app.aws.jobs.of_user(person.user or "").items == []


def test_a_decision_says_with_which_key_it_was_made(
    program: Callable[..., Program], person: Ask, wait_at: Callable[..., Job], app: AppContext
) -> None:
    job = wait_at(Gate.SCRIPT, user_id=person.user)
    answer = program()("POST", f"/scripts/{job.job_id}/approve")
    assert answer.status == 202, answer.text
    [decision] = app.aws.jobs.get(job.job_id).decisions.values()
    assert decision.decided_by == f"{person.user} (API key 'ci')"


def test_every_scope_opens_some_route() -> None:
    assert {scope for scopes in ROUTES.values() for scope in scopes or ()} >= set(Scope) - {Scope.ADMIN}


def _ordered_with(app: AppContext, keep: Callable[..., Job], person: Ask, key_id: str) -> Job:
    """A job that runs, ordered with this key."""
    start = {"run": 1, "at": 1, "user_id": person.user, "key_id": key_id}
    kept = keep(user_id=person.user, status=JobStatus.PROCESSING)
    app.aws.jobs.table.update_item(
        Key={"job_id": kept.job_id},
        UpdateExpression="SET started_by = :starts",
        ExpressionAttributeValues={":starts": [start]},
    )
    return app.aws.jobs.get(kept.job_id)


def test_a_job_that_a_program_cancels_says_with_which_key(
    program: Callable[..., Program], person: Ask, app: AppContext
) -> None:
    job_id = program()("POST", "/generate", BRIEF).json["job_id"]
    assert program()("POST", f"/jobs/{job_id}/cancel").status == 200
    assert app.aws.jobs.get(job_id).error_message == "The job was cancelled by the user with the API key 'ci'"
