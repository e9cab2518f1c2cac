"""From the stage that failed to the sentence that people read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.failure import failure_message, parse_failure, with_stage
from omnigen.domain.ids import scene_id
from omnigen.domain.job import JobFailure

from tests.builders import a_job_id

SCENE = scene_id(a_job_id(), 2)


def lambda_cause(message: str, kind: str = "PolicyBlocked") -> str:
    return json.dumps({"errorMessage": message, "errorType": kind, "requestId": "r", "stackTrace": []})


@given(st.text(), st.sampled_from([None, SCENE]))
def test_place_and_words_come_out_as_they_went_in(words: str, scene: str | None) -> None:
    problem = parse_failure("PolicyBlocked", lambda_cause(with_stage("start_clip", scene, words)))
    assert problem == JobFailure(code="PolicyBlocked", message=words, stage="start_clip", scene_id=scene)


def test_sentence_names_scene_stage_and_class() -> None:
    problem = parse_failure("PolicyBlocked", lambda_cause(with_stage("start_clip", SCENE, "Refused: too much steam.")))
    assert failure_message(problem) == "Scene 2: Refused: too much steam. (stage start_clip, PolicyBlocked)"


@pytest.mark.parametrize("error", ["Sandbox.Timedout", "States.Timeout", "Runtime.ExitError", "States.TaskFailed"])
def test_failure_of_the_host_says_what_to_do(error: str) -> None:
    message = failure_message(parse_failure(error, ""))
    assert message.startswith("A step of the pipeline ")
    assert "Resume the job to go on." in message


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ({"ExitCode": 137}, "was killed (signal 9) each time it was tried, perhaps for want of memory. What"),
        ({"ExitCode": 137, "Reason": "OutOfMemoryError"}, "(signal 9) each time it was tried: OutOfMemoryError. What"),
        ({"ExitCode": 1}, "ended with exit code 1 each time"),
        ({"Reason": "CannotPullContainerError"}, "could not be started each time it was tried: CannotPull"),
    ],
)
def test_composition_that_ended_without_a_word_is_described_in_words(task: dict[str, object], words: str) -> None:
    cause = json.dumps({"Containers": [task], "StoppedReason": "Essential container in task exited"})
    message = failure_message(parse_failure("States.TaskFailed", cause))
    assert words in message
    assert "resume the job" in message
    assert "States" not in message


def test_bug_of_ours_keeps_its_own_words() -> None:
    problem = parse_failure("KeyError", lambda_cause("'scenes'", "KeyError"))
    assert failure_message(problem) == "'scenes' (KeyError)"


@pytest.mark.parametrize("cause", ["", "{}", "[]", "null"])
def test_error_without_words_is_still_a_sentence(cause: str) -> None:
    assert parse_failure("States.Runtime", cause).message.startswith("The pipeline stopped with")


def test_plain_text_is_its_own_message() -> None:
    assert failure_message(parse_failure("SpendRejected", "not this year")) == "not this year (SpendRejected)"
