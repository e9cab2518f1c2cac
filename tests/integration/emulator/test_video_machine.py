"""The program's own state machine runs on the local host, with stubs for its stages."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS

from local.emulator.cloud import LocalCloud
from tests.integration.emulator.small_cloud import RunningCloud, eventually

_PLAN = {
    "gate_script": False,
    "gate_scenes": False,
    "gate_images": False,
    "gate_spend": False,
    "stop_at_script": False,
    "draw_stills": False,
    "film_clips": True,
    "clips_at_once": 1,
    "filmed_in_order": [["s1", "s2", "s3"]],
    "cut_out": False,
    "narrate": True,
    "score": True,
    "music_first": False,
    "compose_early": False,
    "ready": True,
    "wait_seconds": 0,
}


class PolicyBlocked(Exception):
    """As the program's own."""


class Stages:
    """Stubs that answer as the real stages do and count their calls."""

    def __init__(self) -> None:
        self.plan: dict[str, Any] = {**_PLAN, "scenes": ["s1", "s2", "s3"]}
        self.calls: Counter[str] = Counter()
        self.refuse = ""
        self.decisions: dict[str, list[str]] = {}
        self.tokens: list[str] = []
        self.rewrites: list[bool] = []
        self.busy: list[bool] = []
        self.aws: RunningCloud
        self._lock = threading.Lock()
        self._filming = 0
        self.most_at_once = 0

    def handlers(self) -> dict[str, Any]:
        return {function.name: self._handler(function.name) for function in FUNCTIONS}

    def _handler(self, name: str) -> Any:
        def handle(event: Mapping[str, Any], context: Any) -> Any:
            with self._lock:
                self.calls[name] += 1
            if name == self.refuse:
                raise PolicyBlocked(f"{name} was refused")
            return getattr(self, f"_{name}", lambda event: {})(event)

        return handle

    def _WriteScript(self, event: Any) -> Any:
        return self.plan

    _PlanStoryboard = _WriteScript

    def _Narrate(self, event: Any) -> Any:
        busy = self.busy.pop(0) if self.busy else False
        rewrite = not busy and bool(self.rewrites) and self.rewrites.pop()
        return {"ready": not busy, "wait_seconds": 1, "rewrite": rewrite}

    def _OpenReview(self, event: Any) -> Any:
        decision = self.decisions.get(event["gate"], ["approved"])
        if decision == ["wait"]:
            self.tokens.append(event["task_token"])
            return {}
        self._answer(event, {"decision": decision.pop(0) if len(decision) > 1 else decision[0]})
        return {}

    def _AcquireSlot(self, event: Any) -> Any:
        self._answer(event, {})
        return {}

    def _StartClip(self, event: Any) -> Any:
        with self._lock:
            self._filming += 1
            self.most_at_once = max(self.most_at_once, self._filming)
        return {"ready": False, "wait_seconds": 1}

    def _CheckClip(self, event: Any) -> Any:
        with self._lock:
            self._filming -= 1
        return {"ready": True, "wait_seconds": 1}

    def _DrawImage(self, event: Any) -> Any:
        return {"ready": True, "wait_seconds": 0}

    def _StartMusic(self, event: Any) -> Any:
        return {"ready": False, "wait_seconds": 1}

    def _CheckMusic(self, event: Any) -> Any:
        return {"ready": True, "wait_seconds": 1}

    def _CompleteJob(self, event: Any) -> Any:
        return {"redraw": False}

    def _FailJob(self, event: Any) -> Any:
        return {"message": f"stopped by {event['error']['Error']}"}

    def _answer(self, event: Any, output: Any) -> None:
        self.aws.states.send_task_success(taskToken=event["task_token"], output=json.dumps(output))


@pytest.fixture
def stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stages]:
    (tmp_path / "composing.py").write_text("import sys; sys.exit(sys.argv[1:] != ['job_1', '1'])")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    stages = Stages()
    with LocalCloud(
        tmp_path / "data",
        environment={},
        executor="threads",
        handlers=stages.handlers(),
        programs={"compose": "composing"},
        wait_scale=0.05,
    ) as cloud:
        stages.aws = RunningCloud(cloud)
        yield stages


