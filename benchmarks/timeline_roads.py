"""Roads to a video of 30 s, and the critical path of each: where nothing waits but for its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omnigen.domain.job import Job
from omnigen.domain.shot import Join

from benchmarks.timeline_draws import COLLECT_SECONDS, CUT_SECONDS, Draws
from benchmarks.timeline_stages import makespan, takes
from tests.builders import a_brief, a_planned_job

SCENES = 4
"""Of the clips that Veo sells, four make 30 s; of stills, six do."""


@dataclass(frozen=True)
class Road:
    """A kind of job. `goal` is the most that wall time may be, as a multiple of the critical path."""

    name: str
    words: str
    brief: Mapping[str, Any]
    goal: float | None = None
    scenes: int = SCENES
    continued: frozenset[int] = frozenset()
    have: frozenset[str] = frozenset()

    def job(self) -> Job:
        """A job of this road, planned already: its stages only say so when their turn has come."""
        job = a_planned_job(self.scenes, brief=a_brief(duration=30, **self.brief))
        joined = [
            scene.model_copy(update={"join": Join.CONTINUE if scene.number in self.continued else Join.NEW_SHOT})
            for scene in job.scenes
        ]
        return job.model_copy(update={"scenes": tuple(joined)})


_WORDS = frozenset({"script", "speech", "storyboard"})
_CLIPS = frozenset(f"clip s{number:02}" for number in range(1, SCENES + 1))

ROADS = (
    Road("chained", "four clips, each from the last frame of the one before", {"continuity": "chained"}, 1.05),
    Road("mixed", "four clips, two of them continued", {"continuity": "mixed"}, 1.05, continued=frozenset({2, 4})),
    Road("keyframes", "four stills, and a clip from each to the next", {"continuity": "keyframes"}, 1.10),
    Road("stills", "six stills that the camera moves over", {"pictures": "stills"}, 1.10, scenes=6),
    Road(
        "one scene anew",
        "scene 2 of a mixed video, which scene 3 does not continue",
        {"continuity": "mixed"},
        have=_WORDS | {"music"} | _CLIPS - {"clip s02"},
    ),
    Road("variant", "the same script in another shape: its clips anew", {"continuity": "mixed"}, have=_WORDS),
)


def critical_path(road: Road, job: Job, draws: Draws) -> float:
    """Seconds of the longest chain of vendors' work and the cut, from the same draws.

    Of what is ours it holds what has to be done with each result, and the cut; no waiting, no start of a container.
    """

    def takes_time(kind: str, scene: str = "") -> float:
        lane = f"{kind} {scene}".strip()
        return 0.0 if lane in road.have else draws.of(kind, scene) + COLLECT_SECONDS.get(kind, 0.0)

    spoken = takes_time("script") + (0.0 if "speech" in road.have else makespan(takes(job, draws)))
    planned = spoken + takes_time("storyboard")
    names = [scene.id.rpartition("-")[2] for scene in job.scenes]
    stills = [planned + (takes_time("image", name) if job.brief.stills_wanted else 0.0) for name in names]
    filmed = list(stills)
    for group in job.filmed_in_order:
        before = 0.0
        for scene in group:
            index = job.scene(scene).scene_index
            own = max(stills[index : index + 2]) if job.brief.stills_wanted else stills[index]
            before = max(before, own) + (takes_time("clip", names[index]) if job.films(job.scene(scene)) else 0.0)
            filmed[index] = before
    return max(*filmed, spoken + takes_time("music")) + CUT_SECONDS
