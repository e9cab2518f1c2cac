"""Pages of many jobs: through the API, asked of the emulated table alone, and the handler with the answer in hand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping

from omnigen.aws.jobs import Jobs, Page
from omnigen.domain.brief import Brief
from omnigen.domain.ids import new_job_id
from omnigen.domain.job import JobStatus, new_job
from omnigen.runtime.context import Studio, open_studio
from omnigen.settings import read
from ulid import ULID

from benchmarks.timing import times
from functions.api.auth import Caller
from functions.api.json_codec import write_json
from functions.api.paging import page_of_jobs
from local.api.server import PREFIX
from local.emulator.cloud import LocalCloud
from local.emulator.environment import process_environment

JOBS = 10_000
PAGES = 20


def listing(cloud: LocalCloud, ask: Callable[..., bytes], settings: Mapping[str, str]) -> str:
    """The rows of the table."""
    with process_environment({**settings, **cloud.environment}):
        studio = open_studio(read(cloud.environment))
        _make_jobs(studio)
        cursor = ""

        def page() -> None:
            nonlocal cursor
            cursor = f"&cursor={json.loads(ask('GET', f'{PREFIX}/jobs?limit=100{cursor}'))['next_cursor']}"

        rows = {
            "GET /jobs?limit=100, over HTTP": times(PAGES, page, warm=2),
            "the same query, boto3 to the emulated table": times(PAGES, lambda: _query(studio), warm=2),
            "our part: 100 items in hand to JSON": times(500, _ours(studio)),
        }
    return "\n".join(f"| {name} | {measured.p50:.1f} |" for name, measured in rows.items())


def _query(studio: Studio) -> Page:
    return studio.aws.jobs.of_user("bench", limit=100)


def _ours(studio: Studio) -> Callable[[], str]:
    """What the API does with a page once DynamoDB has answered."""
    page = _query(studio)

    class InHand(Jobs):
        def of_user(self, *_: object, **__: object) -> Page:
            return page

    jobs = InHand(studio.aws.jobs.table, studio.aws.jobs.now)
    call = Caller("bench", dataclasses.replace(studio, aws=dataclasses.replace(studio.aws, jobs=jobs)))
    return lambda: write_json(page_of_jobs(call, limit=100, cursor=None).model_dump(mode="json"))


def _make_jobs(studio: Studio) -> None:
    brief = Brief(prompt="A calm ad for a reusable water bottle")
    for number in range(JOBS):
        made = new_job(job_id=new_job_id(ULID()), user_id="bench", brief=brief, now=1_800_000_000 + number, draft=True)
        studio.aws.jobs.create(made.model_copy(update={"status": JobStatus.CANCELLED, "ttl": None}))
