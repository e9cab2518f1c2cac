"""Drills on hosts of this process: storms of acts, clocks that jump, a state that goes back, damaged files."""

from __future__ import annotations

import itertools
import shutil
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import RUNNING, Job, JobStatus
from omnigen.errors import OmnigenError
from omnigen.jobs import admission, runs
from omnigen.runtime.context import AppContext

from local.cli.recovery import reconcile
from tests.builders import a_brief
from tests.chaos.hosts import HOOK, Receiver, a_host, rested, swept
from tests.chaos.kill_points import STATE, copy_folder, watched
from tests.chaos.order_log_check import paid_twice, paid_usd, troubles_of
from tests.chaos.tally import Drill

USER = "ada"
YEAR_SECONDS = 366 * 86_400
LIMITS = {"OMNIGEN_JOBS_PER_DAY": "100000", "OMNIGEN_JOBS_PER_USER": "100000"}
BRIEFS: tuple[dict[str, Any], ...] = ({"continuity": "chained"}, {"continuity": "keyframes"}, {"pictures": "stills"})


def storms(drill: Drill) -> None:
    """Jobs are cancelled, resumed, regenerated and deleted in any order by several people at once."""
    acts: tuple[Callable[[AppContext, Job], object], ...] = (
        runs.cancel,
        admission.resume,
        runs.delete,
        lambda app, job: admission.regenerate(app, job, [scene.id for scene in job.scenes[:1]], "again"),
    )
    with a_host(drill.folder, Receiver(), OMNIGEN_OFFLINE_LATENCY_SECONDS="0.5", **LIMITS) as (cloud, app):
        made: list[str] = []
        lock = threading.Lock()

        def person(seed: float) -> None:
            chance = type(drill.chance)(seed)
            while drill.goes_on:
                if chance.random() < 0.15 or not made:
                    job = runs.submit(app, USER, a_brief(webhook_url=HOOK, **chance.choice(BRIEFS)))
                    with lock:
                        made.append(job.job_id)
                        drill.counts["jobs"] += 1
                _act(drill, app, chance.choice(made[-8:]), chance.choice(acts), lock)
                time.sleep(chance.uniform(0, 0.6))

        people = [threading.Thread(target=person, args=(drill.chance.random(),)) for _ in range(3)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        _settle(drill, app, made)
        assert cloud.settle(30)
        known = [job for job_id in made if (job := _record(app, job_id))]
        deleted = len(made) - sum(job.status is not JobStatus.DELETING for job in known)
        drill.counts["jobs deleted"] += deleted
        drill.troubles += [f"{name}: paid twice" for name in paid_twice(app, known)]
        drill.troubles += _unbooked(app, USER)


def power_cuts(drill: Drill) -> None:
    """At a random write the state of a few writes earlier is put back, as if they had not reached the disk.

    The vendor has what it has. A host that waits for the disk never loses a write; this shows what it would cost.
    """
    for number in itertools.count():
        if not drill.goes_on:
            return
        folder = drill.folder / f"{number}"
        folder.mkdir()
        lost = drill.chance.randint(1, 4)
        copies: list[Path] = []
        at = drill.chance.randint(6, 60)

        def before_commit(path: Path, folder: Path = folder, copies: list[Path] = copies, at: int = at) -> None:
            if path.name == STATE and len(copies) < at:
                copies.append(folder / f"copy-{len(copies)}")
                copy_folder(folder / "host", copies[-1])

        (folder / "host").mkdir()
        with watched(before_commit), a_host(folder / "host", Receiver()) as (cloud, app):
            job_id = runs.submit(app, USER, a_brief(**drill.chance.choice(BRIEFS))).job_id
            rested(cloud, app, job_id)
        last = len(copies) - 1
        if last - lost < 2:
            continue
        cut, now = copies[last - lost], copies[last]
        shutil.rmtree(cut / "ledger")
        shutil.copytree(now / "ledger", cut / "ledger")
        with a_host(cut, Receiver()) as (cloud, app):
            reconcile(app, resume_jobs=True)
            job = rested(cloud, app, job_id)
            drill.counts["cuts"] += 1
            drill.counts["writes lost"] += lost
            drill.troubles += [f"{lost} writes before {last}: {trouble}" for trouble in troubles_of(app, [job])]
        shutil.rmtree(folder)


def clock_jumps(drill: Drill) -> None:
    """The clock goes a year ahead or an hour back for some seconds while jobs run; nothing is deleted or stuck."""
    off = 0.0
    stock = time.time
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: stock() + off)
        with a_host(drill.folder, Receiver(), OMNIGEN_EXPIRE_JOBS="true", **LIMITS) as (cloud, app):
            made: list[str] = []
            while drill.goes_on:
                made.append(runs.submit(app, USER, a_brief(**drill.chance.choice(BRIEFS))).job_id)
                time.sleep(drill.chance.uniform(0, 1.5))
                off = drill.chance.choice((YEAR_SECONDS, -3_600.0, 0.0))
                time.sleep(drill.chance.uniform(0.5, 6.0))
                off = 0.0
                drill.counts["jumps"] += 1
                rested(cloud, app, made[-1])
            jobs = [app.aws.jobs.get(job_id) for job_id in made]
            drill.counts["jobs"] += len(jobs)
            drill.troubles += [f"{job.job_id}: {job.status}: {job.error_message}" for job in jobs if not job.videos]
            drill.troubles += [f"{name}: paid twice" for name in paid_twice(app, jobs)]


