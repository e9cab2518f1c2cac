"""The stages of a job as the state machine sees them, with vendors that take as long as was drawn.

What a stage decides is decided by the program's own functions: the plan, the groups of scenes, and when to poll. What
it would do besides (records, files, payment) takes no time here but the seconds that are assumed for a call.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from omnigen.domain.job import Job
from omnigen.domain.messages import plan
from omnigen.domain.purchase import first_poll_seconds, poll_interval_seconds
from omnigen.purchasing.render_inputs import POLL_SECONDS
from omnigen.settings import Settings

from benchmarks.simulated_machine import SimulatedMachine
from benchmarks.simulated_time import now
from benchmarks.timeline_draws import COLLECT_SECONDS, CUT_SECONDS, Draws

_ANSWERED_AT_ONCE = {"WriteScript": "script", "PlanStoryboard": "storyboard", "DrawImage": "image"}
MIN_POLL_SECONDS = int(Settings.model_fields["omnigen_poll_seconds"].default)
TAKES_AT_ONCE = 8


@dataclass(frozen=True)
class Span:
    """Something that went on in a lane of the picture, in seconds from the job's start."""

    lane: str
    kind: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Losses:
    """What is lost besides the work; each can be left out to see what it costs."""

    call_seconds: float = 0.15
    state_seconds: float = 0.03
    late_polls: bool = True
    container_start: bool = True


@dataclass
class Stages:
    """The functions of one run. `have` names what is on the record already: "script", "clip s02" and so on."""

    job: Job
    draws: Draws
    losses: Losses
    have: frozenset[str] = frozenset()
    machine: SimulatedMachine | None = None
    spans: list[Span] = field(default_factory=list)
    _submitted: dict[str, float] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    async def call(self, function: str, payload: Mapping[str, Any]) -> Any:
        """What the stage of this name answers."""
        await asyncio.sleep(self.losses.call_seconds)
        scene = str(payload.get("scene_id", "")).rpartition("-")[2]
        if function in _ANSWERED_AT_ONCE:
            await self._waits_for(_ANSWERED_AT_ONCE[function], scene)
            return plan(self.job, compose_early=True).model_dump(mode="json")
        if function in {"StartMusic", "StartClip"}:
            return self._start(function.removeprefix("Start").lower(), scene)
        if function in {"CheckMusic", "CheckClip"}:
            return await self._check(function.removeprefix("Check").lower(), scene)
        return await self._other(function, payload)

    async def _other(self, function: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        if function == "Narrate":
            await self._narrate()
        if function == "AcquireSlot" and self.machine:
            self.machine.answer(payload["task_token"], {})
        if function in {"ComposeVideo", "ComposeEarly"}:
            await self._compose()
        return {"ready": True, "wait_seconds": 0, "rewrite": False, "redraw": False}

    async def _waits_for(self, kind: str, name: str = "") -> None:
        """A vendor that answers within the call."""
        lane = f"{kind} {name}".strip()
        if lane not in self.have:
            await self._goes_on(lane, "vendor", self.draws.of(kind, name))

    async def _narrate(self) -> None:
        if "speech" not in self.have:
            await self._goes_on("speech", "vendor", makespan(takes(self.job, self.draws)))

    def _start(self, kind: str, scene: str) -> dict[str, Any]:
        lane = f"{kind} {scene}".strip()
        if lane in self.have:
            return {"ready": True, "wait_seconds": 0}
        if lane in self._submitted:
            return self._look_later(kind, lane)
        self._submitted[lane] = now()
        expected = {"clip": 75, "music": 20}[kind]
        return self._wait(lane, first_poll_seconds(self.draws.seen(kind), expected))

    async def _check(self, kind: str, scene: str) -> dict[str, Any]:
        lane = f"{kind} {scene}".strip()
        began = self._submitted[lane]
        if now() < began + self.draws.of(kind, scene):
            return self._look_later(kind, lane)
        self._submitted[lane] = -math.inf
        done = began + self.draws.of(kind, scene)
        self.spans += [Span(lane, "vendor", began, done), Span(lane, "late", done, now())]
        await self._goes_on(lane, "ours", COLLECT_SECONDS[kind])
        self._kept.add(lane)
        return {"ready": True, "wait_seconds": 0}

    def _look_later(self, kind: str, lane: str) -> dict[str, Any]:
        gone = int(now() - self._submitted[lane])
        return self._wait(lane, poll_interval_seconds(gone, MIN_POLL_SECONDS, self.draws.seen(kind)))

    def _wait(self, lane: str, seconds: float) -> dict[str, Any]:
        if not self.losses.late_polls:
            kind, _, scene = lane.partition(" ")
            seconds = max(self._submitted[lane] + self.draws.of(kind, scene) - now(), 0)
        return {"ready": False, "wait_seconds": seconds}

    async def _compose(self) -> None:
        if self.losses.container_start:
            await self._goes_on("cut", "container", self.draws.of("container"))
        while not self._wanted <= self.have | self._kept:
            await asyncio.sleep(POLL_SECONDS)
        await self._goes_on("cut", "ours", CUT_SECONDS)

    @property
    def _wanted(self) -> set[str]:
        """What the cut waits for."""
        clips = {f"clip {scene.id.rpartition('-')[2]}" for scene in self.job.scenes if self.job.films(scene)}
        return clips | ({"music"} if self.job.brief.score_wanted else set())

    async def _goes_on(self, lane: str, kind: str, seconds: float) -> None:
        began = now()
        await asyncio.sleep(seconds)
        self.spans.append(Span(lane, kind, began, now()))


def takes(job: Job, draws: Draws) -> list[float]:
    """What each take of the narration takes: as many as there are scenes, assumed."""
    return [draws.of("speech", scene.id.rpartition("-")[2]) for scene in job.scenes]


def makespan(seconds: Sequence[float], at_once: int = TAKES_AT_ONCE) -> float:
    """How long these take when so many are made at once, each as soon as there is room."""
    ends = [0.0] * at_once
    for one in seconds:
        soonest = min(range(at_once), key=ends.__getitem__)
        ends[soonest] += one
    return max(ends)