def test_chained_clips_are_filmed_one_at_a_time(stages: Stages) -> None:
    assert _end(stages)["status"] == "SUCCEEDED"
    assert (stages.calls["StartClip"], stages.most_at_once) == (3, 1)
    assert stages.calls["CompleteJob"] == 1
    eventually(lambda: stages.calls["ExecutionEnded"])
    assert stages.aws.cloud.settle(5)
    assert stages.calls["ExecutionEnded"] == 1


def test_keyframed_clips_are_filmed_at_once(stages: Stages) -> None:
    stages.plan |= {"draw_stills": True, "clips_at_once": 3, "filmed_in_order": [["s1"], ["s2"], ["s3"]]}
    assert _end(stages)["status"] == "SUCCEEDED"
    assert (stages.calls["DrawImage"], stages.most_at_once) == (3, 3)


def test_every_gate_is_asked_and_a_rejected_script_written_again(stages: Stages) -> None:
    stages.plan |= dict.fromkeys(("gate_script", "gate_scenes", "gate_images", "gate_spend", "draw_stills"), True)
    stages.plan |= {"film_clips": False}
    stages.decisions = {"script": ["rejected", "approved"]}
    assert _end(stages)["status"] == "SUCCEEDED"
    assert (stages.calls["WriteScript"], stages.calls["OpenReview"]) == (2, 2 + 3 + 3 + 1)
    assert stages.calls["Narrate"] == 2 + 2  # each script, and what may have been edited at the two gates of words


def test_a_script_whose_speech_does_not_fit_is_written_again_before_anything_else_is_bought(stages: Stages) -> None:
    stages.rewrites = [True, True]
    assert _end(stages)["status"] == "SUCCEEDED"
    assert (stages.calls["WriteScript"], stages.calls["Narrate"], stages.calls["PlanStoryboard"]) == (3, 3, 1)


def test_a_busy_voice_is_waited_for_wherever_words_may_have_been_edited(stages: Stages) -> None:
    stages.plan |= {"gate_script": True, "gate_scenes": True, "film_clips": False}
    stages.busy = [False, True, False, True, False]
    assert _end(stages)["status"] == "SUCCEEDED"
    assert stages.calls["Narrate"] == 3 + 2


def test_a_job_without_narration_is_not_spoken(stages: Stages) -> None:
    stages.plan |= {"narrate": False, "gate_script": True, "gate_scenes": True, "film_clips": False}
    assert _end(stages)["status"] == "SUCCEEDED"
    assert stages.calls["Narrate"] == 0


def test_a_refusal_fails_the_job_with_the_sentence_of_fail_job(stages: Stages) -> None:
    stages.refuse = "StartClip"
    ended = _end(stages)
    assert (ended["status"], ended["error"], ended["cause"]) == ("FAILED", "JobFailed", "stopped by PolicyBlocked")


def test_an_execution_stopped_at_a_gate_calls_no_further_stage(stages: Stages) -> None:
    stages.plan |= {"gate_script": True}
    stages.decisions = {"script": ["wait"]}
    execution = _start(stages)
    eventually(lambda: stages.tokens)
    stages.aws.states.stop_execution(executionArn=execution, error="Cancelled")
    assert stages.aws.end_of(execution)["status"] == "ABORTED"
    eventually(lambda: stages.calls["ExecutionEnded"])
    assert set(stages.calls) == {"WriteScript", "Narrate", "OpenReview", "ExecutionEnded"}


def _start(stages: Stages) -> str:
    arn = stages.aws.cloud.environment["STATE_MACHINE_ARN"]
    given = json.dumps({"job_id": "job_1", "run": 1})
    return str(stages.aws.states.start_execution(stateMachineArn=arn, name="job_1-r1", input=given)["executionArn"])


def _end(stages: Stages) -> dict[str, Any]:
    return stages.aws.end_of(_start(stages), timeout_seconds=30)
