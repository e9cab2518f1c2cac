"""Payloads between the states of the state machine: ids and small facts. Everything else is on the record."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from omnigen.domain.brief_options import Gate, Pictures, StopAt
from omnigen.domain.job import ApprovalStatus, Job
from omnigen.domain.render_queue import QueueName

MAX_CONCURRENT_STILLS = 8


class Message(BaseModel):
    """A payload; fields that the receiver does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class JobRef(Message):
    """A run of a job."""

    job_id: str
    run: int


class StoryboardRef(JobRef):
    """A run of a job, or one scene of it that is to be planned again."""

    scene_id: str | None = None


class SceneRef(JobRef):
    """A scene in a run of a job."""

    scene_id: str


class ReviewRef(JobRef):
    """A review gate that a run has reached; `task_token` answers the state machine."""

    gate: Gate
    task_token: str
    scene_id: str | None = None


class SlotRef(JobRef):
    """An execution that wants to render, or to compose."""

    execution_arn: str
    task_token: str
    queue: QueueName = "render"


class ErrorOutput(Message):
    """Output of a Catch: the error's name, and its cause as text (JSON when it came from a Lambda)."""

    Error: str
    Cause: str = ""


class FailureRef(JobRef):
    """A run that failed."""

    error: ErrorOutput


class Plan(Message):
    """The branches that a job takes. The state machine's Choice states test these booleans.

    `filmed_in_order` are the scenes in groups: clips of a group are filmed one after another, groups at the same time.
    `clips_at_once` is how many groups there are, one at least; executions that began under an earlier definition of the
    state machine take it for the number of scenes that may be filmed at once.

    `music_first`: the music is ordered before stills are drawn, and made meanwhile. Not where a person decides in
    between: a vendor keeps what it has made for an hour only.

    `compose_early`: the composition's container starts together with the clips and the music, and waits for them.

    `cut_out`: photos of the product are to be cut out first, and the stage is to be called again then. Not `ready`: the
    vendor is busy, and the stage is to be called again after `wait_seconds`.
    """

    scenes: tuple[str, ...]
    filmed_in_order: tuple[tuple[str, ...], ...] = ()
    gate_script: bool
    gate_scenes: bool
    gate_images: bool
    gate_spend: bool
    stop_at_script: bool
    draw_stills: bool
    film_clips: bool
    clips_at_once: int
    narrate: bool
    score: bool
    music_first: bool = False
    compose_early: bool = False
    cut_out: bool = False
    ready: bool = True
    wait_seconds: int = 0


class SpeechOutcome(Message):
    """Whether the speech is bought; if not, when to ask a busy vendor again; if so, whether it misfits the script.

    The script of a speech that misfits is to be written again.
    """

    ready: bool = True
    wait_seconds: int = 0
    rewrite: bool = False


class PurchaseProgress(Message):
    """Whether a purchase is done; if not, the seconds until the next poll, or until a busy vendor is asked again."""

    ready: bool
    wait_seconds: int = 0


class ReviewDecision(Message):
    """What a person decided at a gate, as the state machine sees it."""

    decision: Literal[ApprovalStatus.APPROVED, ApprovalStatus.REJECTED]
    reason: str = ""


class FailureSummary(Message):
    """The failure in one sentence."""

    message: str


class Completion(Message):
    """Whether the job is complete, or a scene of it is to be drawn anew first (`redraw`)."""

    redraw: bool = False


class Empty(Message):
    """A payload without content: the result is on the record."""


def plan(job: Job, wait_seconds: int | None = None, *, compose_early: bool = False) -> Plan:
    """The branches of this job, from its brief and its scenes; with `wait_seconds` its stage is called again then.

    Nothing is composed early where there is neither a clip nor music to wait for.
    """
    brief = job.brief
    gates = frozenset(brief.review)
    stills = brief.stills_wanted or any(scene.is_hero for scene in job.scenes)
    filmed = brief.pictures is Pictures.CLIPS
    groups = job.filmed_in_order
    return Plan(
        scenes=tuple(scene.id for scene in job.scenes),
        filmed_in_order=groups,
        gate_script=Gate.SCRIPT in gates and brief.script_text is None,
        gate_scenes=Gate.SCENES in gates,
        gate_images=Gate.IMAGES in gates and stills,
        gate_spend=Gate.SPEND in gates,
        stop_at_script=brief.stop_at is StopAt.SCRIPT,
        draw_stills=stills,
        film_clips=filmed,
        clips_at_once=max(len(groups), 1),
        narrate=brief.narration.enabled,
        score=brief.score_wanted,
        music_first=brief.score_wanted and stills and not gates & {Gate.SCENES, Gate.IMAGES, Gate.SPEND},
        compose_early=compose_early and (filmed or brief.score_wanted),
        cut_out=job.lacks_cutouts,
        ready=wait_seconds is None,
        wait_seconds=wait_seconds or 0,
    )
