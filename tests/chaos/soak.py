"""Hosts and their processes are killed at random points; what runs on afterwards has to end with agreeing books.

Each round starts a host that takes up what the last one left, submits one more job, and is killed with SIGKILL: one
life in five while it starts, the others after a random time of work. Meanwhile single processes of it (a worker, the
fork server, a composition, ffmpeg) are killed as well. Nothing but the host is killed at its end: what it started must
die by itself. At last a host runs until every job has ended, and `tests.chaos.order_log_check` is the judge.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import TERMINAL, Job, JobStatus
from omnigen.jobs import runs

from local.cli.session import USER, Session, session
from tests.builders import a_brief
from tests.chaos.order_log_check import paid_usd, troubles_of
from tests.chaos.tally import Drill
from tests.processes import descendants, is_alive

_SETTINGS = {
    "OMNIGEN_PICTURE_SCALE": "0.25",
    "OMNIGEN_OFFLINE_PRICES": "imitated",
    "OMNIGEN_OFFLINE_LATENCY_SECONDS": "1",
    "OMNIGEN_JOBS_PER_DAY": "10000",
}
_UNSEARCHABLE = {"OMNIGEN_OFFLINE_SEARCH": "False"}
_BRIEFS: tuple[dict[str, Any], ...] = (
    {"continuity": "chained"},
    {"continuity": "keyframes"},
    {"pictures": "stills"},
)
_LONGEST_LIFE_SECONDS = 15.0
_LONGEST_START_SECONDS = 120.0
_DEATHS_DURING_START = 0.2
_KILLS_A_SECOND = 0.15
_LAST_WAIT_SECONDS = 600.0
_READY = "ready"


def kills(drill: Drill) -> None:
    """A vendor that can be searched: nothing is paid twice, nothing lost, every job completed."""
    _live_and_die(drill, _SETTINGS)
    with _last_host(drill, _SETTINGS) as opened:
        drill.troubles += troubles_of(opened.app, _to_the_end(drill, opened))


def kills_unsearchable(drill: Drill) -> None:
    """A vendor that cannot be searched: an answer lost is paid again, but books and vendor agree to the cent."""
    settings = _SETTINGS | _UNSEARCHABLE
    _live_and_die(drill, settings)
    with _last_host(drill, settings) as opened:
        jobs = _to_the_end(drill, opened)
        spent, paid = sum(job.spent_usd for job in jobs), paid_usd(opened.app)
        if spent < paid:
            drill.troubles.append(f"the vendor was paid {paid}, the books have {spent}")
        drill.troubles += [f"{job.job_id}: money hangs" for job in jobs if job.committed_usd != job.spent_usd]


def _live_and_die(drill: Drill, settings: Mapping[str, str]) -> None:
    while drill.goes_on:
        number = drill.counts["hosts killed"]
        command = [sys.executable, "-m", "tests.chaos", "host", str(drill.folder), str(number)]
        environment = {**os.environ, **settings}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, start_new_session=True) as process:
            if drill.chance.random() < _DEATHS_DURING_START:
                time.sleep(drill.chance.uniform(0.5, 6.0))
            elif _is_ready(drill, process):
                _kill_some(drill, process, drill.chance.uniform(0.0, _LONGEST_LIFE_SECONDS))
            left = descendants(process.pid)
            process.send_signal(signal.SIGKILL)
        _see_die(drill, left)
        drill.counts["hosts killed"] += 1


def _is_ready(drill: Drill, process: subprocess.Popen[bytes]) -> bool:
    assert process.stdout is not None
    began = time.monotonic()
    line = process.stdout.readline()  # empty when the host has ended by itself, which it must not
    if line.strip() != _READY.encode() or time.monotonic() - began > _LONGEST_START_SECONDS:
        drill.troubles.append(f"a host did not start: {process.poll()}")
        return False
    return True


def _kill_some(drill: Drill, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let the host work, and kill one of its processes now and then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.2)
        if drill.chance.random() < _KILLS_A_SECOND * 0.2:
            victims = sorted(descendants(process.pid).items())
            if victims:
                pid, name = drill.chance.choice(victims)
                drill.counts[f"{name} killed"] += 1
                _kill(pid)
    if process.poll() is not None:
        drill.troubles.append(f"a host has ended by itself: {process.returncode}")


def _see_die(drill: Drill, left: Mapping[int, str]) -> None:
    until = time.monotonic() + 10
    while any(is_alive(pid, name) for pid, name in left.items()) and time.monotonic() < until:
        time.sleep(0.1)
    for pid, name in left.items():
        if is_alive(pid, name):
            drill.troubles.append(f"{name} has outlived its host by 10 s")
            _kill(pid)


def host(folder: Path, number: int) -> None:
    """One host's life: take up what is there, submit one more job, and go on until killed."""
    with session(folder, resume_jobs=True) as opened:
        brief = a_brief(prompt=f"An ad for bottle {number}", **_BRIEFS[number % len(_BRIEFS)])
        runs.submit(opened.app, USER, brief)
        sys.stdout.write(f"{_READY}\n")
        sys.stdout.flush()
        while True:
            time.sleep(1)


@contextmanager
def _last_host(drill: Drill, settings: Mapping[str, str]) -> Iterator[Session]:
    """A host of this process, with these settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        with session(drill.folder, resume_jobs=True) as opened:
            yield opened


def _to_the_end(drill: Drill, opened: Session) -> list[Job]:
    """Every job once it has ended."""
    app, until = opened.app, time.monotonic() + _LAST_WAIT_SECONDS
    ids = [str(item["job_id"]) for item in app.aws.jobs.of_user(USER, limit=1_000).items]
    while time.monotonic() < until:
        if all(app.aws.jobs.get(job_id).status in TERMINAL for job_id in ids) and not app.aws.slots.holders():
            break
        time.sleep(1)
    if opened.cloud:
        opened.cloud.settle(30)
    jobs = [app.aws.jobs.get(job_id) for job_id in ids]
    drill.counts["jobs"] += len(jobs)
    drill.counts["jobs completed"] += sum(job.status is JobStatus.COMPLETED for job in jobs)
    return jobs


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it was quicker
