"""The simulation of a job's time line: simulated time, the real definition, and no loss where none is asked for."""

from __future__ import annotations

import asyncio
import time

import pytest
from omnigen.purchasing.render_inputs import POLL_SECONDS

from benchmarks import simulated_time
from benchmarks.timeline import simulate
from benchmarks.timeline_gantt import picture, text
from benchmarks.timeline_roads import ROADS, Road
from benchmarks.timeline_stages import Losses, makespan

LOSSLESS = Losses(call_seconds=0, state_seconds=0, late_polls=False, container_start=False)
BY_NAME = {road.name: road for road in ROADS}


def test_simulated_time_passes_without_waiting() -> None:
    began = time.monotonic()

    async def wait_an_hour() -> float:
        await asyncio.gather(asyncio.sleep(1_800), asyncio.sleep(3_600))
        return simulated_time.now()

    assert simulated_time.run(wait_an_hour()) == pytest.approx(3_600)
    assert time.monotonic() - began < 60


def test_what_waits_for_ever_is_an_error() -> None:
    async def wait_for_nobody() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="never comes"):
        simulated_time.run(wait_for_nobody())


@pytest.mark.parametrize("name", ["chained", "mixed", "one scene anew", "variant"])
def test_without_losses_a_job_takes_its_critical_path(name: str) -> None:
    """But for the container, which looks for clips every other second."""
    for seed in range(3):
        run = simulate(BY_NAME[name], seed, LOSSLESS)
        assert -0.01 < run.wall - run.path < POLL_SECONDS + 0.1


@pytest.mark.parametrize("road", ROADS, ids=[road.name for road in ROADS])
def test_no_job_is_faster_than_its_critical_path(road: Road) -> None:
    for seed in range(3):
        assert simulate(road, seed).ratio >= 1


def test_the_same_seed_gives_the_same_times() -> None:
    assert (
        simulate(BY_NAME["mixed"], 5).wall == simulate(BY_NAME["mixed"], 5).wall != simulate(BY_NAME["mixed"], 6).wall
    )


def test_takes_are_made_eight_at_once() -> None:
    assert makespan([3.0] * 8) == 3
    assert makespan([3.0] * 9) == 6


def test_pictures_show_every_lane() -> None:
    run = simulate(BY_NAME["keyframes"], 1)
    shown = text(run.spans, run.wall, run.path)
    assert {"script", "image s04", "clip s04", "music", "cut"} <= {
        line.split("|")[0].strip() for line in shown.splitlines()
    }
    assert picture(run.spans, run.wall, run.path).count("<rect") == len(run.spans) + 4
