"""Slots and runs under any order of events: joins, ends, lost and late events, cancels, resumes, sweeps."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, cast

import boto3
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from moto import mock_aws
from omnigen.aws.adapters import connect
from omnigen.aws.workflow import WorkflowClient
from omnigen.deployment.resources import TABLES, table_variables
from omnigen.domain.job import RUNNING, TERMINAL, Job, JobStatus
from omnigen.domain.messages import SlotRef
from omnigen.domain.render_queue import QueueLimits
from omnigen.errors import Conflict, StaleRun
from omnigen.jobs import runs
from omnigen.jobs.runs import end_run
from omnigen.runtime.context import AppContext, system_clock
from omnigen.settings import read

from functions.acquire_slot import acquire_slot
from functions.sweep import ScheduledEvent, sweep
from local.emulator import resources
from local.emulator.environment import process_environment
from tests.builders import NOW, a_brief, a_job
from tests.queue_model import next_to_start
from tests.workflow.executions import Executions

LIMITS = QueueLimits(total=2, per_user=1)
USERS = ("ada", "bob", "cy")
MOST_JOBS = 6
STARTER_LOST_SECONDS = 120
picked = st.integers(0, 1_000)


class Line(RuleBasedStateMachine):
    """Six jobs at most, of three users, before two slots of which a user may have one. Time passes when told to."""

    plain: AppContext
    """The program's own adapters, on tables in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.executions = Executions(answering=self._served, trying=self._interrupt)
        self.now = NOW
        self.tokens = itertools.count()
        self.app = self._studio()
        _clear(self.app.aws.jobs.table, "job_id")
        _clear(self.slots.table, "line", "place")
        self.job_ids: list[str] = []
        self.overtaken: list[str] = []
        self.interruption: Callable[[], object] = lambda: None

    def teardown(self) -> None:
        """Everything ends, nobody is told, and the sweep puts it in order."""
        for execution_arn in list(self.executions.statuses):
            self.executions.end(execution_arn, "FAILED")
        for _ in range(2):
            self.now += STARTER_LOST_SECONDS
            found = sweep(ScheduledEvent(), self.app)
            assert not found.troubles
            for execution_arn in list(self.executions.statuses):
                self.executions.end(execution_arn, "FAILED")  # what the sweep has started after its starter's death
        sweep(ScheduledEvent(), self.app)
        assert (dict(self.slots.holders()), self.slots.queued()) == ({}, []), "a slot leaked"
        assert {self._job(job_id).status for job_id in self.job_ids} <= TERMINAL

    @initialize()
    def first(self) -> None:
        self.submit("ada")

    @precondition(lambda self: len(self.job_ids) < MOST_JOBS)
    @rule(user=st.sampled_from(USERS))
    def submit(self, user: str) -> None:
        self.submitted(user)

    @rule(which=picked)
    def want_a_slot(self, which: int) -> None:
        """The run's AcquireSlot: the first time, or again with a new token, or long after its run was over."""
        job = self._any(which)
        for run in {job.run, max(1, job.run - 1)}:
            self._acquire(job, run)

    @rule(which=picked, status=st.sampled_from(["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]))
    def end(self, which: int, status: str) -> None:
        """The execution is over, in whatever it was doing; the event of it may come later, twice, or never."""
        job = self._any(which)
        if status == "SUCCEEDED" and job.status is JobStatus.PROCESSING and self.executions.renders(self._arn(job)):
            self.app.aws.jobs.change_status(job.job_id, job.run, JobStatus.COMPLETED)
        self.executions.end(self._arn(job), status)

    @precondition(lambda self: self.executions.ended)
    @rule(which=picked)
    def publish(self, which: int) -> None:
        """One of the events there ever was arrives, for the first time or again."""
        execution_arn, status = self.executions.ended[which % len(self.executions.ended)]
        before = {job_id: self._job(job_id) for job_id in self.job_ids}
        end_run(self.app, execution_arn, status)
        for job_id, job in before.items():
            if self._arn(job) != execution_arn:
                assert self._job(job_id) == job, "the end of an old run has changed something"

    @rule(which=picked)
    def cancel(self, which: int) -> None:
        with suppress(Conflict):
            runs.cancel(self.app, self._any(which))

    @rule(which=picked)
    def resume(self, which: int) -> None:
        with suppress(Conflict):
            runs.resume(self.app, self._any(which))

    @rule(which=picked)
    def begin_and_die(self, which: int) -> None:
        """A run whose starter dies between its two steps."""
        job = self._any(which)
        if job.status in {JobStatus.FAILED, JobStatus.CANCELLED}:
            self.app.aws.jobs.begin_run(job, self.executions.execution_arn(job.job_id, job.run + 1))

    @rule()
    def sweep(self) -> None:
        assert not sweep(ScheduledEvent(), self.app).troubles

    @rule(seconds=st.sampled_from([1, STARTER_LOST_SECONDS]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    @rule(which=picked, act=st.sampled_from(["end", "publish", "sweep", "want_a_slot"]))
    def meanwhile(self, which: int, act: str) -> None:
        """Something happens while a dispatcher is about to answer somebody: what it read is stale from then on."""
        happens: Callable[..., object] = getattr(self, act)
        self.interruption = happens if act == "sweep" else lambda: happens(which, *(["FAILED"] if act == "end" else []))
        if act == "publish" and not self.executions.ended:
            self.interruption = lambda: None

    @invariant()
    def line_is_in_order(self) -> None:
        holders = self.slots.holders("render")
        assert len(holders) <= LIMITS.total
        assert max(Counter(holders.values()).values(), default=0) <= LIMITS.per_user
        rendering = {arn for arn in self.executions.told if self.executions.is_running(arn)}
        assert rendering <= {*holders, *self.slots.holders("compose")}, "somebody renders without a slot"
        waiters = self.slots.queued("render")
        assert next_to_start(waiters, holders, LIMITS) is None, "somebody waits who may go"
        waiting = {arn for arn in self.executions.tokens.values() if self.executions.is_running(arn)}
        assert waiting <= {waiter.execution_arn for waiter in waiters}, "somebody waits whom nobody will call"
        assert self.overtaken == []

    def submitted(self, user: str) -> str:
        """The id of a new job, which has begun its first run."""
        self.job_ids.append(runs.submit(self.app, user, a_brief()).job_id)
        return self.job_ids[-1]

    @property
    def slots(self) -> Any:
        return self.app.aws.slots

    def _served(self, execution_arn: str) -> None:
        """Whoever came earlier and waits still is somebody whose user has all he may."""
        holders = self.slots.holders("render")
        users = Counter(user for arn, user in holders.items() if arn != execution_arn)
        waiters = self.slots.queued("render")
        mine = next((waiter.turn for waiter in waiters if waiter.execution_arn == execution_arn), "")
        for waiter in waiters:
            earlier = waiter.turn < mine and waiter.execution_arn not in holders
            if earlier and users[waiter.user_id] < LIMITS.per_user:
                self.overtaken.append(waiter.execution_arn)

    def _interrupt(self) -> None:
        interruption, self.interruption = self.interruption, lambda: None
        interruption()

    def _acquire(self, job: Job, run: int) -> None:
        """StaleRun is the right answer to a run that is over."""
        execution_arn, token = self.executions.execution_arn(job.job_id, run), f"token {next(self.tokens)}"
        if self.executions.status(execution_arn) is None or self.executions.renders(execution_arn):
            return  # there is nobody who would ask
        if self.executions.is_running(execution_arn):
            self.executions.wait(execution_arn, token)
        event = SlotRef(job_id=job.job_id, run=run, execution_arn=execution_arn, task_token=token)
        try:
            acquire_slot(event, self.app)
        except StaleRun:
            self.executions.end(execution_arn, "FAILED")  # as its Catch has it
            now = self._job(job.job_id)
            assert now.run != run or now.status not in RUNNING

    def _any(self, which: int) -> Job:
        return self._job(self.job_ids[which % len(self.job_ids)])

    def _job(self, job_id: str) -> Job:
        return self.app.aws.jobs.get(job_id)

    def _arn(self, job: Job) -> str:
        return self.executions.execution_arn(job.job_id, job.run)

    def _studio(self) -> AppContext:
        """With a clock of ours, and executions that do nothing."""
        aws, workflow = self.plain.aws, cast("WorkflowClient", self.executions)
        jobs = replace(aws.jobs, now=lambda: self.now)
        slots = replace(
            aws.slots,
            workflow=workflow,
            limits=LIMITS,
            pause=lambda _: None,
            now_ms=lambda: self.now * 1000 + next(self.tokens),
        )
        reviews = replace(aws.reviews, jobs=jobs, workflow=workflow)
        purchases = replace(aws.purchases, jobs=jobs)
        mine = replace(aws, jobs=jobs, slots=slots, workflow=workflow, reviews=reviews, purchases=purchases)
        return AppContext(self.plain.settings, mine, lambda: self.now)


def _clear(table: Any, *key: str) -> None:
    for item in table.scan()["Items"]:
        table.delete_item(Key={name: item[name] for name in key})


@pytest.fixture
def tables() -> Iterator[AppContext]:
    """The program's adapters on moto's tables, in this process."""
    with mock_aws(), process_environment({**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}):
        configured = read({**table_variables("local"), "ASSETS_BUCKET": "bucket"})
        aws = connect(configured, system_clock)
        resources.create_tables(aws.jobs.table.meta.client, TABLES)
        boto3.client("s3").create_bucket(Bucket=configured.assets_bucket)
        yield AppContext(configured, aws)


def test_line_keeps_its_limits_and_its_order_whatever_happens_when(tables: AppContext) -> None:
    Line.plain = tables
    run_state_machine_as_test(Line, settings=settings(max_examples=8, stateful_step_count=40))


def test_job_whose_execution_is_forgotten_is_ended_by_the_sweep(tables: AppContext) -> None:
    Line.plain = tables
    line = Line()
    job = a_job(status=JobStatus.PROCESSING)
    line.app.aws.jobs.create(job)
    assert sweep(ScheduledEvent(), line.app).jobs == 0, "its execution may just be starting"
    line.now += STARTER_LOST_SECONDS
    assert sweep(ScheduledEvent(), line.app).jobs == 1
    ended = line.app.aws.jobs.get(job.job_id)
    assert (ended.status, ended.problem and ended.problem.code) == (JobStatus.FAILED, "TIMED_OUT")


def test_waiter_who_comes_back_while_his_old_token_is_tried_gets_his_slot(tables: AppContext) -> None:
    """His AcquireSlot is tried again: the old token is dead, and the new one arrives while somebody finds that out."""
    Line.plain = tables
    line = Line()
    waiting = line.executions.execution_arn(line.submitted("bob"), 1)
    line.executions.wait(waiting, "new")  # so the old one is dead

    line.interruption = lambda: line.slots.join(waiting, "bob", "new")
    line.slots.join(waiting, "bob", "old")
    line.line_is_in_order()
    assert line.executions.renders(waiting)


def test_dispatcher_who_has_read_what_is_stale_by_now_gives_no_slot_away(tables: AppContext) -> None:
    """Between its look at whose turn it is and its write, another dispatcher gives the last slot away."""
    Line.plain = tables
    line = Line()
    for user in USERS:
        line.submitted(user)
    line.want_a_slot(0)
    events = line.slots.table.meta.client.meta.events
    writes: list[str] = []

    def meanwhile(**_: Any) -> None:
        writes.append("transaction")
        if len(writes) == 2:  # the first queues the execution, the second gives it its slot
            line.want_a_slot(2)

    events.register("before-call.dynamodb.TransactWriteItems", meanwhile)
    try:
        line.want_a_slot(1)
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", meanwhile)
    assert len(writes) > 3
    line.line_is_in_order()
    assert len(line.slots.holders()) == LIMITS.total


class Killed(BaseException):
    """The process is dead: nothing that it would have done afterwards is done."""


@pytest.mark.parametrize(
    "act", ["first joins", "second joins", "holder is released", "waiter is released", "holder composes"]
)
def test_process_that_dies_at_any_write_loses_no_slot_and_nobody_who_waits(tables: AppContext, act: str) -> None:
    """Every write of a call is a kill point; then the call is repeated, as Step Functions and EventBridge do."""
    kill_at = 0
    while True:
        kill_at += 1
        Line.plain = tables
        line = Line()
        arns = [line.executions.execution_arn(f"job_{number}", 1) for number in range(2)]

        def join(arn: str, line: Line = line) -> None:
            line.executions.start(arn.rpartition(":")[2].removesuffix("-r1"), 1)
            if not line.executions.renders(arn):
                line.executions.wait(arn, f"token of {arn}")
                line.slots.join(arn, "ada", f"token of {arn}")

        def leave(arn: str, line: Line = line) -> None:
            line.executions.end(arn, "FAILED")
            line.slots.release(arn)

        def compose(arn: str, line: Line = line) -> None:
            line.executions.wait(arn, "token for composing")
            line.slots.join(arn, "ada", "token for composing", "compose")

        for arn in arns[: ("first joins", "second joins").index(act) if act.endswith("joins") else 2]:
            join(arn)
        calls = {"joins": join, "released": leave, "composes": compose}
        do = partial(calls[act.rpartition(" ")[2]], arns[0 if act.startswith(("first", "holder")) else 1])
        died = _dies_at_write(line, kill_at, do)
        do()
        line.line_is_in_order()
        assert len(line.slots.holders("render")) == 1
        assert set(line.slots.holders("compose")) == ({arns[0]} if act == "holder composes" else set())
        for arn in arns:
            leave(arn)
        assert _only_counters_of_zero(line)
        if not died:
            assert kill_at > 1
            return


def _dies_at_write(line: Line, kill_at: int, do: Callable[[], None]) -> bool:
    """Whether there were so many writes that the process died."""
    events, writes = line.slots.table.meta.client.meta.events, itertools.count(1)

    def die(**_: Any) -> None:
        if next(writes) == kill_at:
            raise Killed

    names = [f"before-call.dynamodb.{call}" for call in ("TransactWriteItems", "UpdateItem", "DeleteItem", "PutItem")]
    for name in names:
        events.register(name, die)
    try:
        do()
    except Killed:
        return True
    finally:
        for name in names:
            events.unregister(name, die)
    return False


def _only_counters_of_zero(line: Line) -> bool:
    items = line.slots.table.scan()["Items"]
    return all(str(item["line"]).endswith("#held") and item["held"] == 0 for item in items)
