"""How fast the API answers: POST /generate against a handler that does nothing, pages of 10,000 jobs, imports.

Run: python -m benchmarks.api. All figures come from one run; ratios travel between machines, milliseconds do not.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from omnigen.domain.brief import Brief
from omnigen.domain.ids import new_job_id
from omnigen.domain.job import JobStatus, new_job
from omnigen.settings import read
from omnigen.studio import Studio, open_studio
from ulid import ULID

from local.api_tokens import tokens_of
from local.cloud import LocalCloud
from local.environment import process_environment
from local.moto_patches.hooks import Outcome
from local.server import PREFIX, ApiServer, api_mounted

REQUESTS = 500
JOBS = 10_000
PAGES = 20
SETTINGS = {
    "OMNIGEN_JOBS_PER_USER": "100000",
    "OMNIGEN_JOBS_PER_DAY": "100000",
    "OMNIGEN_WEBHOOK_KEY": "k",
}
NOTHING = json.dumps({"statusCode": 202, "body": "{}", "headers": {"Content-Type": "application/json"}})
IMPORT = (
    "import time; t = time.perf_counter(); {}; s = time.perf_counter() - t; "
    "print(s, int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0]) / 1024)"
)
STATES = '{"StartAt": "Nothing", "States": {"Nothing": {"Type": "Succeed"}}}'
"""The API is measured, not the pipeline."""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, _cloud(Path(folder)) as cloud, api_mounted(cloud, at_once=4):
        cloud.mount("/nothing", ApiServer(lambda _: Outcome(NOTHING), tokens_of(cloud.data_dir)))
        ask = _client(cloud)
        brief = {"prompt": "A calm ad for a reusable water bottle", "duration": 15}
        floor = _times(REQUESTS, lambda: ask("POST", "/nothing/generate", brief))
        reading = _times(REQUESTS, lambda: ask("GET", f"{PREFIX}/health"))
        ours = _times(REQUESTS, lambda: ask("POST", f"{PREFIX}/generate", brief))
        print("| what | p50 ms | p99 ms | against nothing (p50) |\n|---|---|---|---|")
        for name, times in (("nothing", floor), ("GET /health", reading), ("POST /generate", ours)):
            print(f"| {name} | {times[0]:.1f} | {times[1]:.1f} | {times[0] / floor[0]:.1f} |")
        _list_jobs(cloud, ask)
    _imports()


@contextmanager
def _cloud(folder: Path) -> Iterator[LocalCloud]:
    with LocalCloud(folder, environment=SETTINGS, definition=STATES, sweep_seconds=3_600) as cloud:
        yield cloud


def _client(cloud: LocalCloud) -> Callable[..., bytes]:
    token = tokens_of(cloud.data_dir).issue("bench")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    place = urlsplit(cloud.url)

    def ask(method: str, path: str, body: object = None) -> bytes:
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        assert answer.status < 300, data
        return data

    return ask


def _times(count: int, call: Callable[[], object]) -> tuple[float, float]:
    """p50 and p99 in milliseconds, after ten calls that do not count."""
    for _ in range(10):
        call()
    times = []
    for _ in range(count):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1_000)
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]


def _list_jobs(cloud: LocalCloud, ask: Callable[..., bytes]) -> None:
    """Pages through the API, and the same pages asked of the emulated table alone."""
    with process_environment({**SETTINGS, **cloud.environment}):
        studio = open_studio(read(cloud.environment))
        _make_jobs(studio)
        cursor = ""

        def page() -> None:
            nonlocal cursor
            cursor = f"&cursor={json.loads(ask('GET', f'{PREFIX}/jobs?limit=100{cursor}'))['next_cursor']}"

        api = _times(PAGES, page)
        table = _times(PAGES, lambda: studio.aws.jobs.of_user("bench", limit=100))
    print(f"\nA page of 100 of {JOBS} jobs: p50 {api[0]:.0f} ms, of which the emulated table takes {table[0]:.0f} ms")


def _make_jobs(studio: Studio) -> None:
    brief = Brief(prompt="A calm ad for a reusable water bottle")
    for number in range(JOBS):
        made = new_job(job_id=new_job_id(ULID()), user_id="bench", brief=brief, now=1_800_000_000 + number, draft=True)
        studio.aws.jobs.create(made.model_copy(update={"status": JobStatus.CANCELLED, "ttl": None}))


def _imports() -> None:
    for what in ("pass", "import boto3", "import functions.api.handler"):
        said = subprocess.run([sys.executable, "-c", IMPORT.format(what)], capture_output=True, text=True, check=True)
        seconds, megabytes = map(float, said.stdout.split())
        print(f"{what}: {seconds:.2f} s, {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
