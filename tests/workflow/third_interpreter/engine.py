"""Plays an execution of moto again in MiniStack: its interpreter, its functions, the same answers."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omnigen.deployment.resources import FUNCTIONS

from tests.infrastructure.ministack import ACCOUNT, Ministack, ministack
from tests.workflow.second_interpreter.replay import Course
from tests.workflow.third_interpreter.answers import AnswerServer, Call, comparable, function_of

_ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"
_END_SECONDS = 120
_RUNTIME = Path(__file__).with_name("bootstrap.py")


@dataclass(frozen=True)
class Played:
    """An execution: the states of the machine itself with their inputs, and every call of a function."""

    course: Course
    calls: tuple[Call, ...]


class Engine:
    """A MiniStack with a function for each stage."""

    def __init__(self, cloud: Ministack, answers: AnswerServer) -> None:
        self._states = cloud.client("stepfunctions")
        self._answers = answers
        functions = cloud.client("lambda")
        for function in FUNCTIONS:
            functions.create_function(
                FunctionName=function.name,
                Runtime="provided.al2023",
                Role=_ROLE,
                Handler="none",
                Code={"ZipFile": _archive()},
                Environment={"Variables": {"ANSWERS_URL": answers.url}},
                Timeout=60,
            )

    def played(self, told: Mapping[str, Any]) -> Played:
        """What MiniStack does with the machine, the input and the answers that were told."""
        self._answers.tell(told, self._states)
        machine = self._states.create_state_machine(
            name=f"machine-{time.monotonic_ns()}", definition=json.dumps(_named(told["definition"])), roleArn=_ROLE
        )
        started = self._states.start_execution(
            stateMachineArn=machine["stateMachineArn"], input=json.dumps(told["input"])
        )
        status = self._end(started["executionArn"])
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=started["executionArn"])
        details = (event.get("stateEnteredEventDetails") for page in pages for event in page["events"])
        entered = tuple((one["name"], comparable(json.loads(one["input"]))) for one in details if one)
        return Played(Course(entered, status), tuple(self._answers.calls))

    def _end(self, execution_arn: str) -> str:
        until = time.monotonic() + _END_SECONDS
        while (status := self._states.describe_execution(executionArn=execution_arn)["status"]) == "RUNNING":
            assert time.monotonic() < until, f"the execution hangs after {self._answers.calls[-3:]}"
            if self._answers.to_be_stopped.wait(0.1):
                self._states.stop_execution(executionArn=execution_arn)
        return str(status)


@contextmanager
def opened(folder: Path) -> Iterator[Engine]:
    """Start MiniStack and the server of answers."""
    with AnswerServer() as answers, ministack(folder, SFN_WAIT_SCALE="0") as cloud:
        yield Engine(cloud, answers)


def _named(part: Any) -> Any:
    """The definition with functions by their names in place of the ARNs of another account."""
    if isinstance(part, dict):
        return {name: function_of(inner) if name == "FunctionName" else _named(inner) for name, inner in part.items()}
    return [_named(inner) for inner in part] if isinstance(part, list) else part


def _archive() -> bytes:
    """The runtime, run by the Python that runs the tests."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        program = zipfile.ZipInfo("bootstrap")
        program.external_attr = 0o755 << 16
        archive.writestr(program, f"#!{sys.executable}\n{_RUNTIME.read_text(encoding='utf-8')}")
    return buffer.getvalue()
