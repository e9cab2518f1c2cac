"""`python -m tests.soak [MINUTES]`: kill the local host at random points, start it again, count what was paid twice.

Each round starts a host that takes up what the last one left, submits one more job, and is killed with SIGKILL after a
random time, and nothing but it: its workers, its tasks and ffmpeg must die by themselves. At the end a host runs until
every job has ended, and the offline vendor's books are held against the records.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from omnigen import runs
from omnigen.domain.brief import Brief
from omnigen.domain.job import TERMINAL, Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.providers.offline.ledger import Ledger

from local.cli.session import USER, Session, session

_SETTINGS = {
    "OMNIGEN_PICTURE_SCALE": "0.05",
    "OMNIGEN_OFFLINE_PRICES": "imitated",
    "OMNIGEN_OFFLINE_LATENCY_SECONDS": "1",
}
_ROADS = (
    {"continuity": "chained"},
    {"continuity": "keyframes"},
    {"pictures": "stills"},
)
_LONGEST_LIFE_SECONDS = 12.0
_LAST_WAIT_SECONDS = 600.0


def main(minutes: float, seed: int) -> int:
    """Soak for so many minutes; 0 if nothing was paid twice, lost or left hanging."""
    chance = random.Random(seed)
    until = time.monotonic() + minutes * 60
    rounds = 0
    with tempfile.TemporaryDirectory(prefix="omnigen-soak-") as folder:
        while time.monotonic() < until:
            _live_and_die(Path(folder), chance.uniform(2.0, _LONGEST_LIFE_SECONDS), rounds)
            rounds += 1
        os.environ.update(_SETTINGS)
        with session(Path(folder), take_up_jobs=True) as opened:
            jobs = _to_the_end(opened)
        troubles = _judge(jobs, Ledger(Path(folder).resolve() / "ledger"))
    ended = Counter(str(job.status) for job in jobs)
    print(f"{rounds} kills, {len(jobs)} jobs: {dict(ended)}; seed {seed}")  # noqa: T201
    for trouble in troubles:
        print(f"TROUBLE {trouble}")  # noqa: T201
    return 1 if troubles or ended.keys() - {"completed"} else 0


def host(folder: Path, number: int) -> None:
    """One host's life: take up what is there, submit one more job, and go on until killed."""
    with session(folder, take_up_jobs=True) as opened:
        runs.submit(opened.studio, USER, Brief(prompt=f"An ad for bottle {number}", duration=6, **_ROADS[number % 3]))
        while True:
            time.sleep(1)


def _live_and_die(folder: Path, seconds: float, number: int) -> None:
    command = [sys.executable, "-m", "tests.soak", "host", str(folder), str(number)]
    with subprocess.Popen(command, env={**os.environ, **_SETTINGS}, start_new_session=True) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    time.sleep(0.5)


def _to_the_end(opened: Session) -> list[Job]:
    """Every job once it has ended."""
    studio, until = opened.studio, time.monotonic() + _LAST_WAIT_SECONDS
    ids = [str(item["job_id"]) for item in studio.aws.jobs.of_user(USER, limit=1_000).items]
    while time.monotonic() < until:
        jobs = [studio.aws.jobs.get(job_id) for job_id in ids]
        if all(job.status in TERMINAL for job in jobs):
            break
        time.sleep(1)
    if opened.cloud:
        opened.cloud.settle(30)
    return [studio.aws.jobs.get(job_id) for job_id in ids]


def _judge(jobs: list[Job], ledger: Ledger) -> list[str]:
    """What the vendor's books hold against the records. Orders of different jobs may bear the same name."""
    named = Counter(name for job in jobs for name in job.purchases)
    entries = ledger.all()
    paid = Counter(entry.order_id for entry in entries if entry.state in {"ordered", "delivered"})
    troubles = [
        f"{name}: paid {times} times, {named[name]} jobs" for name, times in paid.items() if times > named[name]
    ]
    for job in jobs:
        if job.status is not JobStatus.COMPLETED:
            troubles.append(f"{job.job_id}: {job.status}: {job.error_message}")
        hanging = [name for name, purchase in job.purchases.items() if not purchase.settled]
        troubles += [f"{job.job_id}: money hangs on {name}" for name in hanging]
        done = sum(
            (p.spent_usd for p in job.purchases.values() if p.status is PurchaseStatus.DONE), start=job.spent_usd * 0
        )
        if done > job.spent_usd:
            troubles.append(f"{job.job_id}: spent {job.spent_usd}, goods for {done}")
    return troubles


if __name__ == "__main__":
    if sys.argv[1:2] == ["host"]:
        host(Path(sys.argv[2]), int(sys.argv[3]))
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, seed=int(time.time())))
