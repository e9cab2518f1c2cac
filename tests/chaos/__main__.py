"""`python -m tests.chaos [MINUTES] [SEED]`: kill the local host at random points, start it again, count what was lost.

Each round starts a host that takes up what the last one left, submits one more job, and is killed with SIGKILL: one
life in five while it starts, the others after a random time of work. Meanwhile single processes of it (a worker, the
fork server, a composition, ffmpeg) are killed as well. Nothing but the host is killed at its end: what it started must
die by itself. At last a host runs until every job has ended, and `tests.chaos.order_log_check` is the judge.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from omnigen.domain.job import TERMINAL, Job
from omnigen.jobs import runs

from local.cli.session import USER, Session, session
from tests.builders import a_brief
from tests.chaos.order_log_check import troubles_of
from tests.processes import descendants, is_alive

_SETTINGS = {
    "OMNIGEN_PICTURE_SCALE": "0.05",
    "OMNIGEN_OFFLINE_PRICES": "imitated",
    "OMNIGEN_OFFLINE_LATENCY_SECONDS": "1",
    "OMNIGEN_JOBS_PER_DAY": "10000",
}
_ROADS: tuple[dict[str, Any], ...] = (
    {"continuity": "chained"},
    {"continuity": "keyframes"},
    {"pictures": "stills"},
)
_LONGEST_LIFE_SECONDS = 15.0
_LONGEST_START_SECONDS = 120.0
_DEATHS_DURING_START = 0.2
_MURDERS_A_SECOND = 0.15
_LAST_WAIT_SECONDS = 1_200.0
_READY = "ready"


@dataclass
class Soak:
    """One soak, in a folder; what has gone wrong so far is in `troubles`."""

    folder: Path
    chance: random.Random
    rounds: int = 0
    murders: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def live_and_die(self) -> None:
        """One host's life."""
        command = [sys.executable, "-m", "tests.chaos", "host", str(self.folder), str(self.rounds)]
        environment = {**os.environ, **_SETTINGS}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, start_new_session=True) as process:
            if self.chance.random() < _DEATHS_DURING_START:
                time.sleep(self.chance.uniform(0.5, 6.0))
            elif self._is_ready(process):
                self._murder_for(process, self.chance.uniform(0.0, _LONGEST_LIFE_SECONDS))
            left = descendants(process.pid)
            process.send_signal(signal.SIGKILL)
        self._see_die(left)
        self.rounds += 1

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        assert process.stdout is not None
        began = time.monotonic()
        line = process.stdout.readline()  # empty when the host has ended by itself, which it must not
        if line.strip() != _READY.encode() or time.monotonic() - began > _LONGEST_START_SECONDS:
            self.troubles.append(f"round {self.rounds}: the host did not start: {process.poll()}")
            return False
        return True

    def _murder_for(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Let the host work, and kill one of its processes now and then."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.2)
            if self.chance.random() < _MURDERS_A_SECOND * 0.2:
                victims = sorted(descendants(process.pid).items())
                if victims:
                    pid, name = self.chance.choice(victims)
                    self.murders[name] += 1
                    _kill(pid)
        if process.poll() is not None:
            self.troubles.append(f"round {self.rounds}: the host has ended by itself: {process.returncode}")

    def _see_die(self, left: dict[int, str]) -> None:
        until = time.monotonic() + 10
        while any(is_alive(pid, name) for pid, name in left.items()) and time.monotonic() < until:
            time.sleep(0.1)
        for pid, name in left.items():
            if is_alive(pid, name):
                self.troubles.append(f"round {self.rounds}: {name} has outlived its host by 10 s")
                _kill(pid)


def main(minutes: float, seed: int) -> int:
    """Soak for so many minutes; 0 if nothing was paid twice, lost or left hanging."""
    until = time.monotonic() + minutes * 60
    soak = Soak(Path(tempfile.mkdtemp(prefix="omnigen-soak-")), random.Random(seed))
    while time.monotonic() < until:
        soak.live_and_die()
        _say(f"round {soak.rounds}, processes killed meanwhile: {dict(soak.murders)}")
    os.environ.update(_SETTINGS)
    with session(soak.folder, resume_jobs=True) as opened:
        jobs = _to_the_end(opened)
        soak.troubles += troubles_of(opened.app, jobs)
    ended = Counter(str(job.status) for job in jobs)
    _say(f"{soak.rounds} hosts and {soak.murders.total()} of their processes killed, {len(jobs)} jobs: {dict(ended)}")
    _say(f"{max((job.run for job in jobs), default=0)} runs at most; seed {seed}")
    for trouble in soak.troubles:
        _say(f"TROUBLE {trouble}")
    if soak.troubles:
        _say(f"look at {soak.folder}")
        return 1
    shutil.rmtree(soak.folder)
    return 0


def host(folder: Path, number: int) -> None:
    """One host's life: take up what is there, submit one more job, and go on until killed."""
    with session(folder, resume_jobs=True) as opened:
        brief = a_brief(prompt=f"An ad for bottle {number}", **_ROADS[number % len(_ROADS)])
        runs.submit(opened.app, USER, brief)
        _say(_READY)
        while True:
            time.sleep(1)


def _to_the_end(opened: Session) -> list[Job]:
    """Every job once it has ended."""
    app, until = opened.app, time.monotonic() + _LAST_WAIT_SECONDS
    ids = [str(item["job_id"]) for item in app.aws.jobs.of_user(USER, limit=1_000).items]
    while time.monotonic() < until:
        if all(app.aws.jobs.get(job_id).status in TERMINAL for job_id in ids):
            break
        time.sleep(1)
    if opened.cloud:
        opened.cloud.settle(30)
    return [app.aws.jobs.get(job_id) for job_id in ids]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it was quicker


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a program's output


if __name__ == "__main__":
    if sys.argv[1:2] == ["host"]:
        host(Path(sys.argv[2]), int(sys.argv[3]))
    given = [float(argument) for argument in sys.argv[1:]]
    sys.exit(main(given[0] if given else 10.0, seed=int(given[1]) if len(given) > 1 else int(time.time())))
