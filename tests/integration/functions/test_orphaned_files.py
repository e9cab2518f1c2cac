"""Files whose job has no record are deleted a day later, in bounded steps; everything else stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from omnigen.aws.file_sweeps import EVERY_SECONDS
from omnigen.domain.job import DAY_SECONDS
from omnigen.domain.storage_keys import Keys, job_of, uploads_prefix
from omnigen.jobs import orphaned_files
from omnigen.runtime.context import AppContext

from functions.sweep import ScheduledEvent, sweep
from tests.builders import a_planned_job

GONE = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
Later = Callable[[int], AppContext]


@pytest.fixture
def later(app: AppContext) -> Later:
    """The application context at so many seconds from now, all of its clocks included."""

    def at(seconds: int) -> AppContext:
        def now() -> int:
            return app.now() + seconds

        sweeps = dataclasses.replace(app.aws.file_sweeps, now=now)
        return dataclasses.replace(app, now=now, aws=dataclasses.replace(app.aws, file_sweeps=sweeps))

    return at


@pytest.fixture
def files(app: AppContext) -> dict[str, str]:
    """A file of a job without a record, one of a job with a record, and an upload: their keys."""
    job = a_planned_job()
    app.aws.jobs.create(job)
    keys = {
        "orphan": Keys("ada", GONE).report,
        "kept": Keys(job.user_id, job.job_id).report,
        "upload": f"{uploads_prefix('ada')}voice.wav",
    }
    for key in keys.values():
        app.aws.objects.put(key, b"x", "application/json")
    return keys


def test_only_old_files_without_a_record_go(later: Later, files: dict[str, str]) -> None:
    young, old = later(DAY_SECONDS - 120), later(DAY_SECONDS + EVERY_SECONDS)
    assert sweep(ScheduledEvent(), young).files == 0, "a day has not passed"
    assert sweep(ScheduledEvent(), old).files == 1
    present = set(old.aws.objects.keys("users/"))
    assert {name for name, key in files.items() if key in present} == {"kept", "upload"}


@pytest.mark.usefixtures("files")
def test_it_is_done_once_an_hour_by_one_process(later: Later) -> None:
    first = later(10 * DAY_SECONDS)
    assert first.aws.file_sweeps.claim() is not None
    assert first.aws.file_sweeps.claim() is None
    assert orphaned_files.delete_orphaned_files(first) == 0
    assert orphaned_files.delete_orphaned_files(later(10 * DAY_SECONDS + EVERY_SECONDS)) == 1


def test_each_run_goes_on_where_the_last_one_ended(later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    """With pages of one file, five runs of one page go through five files, then it begins anew."""
    app = later(0)
    for number in range(5):
        app.aws.objects.put(f"users/zoe/jobs/job_{number}/final/report.json", b"x", "application/json")
    monkeypatch.setattr(orphaned_files, "MAX_PAGES", 1)
    stock = type(app.aws.objects).page
    monkeypatch.setattr(type(app.aws.objects), "page", lambda self, prefix, after: stock(self, prefix, after)[:1])
    before = set(app.aws.objects.keys("users/"))
    days = iter(range(20, 60))
    while set(app.aws.objects.keys("users/zoe/")):
        orphaned_files.delete_orphaned_files(later(next(days) * DAY_SECONDS))
    assert next(days) - 20 <= len(before) + 2, "each run went on by a page"


@pytest.mark.parametrize(
    ("key", "job_id"),
    [
        (f"users/ada/jobs/{GONE}/final/video.mp4", GONE),
        ("users/ada/uploads/voice.wav", None),
        (f"users/ada/jobs/{GONE}", None),
        (f"users/a/b/jobs/{GONE}/x", None),
        (f"jobs/{GONE}/x", None),
    ],
)
def test_the_job_of_a_file_is_read_from_its_key(key: str, job_id: str | None) -> None:
    assert job_of(key) == job_id
