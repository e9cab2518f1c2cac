"""`python -m tests.workflow.load`: a hundred jobs on three slots, and what is measured of them in docs/storm.json.

`test_load.py` does the same with fewer; `test_queue_simulation.py` has the hundred on a simulated clock.
"""

from __future__ import annotations

import datetime
import heapq
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from omnigen.domain.job import TERMINAL, Job
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from local.emulator.moto_patches import ended_executions
from tests.builders import a_brief
from tests.workflow.faulty import composing_in_process, handlers

FIGURES = Path(__file__).parents[2] / "docs" / "storm.json"
JOBS = 100
SLOTS = 3
USERS = 7
RENDERING_SECONDS = 3.0
"""How long a rendering lasts where figures are taken. Real ones last minutes."""

LONG_WAIT_SECONDS = 1.0
"""Of shorter waits a ratio says nothing."""

_NOMINAL_SECONDS = 10

_LOOK_SECONDS = 0.5
"""Between looks at the queue, each of which scans its table four times and is work for the machine that is measured."""


@dataclass(frozen=True)
class Visit:
    """One job at the line; Unix seconds."""

    arrived: float
    served: float
    ended: float


@dataclass
class Storm:
    """The storm, once it is over."""

    jobs: list[Job]
    peak: int
    overtaken: int
    visits: list[Visit]


def machine() -> str:
    """The machine from AcquireSlot on, with a wait for the rendering: a hundred of the rest would prove no more."""
    whole = json.loads(composing_in_process())
    states = whole["States"]
    whole["StartAt"] = "AcquireSlot"
    states["Render"] = {"Type": "Wait", "Seconds": _NOMINAL_SECONDS, "Next": "AcquireComposition"}
    kept = ("AcquireSlot", "Render", "AcquireComposition", "ComposeVideo", "CompleteJob", "VideoReady")
    failing = ("FailJob", "Failed", "FailedSilently")
    whole["States"] = {name: states[name] for name in (*kept, *failing)}
    return json.dumps(whole)


def rage(cloud: LocalCloud, app: AppContext, count: int = JOBS) -> Storm:
    """Submit so many at once and wait for the last."""
    with patch.object(ended_executions, "KEEP_ENDED", count):  # every history is read in the end
        brief = a_brief(pictures="stills", narration={"enabled": False}, music={"enabled": False})
        with _Watch(app) as watch:
            jobs = [runs.submit(app, f"user{number % USERS}", brief) for number in range(count)]
            ended = [_ended(app, job) for job in jobs]
            assert cloud.settle(60), "an end event has not arrived"
        client = cloud.client("stepfunctions")
        return Storm(ended, watch.peak, watch.overtaken, [_visit(client, job.execution_arn or "") for job in ended])


def ideal_waits(visits: Sequence[Visit], slots: int) -> list[float]:
    """How long each would have waited, in seconds, had every slot gone to the next in line in no time."""
    free = [0.0] * slots
    waits = {}
    for visit in sorted(visits, key=lambda visit: visit.arrived):
        begins = max(visit.arrived, heapq.heappop(free))
        heapq.heappush(free, begins + visit.ended - visit.served)
        waits[visit] = begins - visit.arrived
    return [waits[visit] for visit in visits]


def figures(storm: Storm, slots: int = SLOTS) -> dict[str, Any]:
    """What the page shows. Times in seconds; the load is what else the machine had to do."""
    ideal = ideal_waits(storm.visits, slots)
    waits = [visit.served - visit.arrived for visit in storm.visits]
    ratios = [wait / least for wait, least in zip(waits, ideal, strict=True) if least >= LONG_WAIT_SECONDS]
    return {
        "date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        "load": round(os.getloadavg()[0], 1),
        "cpus": os.cpu_count(),
        "jobs": len(storm.jobs),
        "completed": sum(job.status == "completed" for job in storm.jobs),
        "slots": slots,
        "peak": storm.peak,
        "overtaken": storm.overtaken,
        "holding_median": round(statistics.median(visit.ended - visit.served for visit in storm.visits), 2),
        "wait_median": round(statistics.median(waits), 2),
        "wait_max": round(max(waits), 2),
        "ideal_median": round(statistics.median(ideal), 2),
        "ideal_max": round(max(ideal), 2),
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_max": round(max(ratios), 3),
        "ratios": len(ratios),
    }


def main() -> None:
    """Rage, measure, write."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "OMNIGEN_RENDER_SLOTS": str(SLOTS),
            "OMNIGEN_RENDER_SLOTS_PER_USER": str(SLOTS),
            "OMNIGEN_OFFLINE_ORDER_LOG": f"{folder}/ledger",
        }
        options: dict[str, Any] = {"executor": "threads", "handlers": handlers(), "definition": machine()}
        scale = RENDERING_SECONDS / _NOMINAL_SECONDS
        with LocalCloud(
            Path(folder), environment=settings, wait_scale=scale, sweep_seconds=3_600.0, **options
        ) as cloud:
            found = figures(rage(cloud, open_context(read(os.environ))))
    FIGURES.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


class _Watch:
    """Looks at the line again and again: how many hold slots, and whether anybody overtook."""

    def __init__(self, app: AppContext) -> None:
        self._slots = app.aws.slots
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.peak = 0
        self.overtaken = 0

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        waiting: dict[str, str] = {}
        while not self._over.wait(_LOOK_SECONDS):
            holders = self._slots.holders("render")
            now = {waiter.execution_arn: waiter.turn for waiter in self._slots.queued("render")}
            self.peak = max(self.peak, len(holders))
            served = [place for arn, place in waiting.items() if arn not in now]
            left = [place for arn, place in waiting.items() if arn in now and arn not in holders]
            self.overtaken += sum(place > min(left) for place in served) if left else 0
            waiting = now


def _visit(client: Any, execution_arn: str) -> Visit:
    events = client.get_execution_history(executionArn=execution_arn, maxResults=1_000)["events"]
    times = {
        detail["name"]: event["timestamp"].timestamp()
        for event in events
        if (detail := event.get("stateEnteredEventDetails"))
    }
    return Visit(times["AcquireSlot"], times["Render"], times["AcquireComposition"])


def _ended(app: AppContext, job: Job) -> Job:
    until = time.monotonic() + 500
    while job.status not in TERMINAL:
        assert time.monotonic() < until, f"{job.job_id} hangs in {job.status}"
        time.sleep(0.2)
        job = app.aws.jobs.get(job.job_id)
    return job


if __name__ == "__main__":
    main()
