"""The served API as a whole: races with one effect, a restart that forgets nothing, the command line as a client."""

from __future__ import annotations

import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api_host import OMNIGEN, ApiHost, serving
from tests.e2e.measuring import measure

BRIEF = {"prompt": "A calm ad for a reusable water bottle", "duration": 6}
WAITING = {**BRIEF, "review": ["script"]}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiHost]:
    with serving(tmp_path_factory.mktemp("host") / "data", OMNIGEN_JOBS_PER_USER="50") as running:
        yield running


def at_once(count: int, ask: Any) -> list[int]:
    with ThreadPoolExecutor(count) as pool:
        return [answer.status for answer in pool.map(ask, range(count))]


def waiting_job(host: ApiHost) -> str:
    job_id = host.ask("POST", "/generate", WAITING).json["job_id"]
    host.until(job_id, "awaiting_review")
    return str(job_id)


def test_fifty_submissions_with_one_key_make_one_job(host: ApiHost) -> None:
    before = len(host.ask("GET", "/jobs?limit=100").json["items"])
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: host.ask("POST", "/generate", WAITING, {"Idempotency-Key": "fifty"}), range(50))
        )
    assert {answer.status for answer in answers} == {202}
    (job_id,) = {answer.json["job_id"] for answer in answers}
    assert len(host.ask("GET", "/jobs?limit=100").json["items"]) == before + 1
    assert host.until(job_id, "awaiting_review")["run"] == 1
    host.ask("POST", f"/jobs/{job_id}/cancel")


def test_approving_twice_at_once_counts_once(host: ApiHost) -> None:
    job_id = waiting_job(host)
    statuses = at_once(8, lambda _: host.ask("POST", f"/scripts/{job_id}/approve"))
    assert Counter(statuses) == {202: 1, 409: 7}
    host.ask("POST", f"/jobs/{job_id}/cancel")


def test_approving_against_cancelling_leaves_one_of_the_two(host: ApiHost) -> None:
    job_id = waiting_job(host)
    paths = (f"/scripts/{job_id}/approve", f"/jobs/{job_id}/cancel")
    with ThreadPoolExecutor(2) as pool:
        approved, cancelled = (answer.status for answer in pool.map(lambda path: host.ask("POST", path), paths))
    assert cancelled == 200  # cancelling is right before and after an approval
    assert approved in {202, 409}
    assert host.ask("GET", f"/jobs/{job_id}").json["status"] == "cancelled"


def test_cancelling_many_times_at_once_cancels_once(host: ApiHost) -> None:
    job_id = waiting_job(host)
    assert Counter(at_once(6, lambda _: host.ask("POST", f"/jobs/{job_id}/cancel")))[200] == 1


def test_waiting_requests_hold_up_nobody(host: ApiHost) -> None:
    job_id = waiting_job(host)
    rev = host.ask("GET", f"/jobs/{job_id}").json["rev"]
    with ThreadPoolExecutor(10) as pool:  # as many as one user may hold
        polls = [pool.submit(host.ask, "GET", f"/jobs/{job_id}?wait=15&since={rev + 1}") for _ in range(10)]
        time.sleep(1)
        started = time.monotonic()
        assert host.ask("GET", "/health").status == 200
        assert host.ask("GET", "/jobs").status == 200
        assert time.monotonic() - started < 8
        assert not any(poll.done() for poll in polls)
        host.ask("POST", f"/jobs/{job_id}/cancel")
        assert {poll.result().json["status"] for poll in polls} == {"cancelled"}


def test_only_tokens_of_this_folder_are_good(host: ApiHost, tmp_path: Path) -> None:
    def token(data_dir: Path, name: str) -> str:
        command = [OMNIGEN, "--data-dir", str(data_dir), "token", name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    job_id = waiting_job(host)
    ada = token(host.data_dir, "ada")
    assert host.ask("GET", "/usage", headers={"Authorization": f"Bearer {ada}"}).status == 200
    assert host.ask("GET", f"/jobs/{job_id}", headers={"Authorization": f"Bearer {ada}"}).status == 404
    for wrong in (f"Bearer {token(tmp_path, 'ada')}", "Bearer x", "", f"Basic {ada}", f"Bearer {ada[:-3]}xyz"):
        assert host.ask("GET", "/jobs", headers={"Authorization": wrong}).status == 401
    host.ask("POST", f"/jobs/{job_id}/cancel")


def test_pages_elsewhere_may_not_use_it(host: ApiHost) -> None:
    assert host.ask("GET", "/jobs", headers={"Origin": "https://example.com"}).status == 403
    assert host.ask("GET", "/jobs", headers={"Host": "example.com"}).status == 403


@pytest.mark.slow
def test_the_command_line_is_a_client(host: ApiHost, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        origin = host.api.removesuffix("/api/v1")
        command = [OMNIGEN, "--url", origin, "--token", host.token, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False)

    made = run("generate", "A calm ad for a reusable water bottle", "--duration", "6", "--out", "ad.mp4")
    assert made.returncode == 0, made.stderr
    assert measure(tmp_path / "ad.mp4").frames == 144
    assert "100 %" in made.stderr
    listed = run("jobs", "list", "--status", "completed")
    assert "completed" in listed.stdout
    written = run("script", "--product", "Aqua One", "--description", "A bottle that keeps cold", "--duration", "6")
    assert written.returncode == 0, written.stderr
    assert "seen:" in written.stdout
    waiting = run("generate", "A calm ad for a bottle", "--duration", "6", "--review", "script")
    assert waiting.returncode == 3
    job_id = waiting.stdout.strip()
    assert run("review", job_id).stdout.startswith("script\n  1. ")
    assert run("review", job_id, "--approve", "script").returncode == 0
    assert run("review", job_id, "--approve", "script").returncode == 2
    assert run("jobs", "cancel", job_id).returncode in {0, 2}
    assert run("jobs", "show", "job_nonsense").returncode == 2
    assert run("jobs", "list", "--status", "lost").returncode == 2
    assert run("models").stdout.splitlines()[1].split()[:2] == ["script", "offline/writer"]


@pytest.mark.slow
def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    """kill -9 while a job waits at a gate and another is being made: both go on. Once more: what is done is there."""
    data = tmp_path / "data"
    with serving(data) as first:
        waiting = waiting_job(first)
        running = first.ask("POST", "/generate", {**BRIEF, "pictures": "stills"}).json["job_id"]
        first.until(running, "processing")
        key = {"Idempotency-Key": "kept"}
        draft = first.ask("POST", "/scripts", {"script_text": "Meet the bottle.", "duration": 6}, key).json["job_id"]
        first.kill()
    with serving(data) as second:
        assert second.until(running, "completed")["video_url"]
        second.until(waiting, "awaiting_review")
        assert second.ask("POST", f"/scripts/{waiting}/approve").status == 202
        again = second.ask("POST", "/scripts", {"script_text": "Meet the bottle.", "duration": 6}, key)
        assert again.json["job_id"] == draft
        second.ask("POST", f"/jobs/{waiting}/cancel")
        second.kill()
    with serving(data) as third:
        listed = third.ask("GET", "/jobs?status=completed").json["items"]
        assert [(item["job_id"], item["has_video"]) for item in listed] == [(running, True)]
        video = third.ask("GET", f"/jobs/{running}/video").json
        for url in (video["video_url"], video["thumbnail_url"], *video["caption_urls"].values()):
            with urllib.request.urlopen(url, timeout=30) as file:
                assert file.read()
