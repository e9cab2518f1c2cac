"""A hundred jobs on three slots: nobody overtakes, never more than three render, and the line ends empty."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest
from omnigen import runs
from omnigen.domain.job import TERMINAL, Job
from omnigen.studio import Studio

from local.cloud import LocalCloud
from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.workflow.faulty import composing_in_process, handlers

JOBS = 100
SLOTS = 3


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return {"handlers": handlers(), "definition": _only_the_line(), "wait_scale": 0.02, "workers": 8}


@pytest.mark.timeout(600)
def test_hundred_jobs_on_three_slots_keep_their_order_and_end_at_zero(
    cloud: LocalCloud, studio_with: StudioWith
) -> None:
    studio = studio_with(OMNIGEN_RENDER_SLOTS=str(SLOTS), OMNIGEN_RENDER_SLOTS_PER_USER=str(SLOTS))
    brief = a_brief(pictures="stills", narration={"enabled": False}, music={"enabled": False})
    watch = _Watch(studio)
    with watch:
        jobs = [runs.submit(studio, f"user{number % 7}", brief) for number in range(JOBS)]
        ended = [_ended(studio, job) for job in jobs]
        assert cloud.settle(60)
    assert {str(job.status) for job in ended} == {"completed"}
    assert watch.peak <= SLOTS
    assert watch.overtaken == 0, "who came later was served before who came first"
    assert studio.aws.slots.holders()[0] == {}
    assert studio.aws.slots.waiters() == []


def _only_the_line() -> str:
    """The machine from AcquireSlot on, with a wait for the rendering: a hundred of the rest would prove no more."""
    machine = json.loads(composing_in_process())
    states = machine["States"]
    machine["StartAt"] = "AcquireSlot"
    states["Render"] = {"Type": "Wait", "Seconds": 10, "Next": "ComposeVideo"}
    kept = ("AcquireSlot", "Render", "ComposeVideo", "CompleteJob", "VideoReady", "FailJob", "Failed", "FailedSilently")
    machine["States"] = {name: states[name] for name in kept}
    return json.dumps(machine)


class _Watch:
    """Looks at the line again and again: how many hold slots, and whether anybody overtook."""

    def __init__(self, studio: Studio) -> None:
        self._slots = studio.aws.slots
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
        while not self._over.wait(0.2):
            holders, _ = self._slots.holders()
            now = {waiter.execution_arn: waiter.place for waiter in self._slots.waiters()}
            self.peak = max(self.peak, len(holders))
            served = [place for arn, place in waiting.items() if arn not in now]
            left = [place for arn, place in waiting.items() if arn in now and arn not in holders]
            self.overtaken += sum(place > min(left) for place in served) if left else 0
            waiting = now


def _ended(studio: Studio, job: Job) -> Job:
    until = time.monotonic() + 500
    while job.status not in TERMINAL:
        assert time.monotonic() < until, f"{job.job_id} hangs in {job.status}"
        time.sleep(0.2)
        job = studio.aws.jobs.get(job.job_id)
    return job
