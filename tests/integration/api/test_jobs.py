"""Looking at jobs: pages, filters, waiting for a change, events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from omnigen.aws.dynamodb import Update
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job, JobStatus, Video
from omnigen.errors import StaleRun
from omnigen.runtime.context import AppContext

from tests.integration.api.conftest import Ask

A_VIDEO: dict[str, Any] = {
    "status": ApprovalStatus.APPROVED,
    "created_at": 1,
    "duration": Decimal(6),
    "frames": 144,
    "bytes": 9,
}


def with_video(app: AppContext, job: Job) -> Job:
    key = f"users/{job.user_id}/jobs/{job.job_id}/final/video.mp4"
    app.aws.objects.put(key, b"film", "video/mp4")
    video = Video(id=f"{job.job_id}-v01", key=key, width=64, height=36, captions={"srt": "c.srt"}, **A_VIDEO)
    return app.aws.artifacts.video(job, video)


def test_pages_hold_every_job_once_newest_first(keep: Callable[..., Job]) -> None:
    made = [keep(user_id="pat", created_at=1_800_000_000 + n).job_id for n in range(7)]
    ask, found, cursor = Ask("pat"), [], None
    while True:
        page = ask("GET", "/jobs", limit=3, **({"cursor": cursor} if cursor else {})).json
        found += [job["job_id"] for job in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert found == made[::-1]
    first = ask("GET", "/jobs", limit=3, sort="oldest").json
    rest = ask("GET", "/jobs", sort="oldest", cursor=first["next_cursor"]).json
    assert [job["job_id"] for job in (*first["items"], *rest["items"])] == made
    assert ask("GET", "/jobs", sort="title").json["field"] == "sort"


def test_a_filtered_page_is_filled_past_the_jobs_that_do_not_fit(keep: Callable[..., Job]) -> None:
    for number in range(12):
        status = JobStatus.FAILED if number % 4 == 0 else JobStatus.COMPLETED
        keep(user_id="fil", status=status, created_at=1_800_000_000 + number)
    ask = Ask("fil")
    first = ask("GET", "/jobs", status="failed", limit=2).json
    rest = ask("GET", "/jobs", status="failed", limit=2, cursor=first["next_cursor"]).json
    assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]


def test_a_job_at_a_gate_is_listed_and_shown_as_awaiting_review(wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.SPEND, user_id="wai")
    assert [item["job_id"] for item in Ask("wai")("GET", "/jobs", status="awaiting_review").json["items"]] == [
        job.job_id
    ]
    assert Ask("wai")("GET", f"/jobs/{job.job_id}").json["status"] == "awaiting_review"


def test_addresses_of_pictures_clips_and_cuts_come_with_what_they_belong_to(
    app: AppContext, ask: Ask, wait_at: Callable[..., Job]
) -> None:
    job = with_video(app, wait_at(Gate.IMAGES))
    shown = ask("GET", f"/jobs/{job.job_id}").json
    scene = shown["scenes"][0]
    assert "X-Amz-Signature" in scene["images"][0]["url"]
    assert (scene["clip_url"] is None) == (scene["clip_key"] is None) == (scene["thumbnail_url"] is None)
    assert "response-content-disposition=attachment" in shown["videos"][0]["download_url"]
    assert shown["scored"] is False


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"cursor": "WzFd"}, {"status": "lost"}, {"limit": "many"}]
)
def test_a_wrong_query_is_refused_with_its_name(ask: Ask, query: dict[str, Any]) -> None:
    answer = ask("GET", "/jobs", **query)
    assert (answer.status, answer.json["field"]) == (422, next(iter(query)))


def test_a_job_shows_its_script_in_seconds_that_add_up(ask: Ask, keep: Callable[..., Job]) -> None:
    job = keep()
    script = ask("GET", f"/jobs/{job.job_id}/script").json
    assert [segment["duration"] for segment in script["segments"]] == [3.0, 3.0]
    assert [set(scene) >= {"scene_index", "duration", "visual_prompt", "transition"} for scene in script["scenes"]]
    assert sum(scene["duration"] for scene in script["scenes"]) == script["duration"] == 6


def test_tokens_of_gates_and_vendors_are_not_shown(ask: Ask, wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.SPEND)
    text = ask("GET", f"/jobs/{job.job_id}").text
    assert "token-spend" not in text
    assert "prediction" not in text


def test_a_finished_job_has_its_video_s_address_for_an_hour(
    ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    job = with_video(app, keep())
    assert "X-Amz-Signature" in ask("GET", f"/jobs/{job.job_id}").json["video_url"]
    video = ask("GET", f"/jobs/{job.job_id}/video").json
    assert 0 < video["expires_at"] - time.time() <= 3_600
    assert video["caption_urls"].keys() == {"srt"}
    assert ask("GET", f"/videos/{job.job_id}-v01").json["id"] == video["id"]
    assert ask("GET", f"/scripts/{job.job_id}/video").json["id"] == video["id"]


def test_a_signed_video_shows_what_a_reader_finds_in_it_and_an_unsigned_one_says_how_to_sign(
    ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    job = with_video(app, keep())
    refused = ask("GET", f"/videos/{job.job_id}-v01/provenance")
    assert (refused.status, "OMNIGEN_SIGNING_KEY" in refused.json["detail"]) == (404, True)
    key = f"users/{job.user_id}/jobs/{job.job_id}/final/provenance-v02.json"
    found = {"issuer": "Somebody", "trusted": False, "store": {"manifests": {}}}
    app.aws.objects.put(key, json.dumps(found).encode(), "application/json")
    signed = {"sha256": "1" * 64, "unsigned_sha256": "2" * 64, "provenance_key": key}
    video = job.videos[0].model_copy(update={"id": f"{job.job_id}-v02", "key": f"{key}.mp4", **signed})
    app.aws.artifacts.video(app.aws.jobs.get(job.job_id), video)
    answer = ask("GET", f"/videos/{video.id}/provenance").json
    assert answer == {"video_id": video.id, "sha256": "1" * 64, "unsigned_sha256": "2" * 64, **found}
    assert ask("GET", f"/videos/{video.id}").json["signed"] is True
    assert Ask("eve")("GET", f"/videos/{video.id}/provenance").status == 404


def test_before_the_video_is_there_its_place_says_so(ask: Ask, keep: Callable[..., Job]) -> None:
    job = keep(status=JobStatus.PROCESSING)
    answer = ask("GET", f"/jobs/{job.job_id}/video")
    assert answer.status == 404
    assert "processing" in answer.json["detail"]


def test_what_is_unchanged_is_not_sent_again(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.PROCESSING)
    place = f"/jobs/{job.job_id}"
    first = ask("GET", place)
    tag = first.headers["ETag"]
    assert tag == f'"{job.rev}"'
    for known in (tag, f'"0", W/{tag}'):
        again = ask("GET", place, headers={"if-none-match": known})
        assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)
    app.aws.jobs.write(job.job_id, Update().set("title", "New"))
    changed = ask("GET", place, headers={"if-none-match": tag})
    assert (changed.status, changed.json["title"]) == (200, "New")
    assert changed.headers["ETag"] != tag
    assert Ask("eve")("GET", place, headers={"if-none-match": changed.headers["ETag"]}).status == 404


def test_waiting_ends_with_the_change(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.PROCESSING)
    later = threading.Timer(0.5, lambda: app.aws.jobs.write(job.job_id, Update().set("title", "New")))
    later.start()
    started = time.monotonic()
    answer = ask("GET", f"/jobs/{job.job_id}", wait=15, since=job.rev)
    assert answer.json["title"] == "New"
    assert 0.4 < time.monotonic() - started < 10
    later.join()


def test_waiting_for_a_job_that_is_over_does_not_wait(ask: Ask, keep: Callable[..., Job]) -> None:
    job = keep()
    started = time.monotonic()
    assert ask("GET", f"/jobs/{job.job_id}", wait=20, since=job.rev + 5).status == 200
    assert time.monotonic() - started < 5


def test_events_give_the_job_then_nothing_then_the_end(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = keep(status=JobStatus.PROCESSING)
    place = f"/jobs/{job.job_id}/events"
    first = ask("GET", place)
    lines = dict(line.split(": ", 1) for line in first.text.strip().splitlines())
    assert (first.headers["Content-Type"], lines["event"], lines["id"]) == ("text/event-stream", "job", str(job.rev))
    assert int(lines["retry"]) > 0
    assert job.job_id in lines["data"]
    seen = {"last-event-id": lines["id"]}
    assert "data:" not in ask("GET", place, headers=seen).text
    over = app.aws.jobs.change_status(job.job_id, 1, JobStatus.FAILED)
    assert f"id: {over.rev}" in ask("GET", place, headers=seen).text
    last = ask("GET", place, headers={"last-event-id": str(over.rev)})
    assert (last.status, last.text) == (204, "")


def test_a_deleted_job_is_gone_and_so_are_its_files(ask: Ask, keep: Callable[..., Job], app: AppContext) -> None:
    job = with_video(app, keep())
    assert ask("DELETE", f"/jobs/{job.job_id}").status == 204
    assert ask("GET", f"/jobs/{job.job_id}").status == 404
    deadline = time.monotonic() + 15
    while list(app.aws.objects.keys(f"users/ada/jobs/{job.job_id}/")) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not list(app.aws.objects.keys(f"users/ada/jobs/{job.job_id}/"))


def test_a_running_job_is_cancelled_before_it_is_deleted(ask: Ask, wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.SPEND)
    assert ask("DELETE", f"/jobs/{job.job_id}").status == 204
    assert ask("GET", f"/jobs/{job.job_id}").status == 404


def test_cancelling_what_is_over_is_a_conflict(ask: Ask, keep: Callable[..., Job], wait_at: Callable[..., Job]) -> None:
    waiting = wait_at(Gate.SPEND)
    assert ask("POST", f"/jobs/{waiting.job_id}/cancel").json["status"] == "cancelled"
    assert ask("POST", f"/jobs/{waiting.job_id}/cancel").status == 409
    assert ask("POST", f"/jobs/{keep().job_id}/cancel").status == 409


@pytest.mark.parametrize("other", [JobStatus.COMPLETED, JobStatus.FAILED])
def test_of_a_cancellation_and_an_end_at_the_same_time_one_counts(
    other: JobStatus, ask: Ask, keep: Callable[..., Job], app: AppContext
) -> None:
    def end(job_id: str) -> bool:
        try:
            app.aws.jobs.change_status(job_id, 1, other)
        except StaleRun:
            return False
        return True

    for _ in range(6):
        job_id = keep(status=JobStatus.PROCESSING).job_id
        with ThreadPoolExecutor(1) as pool:
            ended = pool.submit(end, job_id)
            status = ask("POST", f"/jobs/{job_id}/cancel").status
        kept = app.aws.jobs.get(job_id).status
        assert (status, ended.result(), kept) in {(200, False, JobStatus.CANCELLED), (409, True, other)}


@pytest.mark.parametrize("action", ["resume", "continue", "regenerate"])
def test_moving_a_job_along_that_is_under_way_is_a_conflict(
    action: str, ask: Ask, wait_at: Callable[..., Job], app: AppContext
) -> None:
    job = wait_at(Gate.SPEND)
    assert ask("POST", f"/jobs/{job.job_id}/{action}", {}).status == 409
    assert app.aws.jobs.get(job.job_id) == job


def test_usage_sums_what_was_spent_and_counts_jobs(ask: Ask) -> None:
    usage = ask("GET", "/usage").json
    assert usage["monthly_usd"] == "500"
    assert usage.keys() >= {"spent_usd", "reserved_usd", "jobs_today", "jobs_running"}
    assert ask("GET", "/usage", period="2026-13").status == 422


def test_models_are_listed_with_prices_and_dates(ask: Ask) -> None:
    models = ask("GET", "/models").json["items"]
    assert {model["capability"] for model in models} >= {"script", "speech", "image", "clip", "music"}
    assert all(model["checked_on"] for model in models)


def test_video_health_looks_at_everything_a_video_needs(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("GET", "/health/video").json["checks"] == dict.fromkeys(
        ("records", "files", "workflow", "providers"), "ok"
    )
    monkeypatch.setenv("JOBS_TABLE", "no-such-table")
    ill = ask("GET", "/health/video")
    assert (ill.status, ill.json["checks"]["records"]) == (503, "failed")


def test_the_description_is_served_with_a_page_to_read(ask: Ask) -> None:
    assert ask("GET", "/openapi.json").json["openapi"] == "3.1.0"
    page = ask("GET", "/docs")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "/jobs/{job_id}/regenerate" in page.text
