"""How a deployment is asked: what is asked again, what disproves, and that nothing is ordered twice."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from infra.prove.__main__ import prove
from infra.prove.api import DeploymentApi, Disproved
from infra.prove.proof import Proof, gone

URL = "https://api.example.com/api/v1"
Answers = Callable[[httpx.Request], httpx.Response]


def _api(answers: Answers) -> DeploymentApi:
    http = httpx.Client(transport=httpx.MockTransport(answers))
    return DeploymentApi(URL, "omk_key", timeout_seconds=1, poll_seconds=0.01, _http=http)


def test_a_poll_that_meets_a_busy_api_is_asked_again_and_counted() -> None:
    answers = iter([503, 500, 200])
    api = _api(lambda _: httpx.Response(next(answers), json={"status": "completed", "run": 1}))
    assert api.ends("job", "completed")["run"] == 1
    assert api.busy == 2


def test_an_order_is_never_sent_twice() -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(503, text="busy")

    with pytest.raises(Disproved, match="POST /generate answered 503: busy"):
        _api(answer).does("POST", "/generate", {})
    assert sent == ["POST"]


def test_a_job_that_fails_is_told_with_its_reason() -> None:
    job = {"status": "failed", "run": 1, "error_message": "no vendor"}
    with pytest.raises(Disproved, match="job is failed, not completed: no vendor"):
        _api(lambda _: httpx.Response(200, json=job)).ends("job", "completed")


def test_an_unchanged_job_is_asked_for_by_its_tag() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("If-None-Match", ""))
        if len(asked) == 1:
            return httpx.Response(200, json={"status": "processing", "run": 1}, headers={"ETag": '"1"'})
        return httpx.Response(304) if len(asked) < 4 else httpx.Response(200, json={"status": "completed", "run": 1})

    api = _api(answer)
    api.ends("job", "completed")
    assert (api.unchanged, asked) == (2, ["", '"1"', '"1"', '"1"'])


def test_files_that_are_gone_are_seen_to_be_gone() -> None:
    answers = iter([200, 200, 404])
    assert gone(Proof(_api(lambda _: httpx.Response(next(answers))), ""), "https://bucket/file") < 5


def test_a_deployment_that_would_cost_something_gets_no_order() -> None:
    paths: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path.removeprefix("/api/v1"))
        if request.url.path.endswith("/estimate"):
            return httpx.Response(200, json={"total_usd": 6.4})
        return httpx.Response(
            200 if "Authorization" in request.headers or "health" in request.url.path else 401, json={}
        )

    lines: list[str] = []
    assert prove(Proof(_api(answer), ""), None, lines.append) is False
    assert lines[-1] == "nothing was ordered"
    assert not [path for path in paths if path.startswith("/generate")]
