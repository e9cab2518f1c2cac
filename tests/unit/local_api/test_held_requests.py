"""Requests that wait are limited, and responses carry the API's headers."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from omnigen.deployment.api_headers import API_HEADERS
from werkzeug.test import Client

from local.api.held_requests import MAX_PER_USER, HeldRequests, TooManyHeld
from local.api.server import ApiServer
from local.api.tokens import TokenIssuer
from local.emulator.moto_patches.hooks import Outcome

_TOKENS = TokenIssuer("a key of thirty-two bytes or more")
_ANSWER = Outcome(payload=json.dumps({"statusCode": 200, "body": "{}"}))


def signed_in(user: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {_TOKENS.issue(user)}"}


def test_one_user_s_waiting_requests_leave_workers_for_others() -> None:
    entered, released = threading.Semaphore(0), threading.Event()

    def invoke(event: Mapping[str, Any]) -> Outcome:
        if event["queryStringParameters"].get("wait"):
            entered.release()
            assert released.wait(30)
        return _ANSWER

    client = Client(ApiServer(invoke, _TOKENS))
    wait = "/api/v1/jobs/job_1?wait=20"
    threads = [
        threading.Thread(target=client.get, args=(wait,), kwargs={"headers": signed_in("ada")})
        for _ in range(MAX_PER_USER)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert entered.acquire(timeout=30)
    refused = client.get(wait, headers=signed_in("ada"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert json.loads(refused.get_data())["code"] == "TooManyRequests"
    assert client.get("/api/v1/jobs", headers=signed_in("ada")).status_code == 200
    assert client.get("/api/v1/health").status_code == 200
    released.set()
    for thread in threads:
        thread.join()
    assert client.get(wait, headers=signed_in("ada")).status_code == 200


def test_all_users_together_leave_workers_free() -> None:
    held = HeldRequests(limit=3)
    with ExitStack() as stack:
        for user in ("ada", "bob", "cyd"):
            stack.enter_context(held.held(user))
        with pytest.raises(TooManyHeld), held.held("dan"):
            pass
    with held.held("dan"):
        pass


@pytest.mark.parametrize("headers", [{}, signed_in("ada")], ids=["refused", "answered"])
def test_no_answer_may_be_cached_and_every_one_carries_the_security_headers(headers: dict[str, str]) -> None:
    answer = Client(ApiServer(lambda _: _ANSWER, _TOKENS)).get("/api/v1/jobs", headers=headers)
    assert {name: answer.headers[name] for name in API_HEADERS} == dict(API_HEADERS)
    assert answer.headers["Cache-Control"] == "no-store"
