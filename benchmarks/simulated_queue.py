"""Jobs on their way through queues, vendor limits and money, as events on a clock of their own."""

from __future__ import annotations

import bisect
import heapq
import itertools
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from omnigen.aws.adapters import AwsAdapters
from omnigen.aws.workflow import WorkflowClient
from omnigen.domain.budget import DEPLOYMENT
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.render_queue import QUEUES, QueueLimits

from benchmarks.queue_figures import (
    ARRIVAL_SECONDS,
    AT_ONCE,
    COMPOSE_SECONDS,
    COMPOSING,
    FILM_SECONDS,
    PER_MINUTE,
    USERS,
    Figures,
    Join,
)
from tests.builders import a_job, an_order
from tests.workflow.executions import Executions

Counting = Callable[[], AbstractContextManager[list[str]]]
"""Gives a list that is filled with `read` and `write` for calls made meanwhile."""

VENDOR = "vendor"
PRICE = Decimal("6.40")


class Simulation:
    """Events in order of time; each calls the program as a stage would."""

    def __init__(self, aws: AwsAdapters, jobs: int, counted: Counting, rendering: QueueLimits) -> None:
        self._counted = counted
        self.now_ms = self.begun_ms = int(time.time()) * 1_000
        self.figures = Figures(jobs)
        self._executions = Executions(answering=self._told)
        workflow = cast("WorkflowClient", self._executions)
        clock: dict[str, Any] = {"now_ms": lambda: self.now_ms, "pause": lambda _: None}
        self.slots = replace(aws.slots, workflow=workflow, limits=rendering, compositions=COMPOSING, **clock)
        self.buckets = replace(aws.vendor_buckets, **clock)
        self.aws = replace(aws, jobs=replace(aws.jobs, now=lambda: self.now_ms // 1_000))
        budgets = replace(aws.budgets, monthly_usd=Decimal(1_000_000))
        self.purchases = replace(aws.purchases, jobs=self.aws.jobs, budgets=budgets, pause=lambda _: None)
        self._name = f"{self.begun_ms}-"
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._users: dict[str, Job] = {}
        self._holding: dict[str, Counter[str]] = {"render": Counter(), "compose": Counter()}
        self._queue_of: dict[str, str] = {}
        self._arrived: dict[str, int] = {}
        self._waiting: dict[str, deque[str]] = defaultdict(deque)
        self._sent: list[int] = []

    def run(self) -> Figures:
        """Until nothing is left to happen."""
        begun, chance = time.monotonic(), random.Random(19)
        random.seed(19)  # the program's pauses and choices of counters: a run can be repeated
        for number in range(self.figures.jobs):
            user = f"u{min(chance.randrange(2 * USERS), USERS)}"  # one of them sends half of all jobs
            self._at(self.now_ms + number * ARRIVAL_SECONDS * 1_000, self._arriving(number, user))
        while self._events:
            self.now_ms, _, happens = heapq.heappop(self._events)
            happens()
        self._judge()
        self.figures.seconds = time.monotonic() - begun
        return self.figures

    def _arriving(self, number: int, user: str) -> Callable[[], None]:
        def arrive() -> None:
            job = a_job(job_id=f"job_{number:026d}", user_id=f"{self._name}{user}", status=JobStatus.PROCESSING)
            self.aws.jobs.create(job)
            if not self.purchases.reserve(job, an_order(PurchaseKind.CLIP), PRICE, "vendor/model"):
                raise RuntimeError(f"{job.job_id} could not reserve its money")
            arn = self._executions.execution_arn(job.job_id, 1)
            self._executions.start(job.job_id, 1)
            self._users[arn], self._arrived[arn] = job, self.now_ms
            self._join(arn, "render")

        return arrive

    def _join(self, arn: str, queue: Any) -> None:
        if queue == "compose":
            self._holding["render"][self._users[arn].user_id] -= 1
        self._queue_of[arn] = queue
        token = f"{queue} {arn}"
        self._executions.wait(arn, token)
        if queue == "render":
            self._waiting[self._users[arn].user_id].append(arn)
        answered, waiting = len(self._executions.told), sum(map(len, self._waiting.values())) - 1
        with self._counted() as counting:
            self.slots.join(arn, self._users[arn].user_id, token, queue)
        if queue == "render" and len(self._executions.told) == answered:
            self.figures.joins.append(Join(waiting, counting.count("read"), counting.count("write")))

    def _told(self, arn: str) -> None:
        """An execution has got its slot."""
        queue, user = self._queue_of[arn], self._users[arn].user_id
        if queue == "render":
            self._judge_order(arn, user)
        self._holding[queue][user] += 1
        self.figures.peaks[queue] = max(self.figures.peaks[queue], sum(self._holding[queue].values()))
        if queue == "compose":
            return self._at(self.now_ms + COMPOSE_SECONDS * 1_000, lambda: self._end(arn))
        self.figures.per_user_peak = max(self.figures.per_user_peak, self._holding[queue][user])
        wait = (self.now_ms - self._arrived[arn]) / 1_000
        self.figures.waits_by_user[user].append(wait)
        return self._at(self.now_ms, lambda: self._film(arn))

    def _judge_order(self, arn: str, user: str) -> None:
        """Nobody comes before those of the same user, nor before others who may have a slot and came earlier."""
        own = self._waiting[user]
        self.figures.out_of_order += own[0] != arn
        own.remove(arn)
        for other, line in self._waiting.items():
            may = self._holding["render"][other] < self.slots.limits.per_user
            self.figures.overtaken += bool(line) and may and self._users[line[0]].job_id < self._users[arn].job_id

    def _film(self, arn: str) -> None:
        """The vendor's limits; a Wait state when there is no turn."""
        wait = self.buckets.take_permit(VENDOR, arn, AT_ONCE, FILM_SECONDS + 300)
        if not wait and (wait := self.buckets.take_turn(VENDOR, arn, PER_MINUTE)):
            self.buckets.give_back(VENDOR, arn)
        if wait:
            return self._at(self.now_ms + -(-wait // 1_000) * 1_000, lambda: self._film(arn))
        self._sent.append(self.now_ms)
        self.figures.peaks["vendor"] = max(self.figures.peaks["vendor"], len(self.buckets.permits(VENDOR)))
        return self._at(self.now_ms + FILM_SECONDS * 1_000, lambda: self._filmed(arn))

    def _filmed(self, arn: str) -> None:
        self.buckets.give_back(VENDOR, arn)
        self._join(arn, "compose")

    def _end(self, arn: str) -> None:
        job = self._users[arn]
        [order] = self.aws.jobs.record(job.job_id).purchases
        if not self.purchases.settle(job.job_id, order, {}, {}, PRICE):
            raise RuntimeError(f"{job.job_id} was settled before")
        self._executions.end(arn, "SUCCEEDED")
        self._holding["compose"][job.user_id] -= 1
        self.slots.release(arn)

    def _judge(self) -> None:
        """What is left, and the sums."""
        self.figures.left_over = [
            *(f"{queue} {arn}" for queue in QUEUES for arn in self.slots.holders(queue)),
            *(f"{queue} {one.execution_arn}" for queue in QUEUES for one in self.slots.queued(queue)),
            *self.buckets.permits(VENDOR),
        ]
        sent = self._sent
        last = [bisect.bisect_left(sent, at + 60_000) for at in sent]
        self.figures.most_orders_a_minute = max(end - first for first, end in enumerate(last))
        month = self.aws.budgets.sums_of(DEPLOYMENT, self.begun_ms // 1_000)
        self.figures.committed_usd, self.figures.spent_usd = month["committed_usd"], month["spent_usd"]

    def _at(self, when_ms: int, happens: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when_ms, next(self._numbers), happens))