def damage(drill: Drill) -> None:
    """Files of finished jobs are cut short, changed or removed; the next run has them all again, for the same money."""
    with a_host(drill.folder, Receiver(), **LIMITS) as (cloud, app):
        while drill.goes_on:
            job_id = runs.submit(app, USER, a_brief(**drill.chance.choice(BRIEFS))).job_id
            job = rested(cloud, app, job_id)
            files = [path for path in (drill.folder / "cloud" / "s3").rglob(f"*{job_id}/**/*") if path.is_file()]
            for path in drill.chance.sample(files, drill.chance.randint(1, len(files))):
                _harm(drill, path)
            runs.start(app, job)
            made = rested(cloud, app, job_id)
            drill.counts["jobs"] += 1
            if made.status is not JobStatus.COMPLETED:
                drill.troubles.append(f"{job_id}: {made.status}: {made.error_message}")
            if made.spent_usd != job.spent_usd:
                drill.troubles.append(f"{job_id}: {made.spent_usd} spent instead of {job.spent_usd}")


def _act(
    drill: Drill, app: AppContext, job_id: str, act: Callable[[AppContext, Job], object], lock: threading.Lock
) -> None:
    try:
        act(app, app.aws.jobs.get(job_id))
        outcome = "acts"
    except OmnigenError:
        outcome = "acts refused"
    with lock:
        drill.counts[outcome] += 1


def _settle(drill: Drill, app: AppContext, made: list[str]) -> None:
    """Wait until nothing runs and nothing is open any more."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        swept(app)
        known = [job for job_id in made if (job := _record(app, job_id))]
        open_ = [job.job_id for job in known if any(not one.settled for one in job.purchases.values())]
        running = [job.job_id for job in known if job.status in RUNNING]
        if not open_ and not running and not app.aws.slots.holders():
            return
        time.sleep(1)
    drill.troubles.append(f"stuck: {running}, open: {open_}, slots: {list(app.aws.slots.holders())}")


def _unbooked(app: AppContext, user_id: str) -> list[str]:
    """The month has to hold what the vendor was paid, also for jobs that are deleted, and nothing more."""
    month = app.aws.usage.month(user_id, time.strftime("%Y-%m", time.gmtime()))
    spent, committed = (Decimal(month.get(name, 0)) for name in ("spent_usd", "committed_usd"))
    paid = paid_usd(app)
    if paid <= spent == committed:
        return []
    return [f"the vendor was paid {paid}, the month has {spent} spent and {committed} committed"]


def _record(app: AppContext, job_id: str) -> Job | None:
    try:
        return app.aws.jobs.record(job_id)
    except OmnigenError:
        return None


def _harm(drill: Drill, path: Path) -> None:
    content = path.read_bytes()
    match drill.chance.choice(("cut short", "changed", "removed")):
        case "cut short" as how:
            path.write_bytes(content[: len(content) // 3])
        case "changed" as how:
            middle = len(content) // 2
            path.write_bytes(content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :])
        case how:
            path.unlink()
    drill.counts[f"files {how}"] += 1
