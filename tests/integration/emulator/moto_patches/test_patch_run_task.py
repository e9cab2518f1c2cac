"""`ecs:runTask.sync` follows the task."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.emulator.small_cloud import Open, RunningCloud, eventually

_PROGRAM = """
import os, pathlib, sys, time
done = pathlib.Path(sys.argv[1])
print("composing", done.name, os.environ["THINGS_TABLE"])
code, seconds = done.read_text().split() if done.exists() else ("0", "0")
done.write_text("0 0")
(done.parent / "attempts").open("a").write("x")
time.sleep(float(seconds))
sys.exit(int(code))
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "composing.py").write_text(_PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "composing"


def test_a_task_that_exits_with_zero_lets_the_machine_go_on(open_cloud: Open, program: str, tmp_path: Path) -> None:
    aws = open_cloud(programs={"compose": program})
    ended = aws.run({"Compose": _run_task(tmp_path / "plan")})
    assert ended["status"] == "SUCCEEDED"
    assert json.loads(ended["output"])["Containers"][0]["ExitCode"] == 0
    log = (aws.cloud.data_dir / "logs" / "compose.log").read_text()
    assert log == "composing plan omnigen-local-things\n"


def test_a_task_that_exits_with_another_code_fails_and_a_retry_runs_it_again(
    open_cloud: Open, program: str, tmp_path: Path
) -> None:
    (tmp_path / "plan").write_text("3 0")
    retry = [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    aws = open_cloud(programs={"compose": program})
    assert aws.run({"Compose": _run_task(tmp_path / "plan", Retry=retry)})["status"] == "SUCCEEDED"
    assert (tmp_path / "attempts").read_text() == "xx"


def test_a_failed_task_is_described_in_the_cause(open_cloud: Open, program: str, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("3 0")
    ended = open_cloud(programs={"compose": program}).run({"Compose": _run_task(tmp_path / "plan")})
    assert ended["error"] == "States.TaskFailed"
    assert json.loads(ended["cause"])["Containers"][0]["ExitCode"] == 3


def test_a_state_that_times_out_stops_its_task(open_cloud: Open, program: str, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("0 60")
    aws = open_cloud(programs={"compose": program})
    ended = aws.run({"Compose": _run_task(tmp_path / "plan", TimeoutSeconds=1)})
    assert ended["error"] == "States.Timeout"
    eventually(lambda: _status(aws) == "STOPPED")


def test_stopping_the_execution_stops_its_task(open_cloud: Open, program: str, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("0 60")
    aws = open_cloud(programs={"compose": program})
    execution = aws.start({"Compose": _run_task(tmp_path / "plan")})
    eventually((tmp_path / "attempts").exists)
    aws.states.stop_execution(executionArn=execution)
    eventually(lambda: _status(aws) == "STOPPED")


def test_stock_moto_still_cannot_run_tasks(open_cloud: Open, program: str, tmp_path: Path) -> None:
    aws = open_cloud(programs={"compose": program}, without=("run_task",))
    assert aws.run({"Compose": _run_task(tmp_path / "plan")})["status"] == "FAILED"


def _run_task(plan: Path, **more: Any) -> dict[str, Any]:
    overrides = {"ContainerOverrides": [{"Name": "compose", "Command": [str(plan)]}]}
    parameters = {"LaunchType": "FARGATE", "Cluster": "c", "TaskDefinition": "t", "Overrides": overrides}
    resource = "arn:aws:states:::ecs:runTask.sync"
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True, **more}


def _status(aws: RunningCloud) -> str:
    [task] = aws.cloud.tasks()
    return task.status
