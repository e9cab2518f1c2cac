"""Pages of many jobs: through the API, asked of the emulated table alone, and the handler with the answer in hand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping

from omnigen.aws.job_index import JobPage
from omnigen.aws.jobs import Jobs
from omnigen.domain.brief import Brief
from omnigen.domain.ids import new_job_id
from omnigen.domain.job import JobStatus, new_job
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read
from ulid import ULID

from benchmarks.timing import times
from functions.api.auth import RequestContext
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
        app = open_context(read(cloud.environment))
        _make_jobs(app)
        cursor = ""

        def page() -> None:
            nonlocal cursor
            cursor = f"&cursor={json.loads(ask('GET', f'{PREFIX}/jobs?limit=100{cursor}'))['next_cursor']}"

        def failed() -> None:
            ask("GET", f"{PREFIX}/jobs?limit=100&status=failed")

        rows = {
            "GET /jobs?limit=100, over HTTP": times(PAGES, page, warm=2),
            "GET /jobs?status=failed (1 in 100 has failed), over HTTP": times(PAGES, failed, warm=2),
            "the same query, boto3 to the emulated table": times(PAGES, lambda: _query(app), warm=2),
            "our part: 100 items in hand to JSON": times(500, _ours(app)),
        }
    return "\n".join(f"| {name} | {measured.p50:.1f} |" for name, measured in rows.items())


def _query(app: AppContext) -> JobPage:
    return app.aws.jobs.of_user("bench", limit=100)


def _ours(app: AppContext) -> Callable[[], str]:
    """What the API does with a page once DynamoDB has answered."""
    page = _query(app)

    class InHand(Jobs):
        def of_user(self, *_: object, **__: object) -> JobPage:
            return page

    jobs = InHand(app.aws.jobs.table, app.aws.jobs.now)
    call = RequestContext("bench", dataclasses.replace(app, aws=dataclasses.replace(app.aws, jobs=jobs)))
    return lambda: write_json(page_of_jobs(call, limit=100, cursor=None).model_dump(mode="json"))


def _make_jobs(app: AppContext) -> None:
    brief = Brief(prompt="A calm ad for a reusable water bottle")
    for number in range(JOBS):
        made = new_job(job_id=new_job_id(ULID()), user_id="bench", brief=brief, now=1_800_000_000 + number, draft=True)
        status = JobStatus.FAILED if number % 100 == 0 else JobStatus.CANCELLED
        app.aws.jobs.create(made.model_copy(update={"status": status, "ttl": None}))
