"""What a real 30 s job uses of AWS, counted on the laptop: states, calls, requests, bytes. `infra.cost` prices it.

Run: python -m benchmarks.aws_use. Writes infra/cost/measured.json, from which `python -m infra.cost` writes the page.
Counts do not depend on the machine. Seconds do, and contain what the offline providers do in a vendor's place.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Continuity, Pictures
from omnigen.domain.job import JobStatus
from omnigen.jobs import runs
from omnigen.runtime.context import open_context
from omnigen.settings import read

from infra.cost.measured import FILE, Calls, MeasuredJob, MeasuredSweep
from local.emulator.cloud import LocalCloud
from local.emulator.environment import process_environment, unconfigured

ROADS: Mapping[str, Mapping[str, Any]] = {
    "chained": {"continuity": Continuity.CHAINED},
    "keyframes": {"continuity": Continuity.KEYFRAMES},
    "stills": {"pictures": Pictures.STILLS},
}
SECONDS = 30
SWEEPS = 5
_PROMPT = "A calm ad for a reusable water bottle"
_REPORT = re.compile(r"^REPORT .* Duration: ([0-9.]+) ms$", re.MULTILINE)
_LOOKS = ("CheckClip", "CheckMusic")


def main() -> None:
    """Make a video on each road, and write down what it took."""
    jobs = {}
    for road, options in ROADS.items():
        with tempfile.TemporaryDirectory() as folder:
            jobs[road], sweep = measure(Path(folder) / "data", Brief(prompt=_PROMPT, duration=SECONDS, **options))
    facts = {"measured_on": f"{datetime.now(UTC).date()}", "cpus": os.cpu_count(), "load": os.getloadavg()[0]}
    measured = {name: job.model_dump(mode="json") for name, job in jobs.items()}
    text = json.dumps({**facts, "sweep": sweep.model_dump(mode="json"), "jobs": measured}, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")


def measure(folder: Path, brief: Brief) -> tuple[MeasuredJob, MeasuredSweep]:
    """One job from its brief to its video, on a host of its own; then some sweeps of a table that has this one job."""
    settings = {"OMNIGEN_OFFLINE_ORDER_LOG": str(folder / "ledger")}
    with LocalCloud(folder, environment=settings, sweep_seconds=1e6, wait_scale=0.1) as cloud:
        requests = _Requests(cloud)
        with process_environment({**unconfigured(os.environ), **cloud.environment}):
            app = open_context(read(cloud.environment))
            job = runs.submit(app, "local", brief)
            while app.aws.jobs.get(job.job_id).status in {JobStatus.PENDING, JobStatus.PROCESSING}:
                time.sleep(1)
            job = app.aws.jobs.get(job.job_id)
            cloud.settle()
        if job.status is not JobStatus.COMPLETED:
            raise RuntimeError(f"the job is {job.status}: {job.error_message}")
        found = _measured(cloud, requests, folder, job.execution_arn or "", job.videos[-1].bytes, len(job.scenes))
        return found, _sweeps(cloud, folder)


class _Requests:
    """Counts what reaches the emulator, in the units in which AWS bills it. The measuring itself is not counted."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.counted: Counter[str] = Counter()
        self._sizes: dict[str, int] = {}
        gateway, hooks = cloud._gateway, cloud._hooks  # noqa: SLF001 - there is no other place to look from
        self._app, gateway._aws = gateway._aws, self  # type: ignore[assignment] # noqa: SLF001
        written = hooks.written

        def count(changes: list[Any], records: list[Any]) -> None:
            self._wrote(changes)
            written(changes, records)

        hooks.written = count

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        if operation in {"GetItem", "Query", "Scan"}:
            self.counted["reads"] += 1
            self.counted["read_units"] += math.ceil(max(self._sizes.values(), default=1) / 4096)
        elif "/s3/" in environ.get("HTTP_AUTHORIZATION", ""):
            self.counted["puts" if environ["REQUEST_METHOD"] in {"PUT", "POST"} else "gets"] += 1
        return self._app(environ, start_response)

    def _wrote(self, changes: list[Any]) -> None:
        """A transaction counts twice; an index that shows the changed time is written as well."""
        for change in changes:
            size = _bytes(change.item or {})
            self._sizes[f"{change.table}{change.key}"] = size
            self.counted["writes"] += 1
            index = 1 if change.table.endswith("-jobs") else 0
            self.counted["write_units"] += (math.ceil(size / 1024) + index) * (2 if len(changes) > 1 else 1)


def _measured(
    cloud: LocalCloud, requests: _Requests, folder: Path, execution_arn: str, video_bytes: int, scenes: int
) -> MeasuredJob:
    history = cloud.client("stepfunctions").get_execution_history(executionArn=execution_arn, maxResults=1_000)
    entered = [e["stateEnteredEventDetails"]["name"] for e in history["events"] if "stateEnteredEventDetails" in e]
    files = cloud.client("s3").list_objects_v2(Bucket=cloud.environment["ASSETS_BUCKET"])["Contents"]
    logs = folder / "logs"
    counted = requests.counted
    return MeasuredJob(
        scenes=scenes,
        transitions=len(entered),
        looks=sum(entered.count(name) for name in _LOOKS),
        calls={path.stem.rpartition("-")[2]: _calls(path) for path in sorted(logs.glob("omnigen-local-*.log"))},
        compose_seconds=_seconds_in(history["events"], "ComposeVideo"),
        writes=counted["writes"],
        write_units=counted["write_units"],
        reads=counted["reads"],
        read_units=counted["read_units"],
        puts=counted["puts"],
        gets=counted["gets"],
        stored_bytes=sum(entry["Size"] for entry in files),
        video_bytes=video_bytes,
        log_bytes=sum(path.stat().st_size for path in logs.glob("*.log")),
    )


def _sweeps(cloud: LocalCloud, folder: Path) -> MeasuredSweep:
    """The first one opens clients, as a function that starts does; the others find them open."""
    from local.emulator.events.eventbridge import schedule_event

    for _ in range(SWEEPS):
        cloud.invoke("Sweep", schedule_event())
    log = folder / "logs" / "omnigen-local-Sweep.log"
    seconds = [float(found) / 1000 for found in _REPORT.findall(log.read_text(encoding="utf-8"))]
    return MeasuredSweep(seconds=round(sum(seconds) / len(seconds), 3), log_bytes=log.stat().st_size // len(seconds))


def _seconds_in(events: list[Any], state: str) -> float:
    """From the moment the state was entered to the moment it was left."""
    entered = next(e for e in events if e.get("stateEnteredEventDetails", {}).get("name") == state)
    left = next(e for e in events if e.get("stateExitedEventDetails", {}).get("name") == state)
    return round((left["timestamp"] - entered["timestamp"]).total_seconds(), 1)


def _calls(log: Path) -> Calls:
    seconds = [float(found) / 1000 for found in _REPORT.findall(log.read_text(encoding="utf-8"))]
    return Calls(calls=len(seconds), seconds=round(sum(seconds), 2))


def _bytes(item: Any) -> int:
    """Names and values, as DynamoDB counts them, but for a few bytes of overhead."""
    if isinstance(item, Mapping):
        return sum(len(str(name)) + _bytes(value) for name, value in item.items())
    if isinstance(item, list):
        return sum(map(_bytes, item))
    return len(str(item))


if __name__ == "__main__":
    main()
