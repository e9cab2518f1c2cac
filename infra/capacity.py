"""`python -m infra.capacity` writes docs/capacity.md: how many jobs a day each part bears, by what a job uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from infra import ROOT
from infra.cost.measured import MeasuredJob, read_measured

PAGE = ROOT / "docs" / "capacity.md"
TEXT = ROOT / "infra" / "capacity_page.md"
LEVELS = (10, 1_000, 10_000, 100_000)
DAY_SECONDS = 86_400

PEAK = 4
"""The busiest hour has so many times the average."""

CLIP_SECONDS = 90
"""A clip of a video model, with the wait for the poll that finds it."""

TASK_SECONDS = 120
"""A composition on Fargate: a minute until it starts, a minute of work."""

COMPOSE_SECONDS = 60
"""The work alone: a container that started with the clips is there when the last one is."""

PURCHASES = 13
"""Script, style, storyboard, music, five clips and four recordings. Each is written when reserved and when settled."""

ITEM_TRANSACTIONS = 20
"""Transactions in a second on one item, above which conflicts and their pauses add up: each takes about 10 ms."""


@dataclass(frozen=True)
class Wall:
    """What ends a growth: jobs a day that it bears before the changes of decisions 0149 and 0155, and after them."""

    what: str
    before: float
    after: float
    why: str


def walls(job: MeasuredJob) -> list[Wall]:
    """Every part that has a limit, for jobs like this one."""
    filming = CLIP_SECONDS * job.scenes
    function_seconds = sum(calls.seconds for calls in job.calls.values())
    predictions = job.scenes + 1
    held_before, tasks = _a_day(1 / (filming + TASK_SECONDS)), _a_day(1 / TASK_SECONDS)
    slots, early = _a_day(1 / filming), _a_day(1 / (filming + COMPOSE_SECONDS))
    return [
        Wall("ten render slots (`render_slots`)", 10 * held_before, 10 * _a_day(1 / (filming + COMPOSE_SECONDS)),
             f"a job films {filming} s and composes {COMPOSE_SECONDS} s in the container that started with the clips; "
             "before, the start of the container was in it"),
        Wall("ten render slots, containers after the clips", 10 * held_before, 10 * slots,
             "`OMNIGEN_COMPOSE_EARLY = \"false\"`: the slot is given back before composing"),
        Wall("ten compositions (`compositions`), containers after the clips", 10 * held_before, 10 * tasks,
             f"a composition takes {TASK_SECONDS} s; before, it held the slot for rendering"),
        Wall("Lambda in a new account: 10 at once", *_twice(_a_day(10 / function_seconds)),
             f"{function_seconds:.0f} s of functions a job; a throttled stage now waits for minutes and goes on"),
        Wall("Lambda: 1,000 at once", *_twice(_a_day(1_000 / function_seconds)), "the usual quota; more on request"),
        Wall("render queue in one partition", _old_queue(), _a_day(8 * ITEM_TRANSACTIONS / 2),
             "before, each join and end read all that waited (an hour's jobs of 0.3 kB, 3,000 read units a second); "
             "after, eight counters take two transactions of each job"),
        Wall("subnets, an address for each container", 502 * early, 2_038 * early, "251 or 1,019 addresses a subnet"),
        Wall("subnets, containers after the clips", 502 * tasks, 2_038 * tasks, "the same, for two minutes of a job"),
        Wall("month of the deployment, one item", *_twice(_a_day(ITEM_TRANSACTIONS / (2 * PURCHASES))),
             f"{2 * PURCHASES} transactions a job, {ITEM_TRANSACTIONS} a second; not divided yet"),
        Wall("600 new predictions a minute (Replicate)", *_twice(_a_day(10 / predictions)),
             f"{predictions} a job; before, six refusals led to the next model; after, an order waits for its turn"),
        Wall("DynamoDB, a new table: 4,000 write units a second", *_twice(_a_day(4_000 / job.write_units)),
             f"{job.write_units:,} write units a job; on demand doubles what it has borne within 30 minutes"),
        Wall("Step Functions: 800 transitions a second", *_twice(_a_day(800 / job.transitions)),
             f"{job.transitions} a job; 5,000 in us-east-1, us-west-2 and eu-west-1"),
        Wall("sweep: Step Functions asked about each", _a_day(15 * 300 / (filming + TASK_SECONDS)), float("inf"),
             "15 questions a second; before, every execution in 5 minutes, after, at most 300 by chance"),
    ]  # fmt: skip


def page() -> str:
    """The whole page."""
    job = read_measured().jobs["chained"]
    found = sorted(walls(job), key=lambda wall: wall.after)
    rows = "\n".join(f"| {one.what} | {_jobs(one.before)} | {_jobs(one.after)} | {one.why} |" for one in found)
    firsts = "\n".join(
        f"| {level:,} | {_first(found, level, _before)} | {_first(found, level, _after)} |" for level in LEVELS
    )
    return TEXT.read_text(encoding="utf-8").format(
        measured=read_measured().measured_on, job=job, peak=PEAK, rows=rows, firsts=firsts,
        early=_needed(CLIP_SECONDS * job.scenes + COMPOSE_SECONDS),
        slots=_needed(CLIP_SECONDS * job.scenes), compositions=_needed(TASK_SECONDS),
    )  # fmt: skip


def _before(wall: Wall) -> float:
    return wall.before


def _after(wall: Wall) -> float:
    return wall.after


def _a_day(a_second: float) -> float:
    """Jobs a day whose busiest hour has so many a second."""
    return a_second * DAY_SECONDS / PEAK


def _twice(value: float) -> tuple[float, float]:
    return value, value


def _old_queue() -> float:
    """Four reads of an hour's jobs for each job, 0.3 kB each, 4 kB a read unit: rate * rate * 4 * 3600 * 0.3 / 4."""
    return _a_day(sqrt(3_000 / (4 * 3_600 * 0.3 / 4)))


def _jobs(value: float) -> str:
    """Two digits of it: the rest would be pretence."""
    if value == float("inf"):
        return "none"
    digits = len(str(int(value))) - 2
    return f"{round(value, -max(digits, 0)):,.0f}"


def _first(found: list[Wall], level: int, of: Callable[[Wall], float]) -> str:
    """The part that ends the growth first at this level, and all others that must be raised on the way."""
    reached = sorted((one for one in found if of(one) < level), key=of)
    return "; ".join(one.what for one in reached) or "none"


def _needed(seconds: int) -> str:
    return ", ".join(f"{max(round(level * PEAK * seconds / DAY_SECONDS), 1):,}" for level in LEVELS)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
