"""`python -m benchmarks.queue_simulation [jobs]`: jobs through queues, vendor limits and money, on a clock of its own.

The emulated tables with the program's own adapters, no media. Jobs arrive faster than they can be rendered; each
reserves its money, waits for a slot and for its turn at the vendor, films, composes and settles. What is counted goes
to docs/benchmarks/queue.md.
"""

from __future__ import annotations

import bisect
import heapq
import itertools
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from omnigen.aws.adapters import AwsAdapters
from omnigen.aws.workflow import WorkflowClient
from omnigen.domain.budget import DEPLOYMENT
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.render_queue import QUEUES
from omnigen.runtime.context import open_context
from omnigen.settings import read

from benchmarks.queue_figures import (
    ARRIVAL_SECONDS,
    AT_ONCE,
    COMPOSE_SECONDS,
    COMPOSING,
    FILM_SECONDS,
    PER_MINUTE,
    RENDERING,
    USERS,
    Figures,
    queue_page,
)
from local.emulator.cloud import LocalCloud
from tests.builders import a_job, an_order
from tests.workflow.executions import Executions

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks" / "queue.md"
VENDOR = "vendor"
PRICE = Decimal("6.40")


class Simulation:
    """Events in order of time; each calls the program as a stage would."""

    def __init__(self, aws: AwsAdapters, jobs: int) -> None:
        self.now_ms = self.begun_ms = int(time.time()) * 1_000
        self.figures = Figures(jobs)
        self._executions = Executions(answering=self._told)
        workflow = cast("WorkflowClient", self._executions)
        clock: dict[str, Any] = {"now_ms": lambda: self.now_ms, "pause": lambda _: None}
        self.slots = replace(aws.slots, workflow=workflow, limits=RENDERING, compositions=COMPOSING, **clock)
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
        self._served: dict[str, str] = {}
        self._sent: list[int] = []

    def run(self) -> Figures:
        """Until nothing is left to happen."""
        begun, chance = time.monotonic(), random.Random(19)
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
        with counted_calls(self.slots.table) as calls:
            self.slots.join(arn, self._users[arn].user_id, token, queue)
        given = [name for name in calls if name == "DeleteItem"]
        if queue == "render" and not given:
            self.figures.calls_per_join.append(len(calls))

    def _told(self, arn: str) -> None:
        """An execution has got its slot."""
        queue, user = self._queue_of[arn], self._users[arn].user_id
        self._holding[queue][user] += 1
        self.figures.peaks[queue] = max(self.figures.peaks[queue], sum(self._holding[queue].values()))
        if queue == "compose":
            return self._at(self.now_ms + COMPOSE_SECONDS * 1_000, lambda: self._end(arn))
        self.figures.per_user_peak = max(self.figures.per_user_peak, self._holding[queue][user])
        self.figures.out_of_order += self._served.get(user, "") > self._users[arn].job_id
        self._served[user] = self._users[arn].job_id
        wait = (self.now_ms - self._arrived[arn]) / 1_000
        self.figures.waits_by_user[user].append(wait)
        return self._at(self.now_ms, lambda: self._film(arn))

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


@contextmanager
def counted_calls(table: Any) -> Iterator[list[str]]:
    """The names of the calls that are made of a table's client meanwhile."""
    calls: list[str] = []
    events = table.meta.client.meta.events

    def count(model: Any, **_: Any) -> None:
        calls.append(model.name)

    events.register("before-call.dynamodb", count)
    try:
        yield calls
    finally:
        events.unregister("before-call.dynamodb", count)


def simulate(aws: AwsAdapters, jobs: int) -> Figures:
    """Run it."""
    return Simulation(aws, jobs).run()


def main() -> None:
    """Simulate, and write the page."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        options: dict[str, Any] = {"executor": "threads", "handlers": {}, "sweep_seconds": 1e9}
        with LocalCloud(Path(folder), environment={}, **options):
            found = simulate(open_context(read(os.environ)).aws, jobs)
    PAGE.write_text(queue_page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
