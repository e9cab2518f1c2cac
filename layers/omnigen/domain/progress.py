"""Progress of a job in percent, from its record, weighted by the usual duration of each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.brief_options import Pictures, StopAt
from omnigen.domain.job import Job, JobStatus, Scene


@dataclass(frozen=True)
class ProgressStep:
    """One step: its name while it is under way, its usual seconds, and the share of it that is done."""

    name: str
    weight: int
    done: Fraction


@dataclass(frozen=True)
class JobProgress:
    """Where a job is: the stage by name, and percent of the whole (0 to 100)."""

    stage: str
    percent: int


def progress(job: Job) -> JobProgress:
    """The stage under way and the percentage done; 100 only when the job has reached its end."""
    steps = list(_steps(job))
    total = sum(step.weight for step in steps)
    share = sum((step.weight * min(step.done, Fraction(1)) for step in steps), Fraction(0)) / total
    if job.status in {JobStatus.COMPLETED, JobStatus.SCRIPT_READY}:
        return JobProgress(job.status, 100)
    percent = min(int(share * 100), 99)
    if job.status is not JobStatus.PROCESSING:
        return JobProgress(job.status, percent)
    if job.open_reviews:
        gates = sorted({str(review.gate) for review in job.open_reviews})
        return JobProgress(f"awaiting_review_{'_and_'.join(gates)}", percent)
    return JobProgress(next((step.name for step in steps if step.done < 1), "finishing"), percent)


def _steps(job: Job) -> Iterator[ProgressStep]:
    scenes = job.scenes
    usual = max(len(scenes), int(job.brief.story_seconds / 5))
    yield ProgressStep("script_generating", 8, Fraction(job.script is not None))
    if job.brief.narration.enabled:
        yield ProgressStep("narration_recording", 2 * usual, Fraction(bool(job.narration.cut_from)))
    yield ProgressStep("storyboard_planning", 8, Fraction(bool(scenes)))
    if job.brief.stop_at is StopAt.SCRIPT:
        return
    if job.brief.stills_wanted or job.brief.photos:
        to_draw = [scene for scene in scenes if job.draws_still(scene)]
        drawn = sum(bool(scene.images) for scene in to_draw)
        yield ProgressStep(_counted("images_drawing", "image", drawn), 8 * usual, _share(drawn, to_draw, scenes))
    if job.brief.music.enabled:
        yield ProgressStep("music_composing", 20, Fraction(job.music is not None))
    if job.brief.pictures is Pictures.CLIPS:
        to_film = [scene for scene in scenes if job.films(scene)]
        filmed = sum(scene.clip is not None for scene in to_film)
        yield ProgressStep(_counted("clips_filming", "scene", filmed), 50 * usual, _share(filmed, to_film, scenes))
    yield ProgressStep("video_composing", 40, _composed(job))


def _share(done: int, wanted: Sequence[Scene], scenes: Sequence[Scene]) -> Fraction:
    """The share that is done of what is wanted; once there are scenes of which none is wanted, all of it."""
    return Fraction(done, len(wanted)) if wanted else Fraction(bool(scenes))


def _counted(start: str, noun: str, done: int) -> str:
    return f"{noun}_{done}_complete" if done else start


def _composed(job: Job) -> Fraction:
    state = job.composition
    if state.video:
        return Fraction(1)
    return Fraction(state.frames_done, state.frames_due) if state.frames_due else Fraction(0)
