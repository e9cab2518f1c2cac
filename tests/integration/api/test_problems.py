"""Every error has one shape, names what is wrong, and gives nothing of the inside away."""

from __future__ import annotations

import logging

import pytest

from local.api.tokens import TokenIssuer
from tests.integration.api.conftest import Ask

BRIEF = {"prompt": "A calm ad for a bottle", "duration": 15}
SHAPE = {"type", "title", "status", "detail", "code", "retryable", "fixable_by"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**BRIEF, "duration": 5}, "duration"),
        ({**BRIEF, "duration": "15"}, "duration"),
        ({**BRIEF, "prompt": "..."}, "prompt"),
        ({"duration": 15, "product": {"name": "", "description": "d"}}, "product.name"),
        ({**BRIEF, "narration": {"language": "!"}}, "narration.language"),
        ({**BRIEF, "review": ["script", "nonsense"]}, "review.1"),
        ({**BRIEF, "colour": "blue"}, "colour"),
        ({**BRIEF, "webhook_url": "http://example.com"}, "webhook_url"),
        ({**BRIEF, "review": ["images"]}, "review"),
        ({"script_text": "word " * 300, "duration": 15}, "script_text"),
        ({"duration": 15}, ""),
        ({**BRIEF, "project_id": "prj_" + "0" * 26}, ""),
    ],
)
def test_a_wrong_brief_is_refused_with_the_name_of_the_field(ask: Ask, body: object, field: str) -> None:
    answer = ask("POST", "/generate", body)
    assert (answer.status, answer.json.get("field", "")) == (422, field)
    assert set(answer.json) >= SHAPE
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"text"', '{"prompt": NaN}', '{"prompt": "\\ud800", "duration": 15}', "[" * 100_000]
)
def test_a_body_that_cannot_be_a_brief_is_refused(ask: Ask, body: str) -> None:
    answer = ask("POST", "/generate", body)
    assert answer.status == 422
    assert set(answer.json) >= SHAPE


def test_a_body_that_is_not_json_is_an_unsupported_media_type(ask: Ask) -> None:
    answer = ask("POST", "/generate", "<a/>", {"content-type": "text/xml"})
    assert (answer.status, answer.json["code"]) == (415, "UnsupportedMediaType")


def test_a_path_that_does_not_exist_is_a_problem_too(ask: Ask) -> None:
    for method, path in (("GET", "/nothing"), ("PUT", "/jobs"), ("DELETE", "/")):
        answer = ask(method, path)
        assert (answer.status, answer.json["code"]) == (404, "NoSuchRoute")


def test_a_bug_of_ours_is_answered_without_a_trace(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("Api").addHandler(caplog.handler)
    monkeypatch.setenv("JOBS_TABLE", "no-such-table")
    answer = ask("GET", "/jobs")
    assert (answer.status, answer.json["code"], answer.json["fixable_by"]) == (500, "Unexpected", "developer")
    assert "Traceback" not in answer.text
    assert "no-such-table" not in answer.text
    logging.getLogger("Api").removeHandler(caplog.handler)
    assert "ResourceNotFoundException" in str(caplog.records[-1].exc_info)


def test_a_request_without_a_user_is_refused_whatever_its_headers_say(ask: Ask) -> None:
    answer = Ask(user=None)("GET", "/jobs", headers={"authorization": "Bearer anything", "x-user": "ada"}, user="ada")
    assert (answer.status, answer.json["code"]) == (401, "NotSignedIn")


def test_a_development_token_opens_nothing_on_the_deployed_handler(ask: Ask) -> None:
    token = TokenIssuer("k" * 48).issue("ada")
    answer = Ask(user=None)("GET", "/jobs", headers={"authorization": f"Bearer {token}"})
    assert answer.status == 401


def test_health_needs_no_user(ask: Ask) -> None:
    assert Ask(user=None)("GET", "/health").json["status"] == "ok"
