"""`python -m tests.chaos.killed_host FOLDER WRITE`: a real host that is killed at its write of that number.

It takes up what is in the folder, or submits a job where there is none. With WRITE 0 it lives until every job has
ended, and prints what is wrong then, a line each.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from pathlib import Path

from omnigen.domain.job import TERMINAL
from omnigen.jobs import runs

from local.cli.session import USER, Session, session
from tests.builders import a_brief
from tests.chaos.kill_points import watched
from tests.chaos.order_log_check import troubles_of

PATIENCE_SECONDS = 120.0


def main(folder: Path, write: int) -> None:
    """One host's life."""
    count = itertools.count(1)

    def before_commit(_: Path) -> None:
        if next(count) == write:
            os.kill(os.getpid(), signal.SIGKILL)

    with watched(before_commit), session(folder, resume_jobs=True) as opened:
        if not opened.app.aws.jobs.of_user(USER).items:
            runs.submit(opened.app, USER, a_brief())
        _wait(opened)
        jobs = [opened.app.aws.jobs.get(str(item["job_id"])) for item in opened.app.aws.jobs.of_user(USER).items]
        for trouble in troubles_of(opened.app, jobs):
            sys.stdout.write(f"{trouble}\n")


def _wait(opened: Session) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while _works(opened):
        if time.monotonic() > until:
            sys.stdout.write("a job is stuck\n")
            return
        time.sleep(0.2)
    if opened.cloud:
        opened.cloud.settle(30)


def _works(opened: Session) -> bool:
    jobs = opened.app.aws.jobs.of_user(USER).items
    return any(item["status"] not in TERMINAL for item in jobs) or bool(opened.app.aws.slots.holders())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
