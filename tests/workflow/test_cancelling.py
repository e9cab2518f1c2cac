"""One job, cancelled at every place where a job can wait, and resumed each time: it loses nothing and pays once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.jobs import runs
from omnigen.purchasing.orders.speech_fit import MAX_REWRITES
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.invariants import judge
from tests.workflow.more_rows import CANCELLED
from tests.workflow.transient_errors import Strike, failing_calls

pytestmark = pytest.mark.timeout(200)

GATES = ("script", "scenes", "images", "spend")


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


class Patient:
    """The job, which does not mind; the books are judged after every cancellation."""

    def __init__(self, cloud: LocalCloud, app_with: StudioWith, order_log_folder: Path) -> None:
        self.cloud = cloud
        self.app_with = app_with
        self.folder = order_log_folder
        self.app = self.settings()
        self.drive = Drive.begin(cloud, self.app, continuity="keyframes", review=GATES, music={"enabled": False})

    def settings(self, **settings: str) -> AppContext:
        """Other circumstances from here on."""
        usual = {"OMNIGEN_RENDER_SLOTS": "1", "OMNIGEN_COMPOSITIONS": "10", "OMNIGEN_OFFLINE_LATENCY_SECONDS": "0"}
        self.app = self.app_with(OMNIGEN_OFFLINE_PRICES="imitated", **(usual | settings))
        return self.app

    def stop(self) -> None:
        runs.cancel(self.app, self.drive.job)

    def cancel(self) -> None:
        self.stop()
        self.rest()

    def resume(self) -> None:
        runs.resume(self.app, self.drive.job)

    def rest(self) -> None:
        """What the cancellation has set going is over, and so are stages that were at work and cannot be stopped."""
        self.drive.end()
        job = self.drive.until(lambda job: all(known.settled for known in job.purchases.values()))
        assert (job.status, job.error_message) == (JobStatus.CANCELLED, "The job was cancelled by the user")
        judge(self.app, self.folder, job.job_id)


def test_job_cancelled_wherever_it_waits_goes_on_and_pays_once(
    cloud: LocalCloud, app_with: StudioWith, order_log_folder: Path
) -> None:
    patient = Patient(cloud, app_with, order_log_folder)
    cancelled = [*_at_the_gates(patient), *_in_line(patient), *_between(patient), *_while_polling(patient)]
    cancelled += _before_composing(patient)
    assert cancelled == list(CANCELLED)
    job = patient.drive.end()
    assert (job.status, job.run) == (JobStatus.COMPLETED, len(CANCELLED) + 1), job.error_message
    judge(patient.app, order_log_folder, job.job_id)
    books = Counter((entry.kind, entry.state) for entry in patient.drive.orders())
    assert books.pop(("clip", "cancelled")) in {3, 4}  # of one or two at the first time, of two at the second
    scripts, takes = books.pop(("script", "delivered")), books.pop(("speech", "delivered"))
    assert 1 <= scripts <= 1 + MAX_REWRITES  # until its speech fits
    assert takes >= 2
    bought = {"storyboard": 1, "image": 2, "clip": 2}
    assert books == {(kind, "delivered"): count for kind, count in bought.items()}


def _at_the_gates(patient: Patient) -> list[tuple[str, str]]:
    """Cancelled at each gate, asked again in the next run, and only then answered."""
    patient.settings(OMNIGEN_RENDER_SLOTS="0")  # after the last gate it waits in line
    waits = {"script": ["script"], "spend": ["spend"]}
    for gate in GATES:
        names = waits.get(gate, [f"{gate}-s01", f"{gate}-s02"])
        patient.drive.gates(*names)
        patient.cancel()
        patient.resume()
        for name in names:
            patient.drive.decide(name)
    return list(CANCELLED[: len(GATES)])


def _in_line(patient: Patient) -> list[tuple[str, str]]:
    slots = patient.app.aws.slots
    patient.drive.until(lambda job: job.execution_arn in {waiter.execution_arn for waiter in slots.queued()})
    patient.cancel()
    assert slots.queued() == []
    return [("AcquireSlot", "in the render queue")]


def _between(patient: Patient) -> list[tuple[str, str]]:
    """The prediction is submitted and StartClip about to write its id down. It is cancelled there, and by the stage."""
    strike = Strike("dynamodb.TransactWriteItems", patient.stop, number=2, only="StartClip")
    with failing_calls(patient.settings(), strike):
        patient.resume()
        patient.drive.until(lambda job: job.status is JobStatus.CANCELLED)
        patient.rest()
    return [("StartClip", "between submitting and writing the id down")]


def _while_polling(patient: Patient) -> list[tuple[str, str]]:
    patient.settings(OMNIGEN_OFFLINE_LATENCY_SECONDS="600")
    patient.resume()
    patient.drive.until(_films)
    patient.cancel()
    patient.settings(OMNIGEN_COMPOSITIONS="0")
    patient.resume()
    return [("CheckClip", "while the clip is being made")]


def _before_composing(patient: Patient) -> list[tuple[str, str]]:
    """Every clip is there and its slot for rendering is free for others while it waits for one for composing."""
    slots = patient.app.aws.slots
    patient.drive.until(lambda job: [one.execution_arn for one in slots.queued("compose")] == [job.execution_arn])
    assert slots.holders() == {}
    patient.cancel()
    assert slots.queued() == []
    patient.settings()
    patient.resume()
    return [("AcquireComposition", "in the queue for composing")]


def _films(job: Job) -> bool:
    return [known.status for known in job.purchases.values()].count(PurchaseStatus.SUBMITTED) == len(job.scenes)
