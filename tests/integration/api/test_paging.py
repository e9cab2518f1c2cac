"""Walking through a list page by page shows every job once, however many there are and however alike their times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omnigen.domain.job import Job, JobStatus
from ulid import ULID

from functions.api import paging
from tests.builders import a_brief
from tests.integration.api.conftest import Ask

FINISHED = [JobStatus.COMPLETED, JobStatus.FAILED]


def pages(ask: Ask, **query: Any) -> Iterator[list[str]]:
    """The ids on each page, following the cursors to the end."""
    cursor: dict[str, Any] = {}
    while True:
        answer = ask("GET", "/jobs", **query, **cursor).json
        yield [job["job_id"] for job in answer["items"]]
        if answer["next_cursor"] is None:
            return
        cursor = {"cursor": answer["next_cursor"]}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(FINISHED)), max_size=7),
    limit=st.integers(1, 4),
    status=st.sampled_from([None, *FINISHED]),
)
def test_pages_hold_every_fitting_job_once_newest_first_and_none_but_the_last_is_short(
    keep: Callable[..., Job], made: list[tuple[int, JobStatus]], limit: int, status: JobStatus | None
) -> None:
    user = f"u{ULID()}"
    jobs = [keep(user_id=user, created_at=1_800_000_000 + second, status=state) for second, state in made]
    found = list(pages(Ask(user), limit=limit, **({"status": status.value} if status else {})))
    fitting = {job.job_id: job.created_at for job in jobs if status in {None, job.status}}
    shown = [job_id for page in found for job_id in page]
    assert sorted(shown) == sorted(fitting)
    assert [fitting[job_id] for job_id in shown] == sorted(fitting.values(), reverse=True)
    assert all(len(page) == limit for page in found[:-1])
    assert len(found[-1]) <= limit
    assert found[-1] or not shown


def test_jobs_are_found_by_what_stands_in_title_or_subject(keep: Callable[..., Job]) -> None:
    ask = Ask(f"u{ULID()}")
    for title, prompt in (("Straße", "a lamp"), ("Lamp", "a bottle"), ("", "A BOTTLE")):
        keep(user_id=ask.user, title=title, brief=a_brief(prompt=prompt), status=JobStatus.COMPLETED)
    found = {text: len(ask("GET", "/jobs", q=text).json["items"]) for text in ("lamp", "BOTTLE", "strasse", " ", "x")}
    assert found == {"lamp": 2, "BOTTLE": 2, "strasse": 1, " ": 3, "x": 0}
    first = ask("GET", "/jobs", q="lamp", limit=1).json
    assert len(ask("GET", "/jobs", q="lamp", cursor=first["next_cursor"]).json["items"]) == 1


def test_search_reads_so_many_jobs_in_a_request_and_goes_on_in_the_next(
    keep: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_READ_AT_ONCE", 2)
    monkeypatch.setattr(paging, "MAX_SIFTED", 4)
    ask = Ask(f"u{ULID()}")
    for number in range(7):
        title = "Lamp" if number == 0 else "Bottle"
        keep(user_id=ask.user, title=title, created_at=1_800_000_000 + number, status=JobStatus.COMPLETED)
    assert [len(page) for page in pages(ask, q="lamp")] == [0, 1]
    assert [len(page) for page in pages(ask, q="bottle", limit=4)] == [4, 3]
