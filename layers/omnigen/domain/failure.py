"""Why a run ended: written into an error message by the stage, parsed again for the record."""

from __future__ import annotations

import json
import re

from omnigen.domain.job import JobFailure

_PLACE = re.compile(r"\[(?P<stage>\w+)(?: (?P<scene>job_\w+-s\d{2}))?\] (?P<message>.*)", re.DOTALL)

_HOST_FAILURES = {
    "Sandbox.Timedout": "took too long and was stopped",
    "States.Timeout": "did not answer in time",
    "Runtime.ExitError": "crashed",
    "Lambda.Unknown": "crashed",
    "States.TaskFailed": "failed",
    "States.DataLimitExceeded": "passed on too much data",
}

_ORDINARY_REASON = "Essential container in task exited"
"""What ECS says of every task whose program has ended."""

_SIGNALLED = 128
"""Exit code of a container's program that was ended by a signal, less the signal's number."""


def with_stage(stage: str, scene_id: str | None, message: str) -> str:
    """The message with its stage and scene in front: `[start_clip job_…-s02] The model refused …`."""
    return f"[{stage} {scene_id}] {message}" if scene_id else f"[{stage}] {message}"


def parse_failure(error: str, cause: str) -> JobFailure:
    """Error name and cause of a Catch as a JobFailure with a message for people."""
    if words := _composition_ended(cause):
        return JobFailure(code="CompositionFailed", message=words, stage="compose_video")
    message, named = _lambda_error(cause)
    code = named or error
    if found := _PLACE.fullmatch(message):
        return JobFailure(code=code, message=found["message"], stage=found["stage"], scene_id=found["scene"])
    if error in _HOST_FAILURES:
        return JobFailure(
            code=error, message=f"A step of the pipeline {_HOST_FAILURES[error]}. Resume the job to go on."
        )
    return JobFailure(code=code, message=message or f"The pipeline stopped with {error}. Resume the job to go on.")


def failure_message(problem: JobFailure) -> str:
    """The problem in one sentence, with the scene and the stage it happened in."""
    where = f"Scene {int(problem.scene_id[-2:])}: " if problem.scene_id else ""
    stage = f" (stage {problem.stage}, {problem.code})" if problem.stage else f" ({problem.code})"
    return f"{where}{problem.message}{stage}"


def _composition_ended(cause: str) -> str:
    """Why the task that composes ended without a word on the record; empty when the cause describes no ECS task."""
    try:
        task = json.loads(cause)
        code = task["Containers"][0].get("ExitCode")
        reasons = [str(task["Containers"][0].get("Reason") or ""), str(task.get("StoppedReason") or "")]
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    said = next((reason for reason in reasons if reason and reason != _ORDINARY_REASON), "")
    if code is None:
        ended = "could not be started"
    elif code > _SIGNALLED:
        ended = f"was killed (signal {code - _SIGNALLED})"
    else:
        ended = f"ended with exit code {code}"
    hint = ", perhaps for want of memory" if code == _SIGNALLED + 9 and not said else ""
    return (
        f"The program that makes the video {ended} each time it was tried{hint}{f': {said}' if said else ''}. "
        "What was bought is kept; resume the job to try again"
    )


def _lambda_error(cause: str) -> tuple[str, str]:
    """Message and type from the JSON that Lambda puts into a cause; plain text is its own message."""
    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause, ""
    if isinstance(parsed, dict) and "errorMessage" in parsed:
        return str(parsed["errorMessage"]), str(parsed.get("errorType", ""))
    return "", ""
