"""Cancelling and resuming over HTTP, wherever a job is: in line, while its predictions run, while it is composed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog

from tests.e2e.api_host import ApiHost, serving

CLIPS = {"prompt": "A calm ad for a reusable water bottle", "duration": 6, "continuity": "chained"}
STILLS = {**CLIPS, "duration": 12, "pictures": "stills", "music": {"enabled": False}, "narration": {"enabled": False}}
PATIENCE_SECONDS = 120


@pytest.fixture
def host(tmp_path: Path) -> Iterator[ApiHost]:
    """One job renders at a time, predictions take two minutes, and the second scene's first still is refused."""
    settings = {
        "OMNIGEN_RENDER_SLOTS": "1",
        "OMNIGEN_OFFLINE_LATENCY_SECONDS": "120",
        "OMNIGEN_OFFLINE_FAULTS": "image:PolicyBlocked:s02",
    }
    with serving(tmp_path / "data", port=0, **settings) as running:
        yield running


def until(what: str, found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not found():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.1)


def orders(host: ApiHost, *kinds: str) -> list[LoggedOrder]:
    return [entry for entry in OrderLog(host.data_dir / "ledger").all() if entry.kind in kinds]


def composing(job_id: str) -> list[str]:
    """Processes that compose this job."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # it has just ended
        if job_id in words and any("task_runner" in word for word in words):
            found.append(place.parent.name)
    return found


@pytest.mark.slow
def test_a_job_is_stopped_in_line_while_filming_and_while_composing_and_goes_on_from_there(host: ApiHost) -> None:
    filming = host.ask("POST", "/generate", CLIPS).json["job_id"]
    until("a clip is ordered", lambda: len(orders(host, "clip", "music")) == 2)

    waiting = host.ask("POST", "/generate", CLIPS).json["job_id"]
    until("it waits in line", lambda: host.ask("GET", f"/jobs/{waiting}").json["stage"] == "music_composing")
    assert host.ask("POST", f"/jobs/{waiting}/cancel").json["status"] == "cancelled"

    cancelled = host.ask("POST", f"/jobs/{filming}/cancel")
    assert (cancelled.status, cancelled.json["status"]) == (200, "cancelled")
    until("they are cancelled", lambda: {entry.state for entry in orders(host, "clip", "music")} == {"cancelled"})
    assert len(orders(host, "clip", "music")) == 2, "nothing was ordered for the one in line"

    job_id = host.ask("POST", "/generate", STILLS).json["job_id"]
    until("it fails", lambda: host.ask("GET", f"/jobs/{job_id}?wait=5").json["status"] == "failed")
    problem = host.ask("GET", f"/jobs/{job_id}").json["problem"]
    assert (problem["code"], problem["scene_id"]) == ("PolicyBlocked", f"{job_id}-s02")
    assert host.ask("POST", f"/jobs/{job_id}/resume").status == 202

    until("it is composed", lambda: bool(composing(job_id)))  # which takes seconds: it cannot be missed
    assert host.ask("POST", f"/jobs/{job_id}/cancel").json["status"] == "cancelled"
    until("the composition stops", lambda: not composing(job_id))
    assert host.ask("GET", f"/jobs/{job_id}/video").status == 404

    assert host.ask("POST", f"/jobs/{job_id}/resume").json["status"] == "pending"
    done = host.until(job_id, "completed")
    assert (done["run"], bool(done["video_url"])) == (3, True)
    bought = Counter(entry.order_id for entry in orders(host, "image") if entry.state == "delivered")
    assert set(bought.values()) == {1}
