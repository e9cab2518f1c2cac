"""The command line as a client: whom it asks, and what it says when the answer is no, nonsense, or none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli.api_stub import JOB, Answering, a_job, answering, refusal
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (401, refusal("NotSignedIn", "expired"), 2, "does not accept your token: expired"),
        (401, {"message": "Unauthorized"}, 2, "does not accept your token: Unauthorized"),
        (404, refusal("NotFound", f"There is no job {JOB!r}"), 2, "There is no job"),
        (409, refusal("Conflict", "is completed"), 2, "is completed"),
        (429, refusal("OverQuota", "You have 20 jobs", "time"), 1, "You have 20 jobs"),
        (500, refusal("Unexpected", "Something went wrong", "developer"), 1, "Something went wrong"),
        (500, {"message": "Internal Server Error"}, 1, "Internal Server Error"),
        (502, b"<html>Bad gateway</html>", 1, "the host answered 502"),
        (200, b"<html>Welcome</html>", 2, "is no Omnigen host"),
        (404, b"<html>Not here</html>", 2, "is no Omnigen host"),
        (405, b"", 2, "is no Omnigen host"),
    ],
)
def test_refusals_end_with_words_and_a_code(
    status: int, body: Any, code: int, words: str, server: Answering, run: Run
) -> None:
    server.will(status, body)
    ended = run("jobs", "cancel", JOB)
    assert ended.exit_code == code
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_redirect_does_not_get_the_token(server: Answering, run: Run) -> None:
    with answering() as thief:
        thief.will(200, {"items": [], "next_cursor": None})
        server.will(302, None, Location=f"{thief.url}/api/v1/jobs")
        ended = run("jobs")
    assert ended.exit_code == 2
    assert "is no Omnigen host" in ended.stderr
    assert thief.asked == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("example.com", "is no address"),
        ("ftp://example.com", "is no address"),
        ("https://", "is no address"),
        ("http://example.com", "https only"),
        ("http://127.0.0.1.example.com", "https only"),
    ],
)
def test_addresses_that_cannot_be_right_are_usage_errors(url: str, words: str, run: Run) -> None:
    ended = run("jobs", url=url)
    assert ended.exit_code == 2
    assert words in ended.stderr


def test_without_a_token_nothing_is_asked(server: Answering, run: Run) -> None:
    ended = run("jobs", token=None)
    assert ended.exit_code == 2
    assert "--token" in ended.stderr
    assert server.asked == []


def test_the_address_that_serve_prints_brings_its_token(server: Answering, run: Run) -> None:
    server.will(200, {"items": [], "next_cursor": None})
    assert run("jobs", url=f"{server.url}/api/v1/docs#token=abc", token=None).exit_code == 0
    (asked,) = server.asked
    assert asked[:2] == ("GET", "/api/v1/jobs?limit=50")
    assert asked[2]["authorization"] == "Bearer abc"


def test_a_proxy_is_not_asked_for_this_machine(server: Answering, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.will(200, {"items": [], "next_cursor": None})
    assert run("jobs").exit_code == 0


def test_a_host_that_is_down_is_named(run: Run) -> None:
    ended = run("jobs", url="http://127.0.0.1:9")
    assert ended.exit_code == 1
    assert "Nobody answers at http://127.0.0.1:9" in ended.stderr


def test_a_host_that_is_away_for_a_moment_is_waited_for(server: Answering, run: Run) -> None:
    server.will(200, a_job())
    server.will(503, {"message": "Service Unavailable"})
    server.will(429, {"message": "Too Many Requests"})
    server.will(200, a_job(status="cancelled", stage="cancelled", rev=8))
    ended = run("jobs", "watch", JOB)
    assert ended.exit_code == 4
    assert f"{JOB} is cancelled" in ended.stderr
    assert [path for _, path, _, _ in server.asked] == [f"/api/v1/jobs/{JOB}"] * 4


def test_a_job_is_followed_by_short_requests_with_the_tag_of_what_is_known(server: Answering, run: Run) -> None:
    server.will(200, a_job(), ETag='"7"')
    server.will(304)
    server.will(304)
    server.will(200, a_job(status="cancelled", stage="cancelled", rev=8), ETag='"8"')
    assert run("jobs", "watch", JOB).exit_code == 4
    assert [headers.get("if-none-match", "") for _, _, headers, _ in server.asked] == ["", '"7"', '"7"', '"7"']


def test_a_job_whose_host_has_gone_is_unfinished_and_can_be_watched_again(run: Run) -> None:
    with answering() as dying:
        dying.will(202, {"job_id": JOB})
        url = dying.url
        dying.will(500, b"")
        started = run("generate", "A lamp", "--duration", "6", "--detach", url=url)
        assert started.output.strip() == JOB
    ended = run("jobs", "watch", JOB, url=url)
    assert ended.exit_code == 4
    assert f"omnigen --url {url} jobs watch {JOB}" in ended.stderr


@pytest.mark.parametrize("job_id", ["job_nonsense", "", "../usage", f"{JOB}/video", JOB.lower()])
def test_what_is_no_id_is_not_asked_for(job_id: str, server: Answering, run: Run) -> None:
    ended = run("jobs", "show", job_id)
    assert ended.exit_code == 2
    assert "is no job's id" in ended.stderr
    assert server.asked == []


def test_lists_are_read_page_by_page_up_to_the_limit(server: Answering, run: Run) -> None:
    item = {"job_id": JOB, "status": "failed", "title": "[red]Lamp", "prompt": "", "duration": 6, "aspect_ratio": "1:1",
            "created_at": 1_800_000_000}  # fmt: skip
    server.will(200, {"items": [item] * 100, "next_cursor": "abc"})
    server.will(200, {"items": [item] * 20, "next_cursor": "def"})
    ended = run("jobs", "list", "--status", "failed", "--limit", "120", "--json")
    assert len(json.loads(ended.stdout)) == 120
    assert "more than these 120" in ended.stderr
    assert [path for _, path, _, _ in server.asked] == [
        "/api/v1/jobs?status=failed&limit=100",
        "/api/v1/jobs?status=failed&cursor=abc&limit=20",
    ]


def test_titles_are_text_in_tables(server: Answering, run: Run) -> None:
    item = {"job_id": JOB, "status": "failed", "title": "[red]Lamp[/]", "prompt": "", "duration": 6,
            "aspect_ratio": "1:1", "created_at": 1_800_000_000}  # fmt: skip
    server.will(200, {"items": [item], "next_cursor": None})
    assert "[red]Lamp[/]" in run("jobs").stdout


@pytest.mark.parametrize("command", [["serve"], ["token", "ada"]])
def test_commands_of_this_machine_take_no_address(command: list[str], run: Run) -> None:
    ended = run(*command)
    assert ended.exit_code == 2
    assert "this machine only" in ended.stderr
