"""Drills with others at the door: a second host for the same folder, and receivers of webhooks that hang."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from omnigen.domain.job import JobStatus
from omnigen.jobs import runs

from tests.builders import a_brief
from tests.chaos.drills import LIMITS, USER
from tests.chaos.hosts import HOOK, Receiver, a_host, swept
from tests.chaos.tally import Drill

_PROGRAM = "from local.cli.commands import cli; cli()"


def two_hosts(drill: Drill) -> None:
    """A second host never gets a folder, whatever happens to the lock file."""
    with a_host(drill.folder, Receiver()) as (_, app):
        while drill.goes_on:
            (drill.folder / "cloud" / "host.lock").unlink(missing_ok=True)
            command = [sys.executable, "-c", _PROGRAM, "--data-dir", str(drill.folder / "cloud"), "serve"]
            second = subprocess.run([*command, "--port", "0"], check=False, timeout=60, capture_output=True, text=True)
            drill.counts["second hosts refused"] += 1
            if second.returncode == 0 or "Another process uses" not in second.stderr:
                drill.troubles.append(f"a second host ended with {second.returncode}: {second.stderr[-300:]}")
        assert list(app.aws.open_jobs.running()) == []


def slow_receivers(drill: Drill) -> None:
    """Receivers that hang for as long as they may delay nobody else's events."""
    slow = threading.Event()

    class Hanging(Receiver):
        def __call__(self, event: Mapping[str, Any], context: object) -> None:
            if "slow" in event["Records"][0]["body"]:
                slow.wait(5)
            super().__call__(event, context)

    receiver = Hanging()
    with a_host(drill.folder, receiver, **LIMITS) as (cloud, app):
        while drill.goes_on:
            for number in range(4):
                runs.submit(app, USER, a_brief(stop_at="script", webhook_url=f"https://slow{number}.example.com/hook"))
            job = runs.submit(app, USER, a_brief(stop_at="script", webhook_url=HOOK))
            rested_at = time.monotonic() + 60
            while app.aws.jobs.get(job.job_id).status is not JobStatus.SCRIPT_READY and time.monotonic() < rested_at:
                time.sleep(0.05)
            began = time.monotonic()
            while not [told for told in receiver.told if told[0] == job.job_id and told[1] == "script_ready"]:
                if time.monotonic() - began > 15:
                    drill.troubles.append("an event came after more than 15 s")
                    break
                time.sleep(0.05)
            drill.counts["quick events"] += 1
            drill.counts["slow receivers"] += 4
            swept(app)
        slow.set()
        assert cloud.settle(30)
