"""Runs of a job: begun, cancelled, taken up again, and put in order when they are over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from ulid import ULID

from omnigen.aws.items import Update
from omnigen.domain import ids
from omnigen.domain.assets import uploads_prefix
from omnigen.domain.brief import LONGEST_SECONDS, Brief, Gate, StopAt
from omnigen.domain.job import RUNNING, TERMINAL, Job, JobStatus, Problem, new_job
from omnigen.domain.narration import spoken_words, word_budget
from omnigen.domain.review import review_id
from omnigen.domain.storyboard import SceneEdit, plan_seconds
from omnigen.errors import InvalidRequest, ProviderError, StaleRun
from omnigen.settling import settle_open_orders
from omnigen.studio import Studio

_ENDS: Mapping[str, tuple[JobStatus, str]] = {
    "FAILED": (JobStatus.FAILED, "The pipeline stopped and could not say why. Resume the job to go on"),
    "TIMED_OUT": (JobStatus.FAILED, "The pipeline waited longer than it may. Resume the job to go on"),
    "ABORTED": (JobStatus.CANCELLED, "The pipeline was stopped from outside. Resume the job to go on"),
    "SUCCEEDED": (JobStatus.FAILED, "The pipeline ended without a result. Resume the job to go on"),
}


def submit(studio: Studio, user_id: str, brief: Brief, job_id: str | None = None, project_id: str | None = None) -> Job:
    """Accept a brief and start its first run; the user's own script waits as a draft where it is to be approved."""
    check_feasible(studio, brief)
    check_uploads(user_id, brief)
    draft = is_draft(brief)
    now = studio.aws.jobs.now()
    job = new_job(job_id=job_id or ids.new_job_id(ULID()), user_id=user_id, brief=brief, now=now, draft=draft)
    studio.aws.jobs.create(job, project_id)
    return job if draft else start(studio, job)


def is_draft(brief: Brief) -> bool:
    """Whether a job of this brief waits for its user's approval before its first run."""
    return brief.script_text is not None and Gate.SCRIPT in brief.review


def start(studio: Studio, job: Job) -> Job:
    """Begin the next run. If the process dies between the two steps, the sweep takes the second."""
    begun = studio.aws.jobs.begin_run(job, studio.aws.workflow.execution_arn(job.job_id, job.run + 1))
    studio.aws.workflow.start(begun.job_id, begun.run)
    return begun


def resume(studio: Studio, job: Job) -> Job:
    """Take up a job that failed or was cancelled; what was bought is not bought again."""
    job.require(JobStatus.FAILED, JobStatus.CANCELLED, to="resume it")
    return start(studio, job)


def go_on(studio: Studio, job: Job) -> Job:
    """Take a job that stopped at its script on to the video."""
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    longer = studio.aws.jobs.write(job.job_id, Update().set("brief.stop_at", StopAt.VIDEO))
    return start(studio, longer)


def cancel(studio: Studio, job: Job, reason: str = "cancelled by the user") -> Job:
    """Stop a job wherever it is: its predictions are cancelled, its task stops, its slot and its money are free."""
    job.require(JobStatus.DRAFT, JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.AWAITING_REVIEW, to="cancel it")
    problem = Problem(code="Cancelled", message=f"The job was {reason}")
    cancelled = studio.aws.jobs.change_status(job.job_id, job.run, JobStatus.CANCELLED, problem)
    if cancelled.execution_arn:
        studio.aws.workflow.stop(cancelled.execution_arn, reason)
    clean_up(studio, cancelled)
    return studio.aws.jobs.get(job.job_id)


def edit_scene(studio: Studio, job: Job, scene_id: str, edit: SceneEdit) -> Job:
    """Change a scene where that is allowed: at its gate, before its run, or after it. What depends on it becomes stale.

    Durations must go on adding up, so a change of one is refused here: change them together.
    """
    scene = job.scene(scene_id)
    at_gate = review_id(Gate.SCENES, scene_id) in job.reviews
    if not at_gate:
        job.require(JobStatus.DRAFT, *sorted(TERMINAL), to="edit its scenes outside their gate")
    if edit.duration is not None and edit.duration != scene.duration:
        raise InvalidRequest("The durations of all scenes must add up to the video's; change them together", "duration")
    changes = {"narration": edit.text, "visual_prompt": edit.visual_prompt, "transition": edit.transition}
    given = {name: value for name, value in changes.items() if value is not None}
    if not given:
        return job
    edited = studio.aws.artifacts.scene(job.job_id, scene, **given, revision=scene.revision + 1, refusal="")
    if not at_gate:
        return edited
    return studio.aws.reviews.refresh(edited, Gate.SCENES, scene_id)


def end_run(studio: Studio, execution_arn: str, status: str) -> None:
    """Put in order what an execution that is over has left; may be called again, late, or for a run long replaced."""
    studio.aws.slots.release(execution_arn)
    job_id, run = ids.run_of(execution_arn)
    job = studio.aws.jobs.get(job_id)
    if job.run == run and job.status in RUNNING:
        ended, words = _ENDS[status]
        try:
            job = studio.aws.jobs.change_status(job_id, run, ended, Problem(code=status, message=words))
        except StaleRun:
            job = studio.aws.jobs.get(job_id)
    if job.run == run and job.problem and job.problem.code == status:
        studio.aws.outbox.tell(job)  # again, if an earlier attempt may have died before it did
    if job.run == run and job.status in TERMINAL:
        settle_open_orders(studio, job)


def clean_up(studio: Studio, job: Job) -> None:
    """Free what a cancelled job held."""
    if job.execution_arn:
        studio.aws.slots.release(job.execution_arn)
    with suppress(ProviderError):  # a vendor that cannot be reached now: its orders stay open, and the sweep asks again
        settle_open_orders(studio, job)
    studio.aws.outbox.tell(job)


def check_uploads(user_id: str, brief: Brief) -> None:
    """Files that a brief names are the caller's own. InvalidRequest names the field."""
    named = [("style_images", key) for key in brief.style_images]
    if brief.narration.upload:
        named.append(("narration.upload", brief.narration.upload))
    for field, key in named:
        if not key.startswith(uploads_prefix(user_id)):
            raise InvalidRequest(
                f"{key!r} is no upload of yours; upload the file first and give the key you get", field
            )


def check_feasible(studio: Studio, brief: Brief) -> None:
    """What cannot be made is said before anything is spent. InvalidRequest names the field."""
    if Gate.IMAGES in brief.review and not brief.stills_wanted:
        raise InvalidRequest(
            "Images can be reviewed only where stills are drawn: choose pictures=stills or continuity=keyframes",
            "review",
        )
    if brief.script_text and brief.narration.enabled:
        seconds = plan_seconds(brief.duration)
        room = sum(word_budget(part, studio.settings.omnigen_words_per_second) for part in seconds)
        words = spoken_words(brief.script_text)
        if words > room:
            least = brief.duration * words // room + 1
            longer = f", or make the video at least {least} s long" if least <= LONGEST_SECONDS else ""
            raise InvalidRequest(
                f"The text has {words} words; a video of {brief.duration} s has room for {room}. Shorten it{longer}",
                "script_text",
            )
