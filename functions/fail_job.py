"""The other end: why it failed goes onto the record in words, and into the console."""

from __future__ import annotations

from omnigen.domain.failure import sentence, understand
from omnigen.domain.job import TERMINAL, Job, JobStatus, Problem
from omnigen.domain.messages import FailureRef, Sentence
from omnigen.errors import NotFound, StaleRun, TurnedDown
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def fail_job(event: FailureRef, studio: Studio) -> Sentence:
    """Fail this run; a person's no at the last gate cancels it instead. What was bought stays for a resume."""
    problem = _problem(event, studio)
    words = sentence(problem)
    status = JobStatus.CANCELLED if problem.code == TurnedDown.__name__ else JobStatus.FAILED
    try:
        job = studio.aws.jobs.change_status(
            event.job_id, event.run, status, problem.model_copy(update={"message": words})
        )
    except StaleRun:
        known = _written_before(event, words, studio)
        if known is None:
            return Sentence(message=words)  # cancelled or taken over meanwhile: whoever did that has said so
        job = known
    studio.aws.outbox.tell(job)
    return Sentence(message=words)


def _written_before(event: FailureRef, words: str, studio: Studio) -> Job | None:
    """The job if an earlier attempt of this call has failed it, and may have died before it told anybody."""
    try:
        job = studio.aws.jobs.get(event.job_id)
    except NotFound:
        return None
    return job if (job.run, job.error_message) == (event.run, words) and job.status in TERMINAL else None


def _problem(event: FailureRef, studio: Studio) -> Problem:
    """What went wrong; a composition that failed every time has left its reason on the record."""
    if event.error.Error == "States.TaskFailed":
        left = studio.aws.jobs.get(event.job_id).composition.get("error")
        if left:
            return Problem(code=left["code"], message=left["message"], stage="compose_video")
    return understand(event.error.Error, event.error.Cause)


handler = stage(fail_job)
