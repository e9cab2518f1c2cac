"""A job: one brief on its way to a video, as it stands on its record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from omnigen.domain import ids
from omnigen.domain.brief import Brief, Gate
from omnigen.domain.frames import to_frames
from omnigen.domain.purchase import Purchase
from omnigen.domain.script import Script
from omnigen.domain.storyboard import Transition
from omnigen.errors import Conflict, NotFound

DAY_SECONDS = 86_400
KEEP_UNFINISHED_DAYS = 7
KEEP_COMPLETED_DAYS = 365


class JobStatus(StrEnum):
    """Where a job stands. `awaiting_review` is never stored: it is a processing job with an open review."""

    DRAFT = "draft"
    PENDING = "pending"
    PROCESSING = "processing"
    AWAITING_REVIEW = "awaiting_review"
    SCRIPT_READY = "script_ready"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


TERMINAL = frozenset({JobStatus.SCRIPT_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})
RUNNING = frozenset({JobStatus.PENDING, JobStatus.PROCESSING})

TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset({JobStatus.PENDING, JobStatus.CANCELLED}),
    JobStatus.PENDING: frozenset({JobStatus.PROCESSING, JobStatus.FAILED, JobStatus.CANCELLED}),
    JobStatus.PROCESSING: TERMINAL,
    JobStatus.SCRIPT_READY: frozenset({JobStatus.PENDING}),
    JobStatus.COMPLETED: frozenset({JobStatus.PENDING}),
    JobStatus.FAILED: frozenset({JobStatus.PENDING}),
    JobStatus.CANCELLED: frozenset({JobStatus.PENDING}),
}
"""The only table of what may follow what; going back to pending is a new run."""


def sources_of(status: JobStatus) -> tuple[JobStatus, ...]:
    """The statuses from which this one can be reached, for a conditional write."""
    return tuple(source for source, targets in TRANSITIONS.items() if status in targets)


class Review(StrEnum):
    """What a person has said of a scene or picture."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Record(BaseModel):
    """Part of a job record; unknown attributes are left alone, since a newer version may have written them."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Image(Record):
    """One drawn picture of a scene. `subject_box` is left, top, right, bottom as shares of the picture."""

    id: str
    number: int
    key: str
    sha256: str
    input_hash: str
    model: str
    status: Review = Review.PENDING
    reason: str = ""
    subject_box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


class Clip(Record):
    """One filmed scene and the picture on which the next one may start; `seconds` is the file's length as bought."""

    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal
    last_frame_key: str
    last_frame_sha256: str


class Word(Record):
    """A word of the narration, in seconds from the start of its recording."""

    text: str
    start: Decimal
    end: Decimal


class Speech(Record):
    """One scene's recording. `tempo` is how much faster it must be played to fit."""

    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal
    tempo: Decimal = Decimal(1)
    words: tuple[Word, ...] = ()


OWN_RECORDING = "upload"
"""The `model` of a recording that the user brought: it holds the whole narration."""


class Music(Record):
    """The music bed."""

    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal


class Scene(Record):
    """One scene: what is said, what is seen, for how long (seconds, in quarters), and what was made of it.

    `revision` counts how often it was planned again, `redraws` how often it is to be drawn anew; `refusal` holds the
    vendor's words when it would not make a picture of this text.
    """

    id: str
    scene_index: int
    narration: str
    duration: Decimal
    visual_prompt: str
    transition: Transition
    status: Review = Review.PENDING
    revision: int = 0
    redraws: int = 0
    refusal: str = ""
    images: tuple[Image, ...] = ()
    clip: Clip | None = None
    speech: Speech | None = None

    @property
    def frames(self) -> int:
        """How many frames the viewer sees of it."""
        return to_frames(self.duration)

    @property
    def number(self) -> int:
        """Its place, counted from 1."""
        return self.scene_index + 1

    @property
    def image(self) -> Image | None:
        """The newest picture that was not turned down."""
        return next((image for image in reversed(self.images) if image.status is not Review.REJECTED), None)


class OpenReview(Record):
    """A gate that waits for a person. `artifact_hash` is what they are shown; `token` answers the state machine."""

    gate: Gate
    run: int
    artifact_hash: str
    token: str
    opened_at: int
    scene_id: str | None = None
    reason: str = ""
    proposal: str = ""


class Decision(Record):
    """What a person decided about exactly this artifact."""

    gate: Gate
    artifact_hash: str
    decision: Review
    decided_at: int
    decided_by: str
    scene_id: str | None = None
    reason: str = ""


