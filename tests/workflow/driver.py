"""Taking a job along the state machine: to its next gate, to its end, past a decision."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from omnigen.domain.job import TERMINAL, ApprovalStatus, Job, PendingReview
from omnigen.domain.review import review_id
from omnigen.jobs import runs
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.workflow.faulty import composing_in_process, handlers

PATIENCE_SECONDS = 60.0

COMPOSING_AT_ONCE = {"handlers": handlers(), "definition": composing_in_process()}
"""For `cloud_options`: the stub composer runs in this process, which saves each job the start of another one."""


@dataclass
class Drive:
    """One job, from its brief on."""

    cloud: LocalCloud
    app: AppContext
    job_id: str

    @classmethod
    def begin(cls, cloud: LocalCloud, app: AppContext, **brief: Any) -> Drive:
        """Submit a brief."""
        return cls(cloud, app, runs.submit(app, "ada", a_brief(**brief)).job_id)

    @property
    def job(self) -> Job:
        return self.app.aws.jobs.get(self.job_id)

    def end(self) -> Job:
        """The job once it, its execution and all that follows from that are over."""
        job = self.until(lambda job: job.status in TERMINAL)
        self.until(lambda job: not self.app.aws.workflow.is_running(job.execution_arn or ""))
        # the event of its end, which gives the slot back, may be sent a moment after the execution is over
        self.until(lambda job: not any(job.job_id in arn for arn in self.app.aws.slots.holders()))
        assert self.cloud.settle(30)
        return self.app.aws.jobs.get(job.job_id)

    def gates(self, *names: str) -> list[PendingReview]:
        """The reviews with these names, once all of them wait."""
        job = self.until(lambda job: set(names) <= set(_waiting(job)) or job.status in TERMINAL)
        assert job.status not in TERMINAL, f"the job is {job.status}: {job.error_message}"
        return [_waiting(job)[name] for name in names]

    def decide(self, name: str, decision: ApprovalStatus = ApprovalStatus.APPROVED, reason: str = "") -> None:
        """Wait for a gate and decide there."""
        [review] = self.gates(name)
        self.app.aws.reviews.decide(self.job, review.gate, review.scene_id, decision, reason, "ada")

    def until(self, reached: Callable[[Job], bool]) -> Job:
        """The job once it is as wanted."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached(job := self.job):
            assert time.monotonic() < deadline, f"stuck: {job.status}, {list(job.reviews)}, {job.error_message}"
            time.sleep(0.1)
        return job

    def states(self) -> list[str]:
        """The states that the current run has entered, in order."""
        history = self.cloud.client("stepfunctions").get_execution_history(
            executionArn=self.job.execution_arn, maxResults=1_000
        )
        return [e["stateEnteredEventDetails"]["name"] for e in history["events"] if "stateEnteredEventDetails" in e]

    def orders(self) -> list[LoggedOrder]:
        """What was ordered from the vendor in this test."""
        return OrderLog(self.app.settings.omnigen_offline_order_log).all()

    def bought(self) -> Counter[str]:
        """How often each kind was ordered."""
        return Counter(entry.kind for entry in self.orders())

    def nothing_twice(self) -> bool:
        """Whether no order was placed a second time."""
        return max(Counter(entry.order_id for entry in self.orders()).values()) == 1


def _waiting(job: Job) -> dict[str, PendingReview]:
    return {review_id(review.gate, review.scene_id): review for review in job.open_reviews}
