"""From the stage that failed to the sentence that people read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.failure import sentence, tag, understand
from omnigen.domain.ids import scene_id
from omnigen.domain.job import Problem

from tests.builders import a_job_id

SCENE = scene_id(a_job_id(), 2)


def lambda_cause(message: str, kind: str = "PolicyBlocked") -> str:
    return json.dumps({"errorMessage": message, "errorType": kind, "requestId": "r", "stackTrace": []})


@given(st.text(), st.sampled_from([None, SCENE]))
def test_place_and_words_come_out_as_they_went_in(words: str, scene: str | None) -> None:
    problem = understand("PolicyBlocked", lambda_cause(tag("start_clip", scene, words)))
    assert problem == Problem(code="PolicyBlocked", message=words, stage="start_clip", scene_id=scene)


def test_sentence_names_scene_stage_and_class() -> None:
    problem = understand("PolicyBlocked", lambda_cause(tag("start_clip", SCENE, "Refused: too much steam.")))
    assert sentence(problem) == "Scene 2: Refused: too much steam. (stage start_clip, PolicyBlocked)"


@pytest.mark.parametrize("error", ["Sandbox.Timedout", "States.Timeout", "Runtime.ExitError", "States.TaskFailed"])
def test_failure_of_the_host_says_what_to_do(error: str) -> None:
    message = sentence(understand(error, ""))
    assert message.startswith("A step of the pipeline ")
    assert "Resume the job to go on." in message


def test_bug_of_ours_keeps_its_own_words() -> None:
    problem = understand("KeyError", lambda_cause("'scenes'", "KeyError"))
    assert sentence(problem) == "'scenes' (KeyError)"


@pytest.mark.parametrize("cause", ["", "{}", "[]", "null"])
def test_error_without_words_is_still_a_sentence(cause: str) -> None:
    assert understand("States.Runtime", cause).message.startswith("The pipeline stopped with")


def test_plain_text_is_its_own_message() -> None:
    assert sentence(understand("TurnedDown", "not this year")) == "not this year (TurnedDown)"