class Video(Record):
    """One finished cut."""

    id: str
    key: str
    status: Review
    created_at: int
    duration: Decimal
    frames: int
    width: int
    height: int
    bytes: int
    loudness_lufs: Decimal | None = None
    true_peak_dbtp: Decimal | None = None
    captions: Mapping[str, str] = {}
    thumbnail_key: str = ""
    report_key: str = ""
    edit_hash: str = ""


class Problem(Record):
    """Why a run ended: the error's class name, the sentence for people, and where it happened."""

    code: str
    message: str
    stage: str = ""
    scene_id: str | None = None


class Job(Record):
    """A job record. Money in USD, times in Unix seconds."""

    job_id: str
    user_id: str
    status: JobStatus
    brief: Brief
    run: int = 0
    rev: int = 0
    execution_arn: str | None = None
    title: str = ""
    style: str = ""
    script: Script | None = None
    script_hash: str = ""
    script_metadata: Mapping[str, Any] = {}
    scenes: tuple[Scene, ...] = ()
    audio_spec: Mapping[str, Any] = {}
    music: Music | None = None
    purchases: Mapping[str, Purchase] = {}
    reviews: Mapping[str, OpenReview] = {}
    decisions: Mapping[str, Decision] = {}
    videos: tuple[Video, ...] = ()
    video_key: str | None = None
    thumbnail_key: str | None = None
    composition: Mapping[str, Any] = {}
    problem: Problem | None = None
    error_message: str | None = None
    committed_usd: Decimal = Decimal(0)
    spent_usd: Decimal = Decimal(0)
    usage: Mapping[str, Decimal] = {}
    created_at: int
    updated_at: int
    completed_at: int | None = None
    ttl: int | None = None

    @property
    def shown_status(self) -> JobStatus:
        """The status as people see it."""
        if self.status is JobStatus.PROCESSING and self.open_reviews:
            return JobStatus.AWAITING_REVIEW
        return self.status

    @property
    def open_reviews(self) -> tuple[OpenReview, ...]:
        """The gates of the current run that wait for a person."""
        return tuple(review for review in self.reviews.values() if review.run == self.run)

    @property
    def seed(self) -> int:
        """What makes two jobs with the same brief differ, unless the brief fixes it."""
        return self.brief.seed if self.brief.seed is not None else sum(self.job_id.encode()) * 7919 % 2**31

    @property
    def written_script(self) -> Script:
        """The script, for those who work from it; Conflict when there is none yet."""
        if self.script is None:
            raise Conflict(f"The job {self.job_id!r} has no script yet")
        return self.script

    def scene(self, scene_id: str) -> Scene:
        """The scene with this id; NotFound when the job has none such."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise NotFound(f"The job {self.job_id!r} has no scene {scene_id!r}; it has {len(self.scenes)}")

    def before(self, scene: Scene) -> Scene | None:
        """The scene shown before this one."""
        return self.scenes[scene.scene_index - 1] if scene.scene_index else None

    def after(self, scene: Scene) -> Scene | None:
        """The scene shown after this one."""
        return self.scenes[scene.scene_index + 1] if scene.number < len(self.scenes) else None

    def require(self, *statuses: JobStatus, to: str) -> None:
        """Conflict unless the job, as people see it, is in one of these; `to` says what was wanted ("resume it")."""
        if self.shown_status not in statuses:
            allowed = " or ".join(statuses)
            raise Conflict(
                f"The job {self.job_id!r} is {self.shown_status}; only a job that is {allowed} lets you {to}"
            )


def expires_at(status: JobStatus, now: int) -> int | None:
    """When the record may go (Unix seconds); None while the job is running."""
    if status is JobStatus.COMPLETED:
        return now + KEEP_COMPLETED_DAYS * DAY_SECONDS
    if status in TERMINAL or status is JobStatus.DRAFT:
        return now + KEEP_UNFINISHED_DAYS * DAY_SECONDS
    return None


def new_job(*, job_id: str, user_id: str, brief: Brief, now: int, draft: bool) -> Job:
    """The record of a brief just accepted, without a run yet."""
    ids.check_job_id(job_id)
    status = JobStatus.DRAFT if draft else JobStatus.PENDING
    return Job(
        job_id=job_id,
        user_id=user_id,
        status=status,
        brief=brief,
        title=brief.title or "",
        created_at=now,
        updated_at=now,
        ttl=expires_at(status, now),
    )
