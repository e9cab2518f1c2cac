"""A composition that waits for its clips and its music knows when they are there, and when they will not come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from omnigen.aws.dynamodb import Update
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import StaleRun
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.purchasing.render_inputs import MAX_IDLE_SECONDS, MAX_WAIT_SECONDS, POLL_SECONDS, RenderInputs
from omnigen.runtime.context import AppContext

from tests.builders import a_clip, a_music, a_planned_job, an_order


@pytest.fixture
def job(app: AppContext) -> Job:
    """A run that films two scenes, the second from the last frame of the first."""
    made = a_planned_job(2)
    made = made.model_copy(update={"brief": made.brief.model_copy(update={"continuity": "chained"})})
    app.aws.jobs.create(made)
    return made


class Waiting:
    """Time that passes only while the composition waits; something may happen at one of its polls."""

    def __init__(self, app: AppContext, job: Job, *acts: Callable[[], object]) -> None:
        self.seconds = 0.0
        self._acts = list(acts)
        self.inputs = RenderInputs(app, JobRef(job_id=job.job_id, run=1), self._sleep, lambda: self.seconds)

    def _sleep(self, seconds: float) -> None:
        self.seconds += seconds
        if self._acts:
            self._acts.pop(0)()


def film(app: AppContext, job: Job, number: int) -> None:
    known = app.aws.jobs.get(job.job_id)
    scene = known.scenes[number - 1]
    clip = a_clip(input_hash=ClipPurchase(app, known, scene).key.input_hash)
    app.aws.artifacts.clip(job.job_id, scene, clip)


def score(app: AppContext, job: Job) -> None:
    app.aws.artifacts.music(job.job_id, a_music(input_hash=MusicPurchase(app, job).key.input_hash))


def test_it_waits_for_every_clip_and_the_music(app: AppContext, job: Job) -> None:
    waiting = Waiting(app, job, *(lambda n=n: film(app, job, n) for n in (1, 2)), lambda: score(app, job))
    assert waiting.inputs.arrive()
    assert waiting.seconds == 3 * POLL_SECONDS


def test_clip_of_another_text_is_not_the_one_it_waits_for(app: AppContext, job: Job) -> None:
    score(app, job)
    app.aws.artifacts.clip(job.job_id, job.scenes[0], a_clip())
    film(app, job, 2)
    assert not RenderInputs(app, JobRef(job_id=job.job_id, run=1)).are_there(app.aws.jobs.get(job.job_id))
    film(app, job, 1)
    film(app, job, 2)
    assert RenderInputs(app, JobRef(job_id=job.job_id, run=1)).are_there(app.aws.jobs.get(job.job_id))


def test_refused_clip_ends_the_waiting(app: AppContext, job: Job) -> None:
    refuse = lambda: app.aws.artifacts.scene(job.job_id, job.scenes[1], refusal="too sad")  # noqa: E731
    waiting = Waiting(app, job, refuse)
    assert not waiting.inputs.arrive()
    assert waiting.seconds == POLL_SECONDS


def test_it_gives_up_when_nothing_is_under_way(app: AppContext, job: Job) -> None:
    waiting = Waiting(app, job)
    assert not waiting.inputs.arrive()
    assert waiting.seconds <= MAX_IDLE_SECONDS + POLL_SECONDS


def test_it_waits_longer_while_a_vendor_is_at_work(app: AppContext, job: Job) -> None:
    order = an_order()
    purchase = {"input_hash": order.input_hash, "kind": order.kind, "status": PurchaseStatus.SUBMITTED, "run": 1}
    app.aws.jobs.write(job.job_id, Update().set(f"purchases.{order.id}", purchase))
    waiting = Waiting(app, job)
    assert not waiting.inputs.arrive()
    assert MAX_WAIT_SECONDS < waiting.seconds <= MAX_WAIT_SECONDS + POLL_SECONDS


def test_run_that_is_over_is_not_waited_for(app: AppContext, job: Job) -> None:
    waiting = Waiting(app, job, lambda: app.aws.jobs.change_status(job.job_id, 1, JobStatus.CANCELLED))
    with pytest.raises(StaleRun, match="is over"):
        waiting.inputs.arrive()
