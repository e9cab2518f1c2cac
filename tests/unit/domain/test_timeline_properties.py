"""From a length in seconds to a cut: the frames add up for any plan."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.job import Job
from omnigen.domain.storyboard import Transition, plan_seconds
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE
from omnigen.domain.timeline import Canvas
from omnigen.domain.timeline_builder import shots
from omnigen.domain.timeline_planning import plan_timeline

from tests.builders import a_planned_job

WIDE = Canvas(width=128, height=72)
SOLD = [(), (4, 6, 8), (5, 10), (6, 10), tuple(range(2, 16))]
"""Lengths of clips, as video models sell them; none where the pictures are stills."""


@st.composite
def planned_jobs(draw: st.DrawFn) -> tuple[int, Job]:
    """A length in seconds, and a job whose scenes are planned for it, each with a transition of its own."""
    duration = draw(st.integers(6, 120))
    plan = plan_seconds(duration, [Decimal(seconds) for seconds in draw(st.sampled_from(SOLD))])
    job = a_planned_job(scenes=len(plan))
    transitions = draw(st.lists(st.sampled_from(Transition), min_size=len(plan), max_size=len(plan)))
    scenes = [
        scene.model_copy(update={"duration": seconds, "transition": transition})
        for scene, seconds, transition in zip(job.scenes, plan, transitions, strict=True)
    ]
    return duration, job.model_copy(update={"scenes": tuple(scenes)})


@given(planned_jobs())
def test_a_cut_has_exactly_the_frames_and_samples_of_its_length(planned: tuple[int, Job]) -> None:
    duration, job = planned
    cut = plan_timeline(WIDE, shots(job))
    assert cut.frames == duration * FRAME_RATE
    assert cut.samples == duration * SAMPLE_RATE
    assert cut.seconds == duration
    assert [*cut.starts, cut.frames] == [
        sum(shot.frames for shot in cut.shots[:count]) for count in range(len(cut.starts) + 1)
    ]
