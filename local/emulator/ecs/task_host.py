"""ECS on the laptop: RunTask starts the container's program as a subprocess, which dies with the host.

Implements the operations that Step Functions and our code use, in ECS's protocol (JSON 1.1): RunTask, DescribeTasks,
StopTask.
moto's own ECS is not used: it never runs a task, and importing it brings all of EC2 (1.5 s).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from local.emulator.child_process import PRIVATE_UMASK, child_environment, python_command
from local.emulator.clients import REGION
from local.emulator.data_dir import open_log
from local.emulator.ecs.task import EcsTask
from local.emulator.resources import ACCOUNT

TARGET_PREFIX = "AmazonEC2ContainerServiceV20141113."

_GRACE_SECONDS = 2.0
"""How long a stopped task may take to end before it is killed. ECS gives 30 s, too long for Ctrl-C."""

_MAX_ARGUMENTS = 8

_ARN = f"arn:aws:ecs:{REGION}:{ACCOUNT}"

StartResponse = Callable[..., Any]


class TaskHost:
    """A WSGI application. `programs` gives the module that each container runs, by the container's name.

    `environment` is all that the tasks get, whatever a request says; more may be added before the first one runs.
    """

    def __init__(self, programs: Mapping[str, str], environment: Mapping[str, str], logs: Path) -> None:
        self.environment = dict(environment)
        self._programs = dict(programs)
        self._logs = logs
        self._tasks: dict[str, EcsTask] = {}
        self._lock = threading.Lock()
        self._closed = False

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One operation of the ECS API."""
        operation = environ.get("HTTP_X_AMZ_TARGET", "").removeprefix(TARGET_PREFIX)
        try:
            request = _request(environ)
            return _answer(start_response, "200 OK", self._operation(operation)(request))
        except InvalidParameter as error:
            problem = {"__type": "InvalidParameterException", "message": str(error)}
            return _answer(start_response, "400 Bad Request", problem)

    def tasks(self) -> list[EcsTask]:
        """Every task since the start, oldest first."""
        with self._lock:
            return list(self._tasks.values())

    def close(self) -> None:
        """Kills every task and what it has started."""
        with self._lock:
            self._closed = True
        for task in self.tasks():
            task.signal(signal.SIGKILL)

    def _operation(self, name: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        operations = {"RunTask": self._run, "DescribeTasks": self._describe, "StopTask": self._stop}
        if name not in operations:
            raise InvalidParameter(f"the local ECS knows {', '.join(operations)}, not {name!r}")
        return operations[name]

    def _run(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        overrides = request.get("overrides", {}).get("containerOverrides", [])
        if len(overrides) != 1 or overrides[0].get("name") not in self._programs:
            raise InvalidParameter(f"RunTask needs one override, for a container of {sorted(self._programs)}")
        unknown = overrides[0].keys() - {"name", "command"}
        if unknown:
            raise InvalidParameter(f"an override may have a name and a command, not {', '.join(sorted(unknown))}")
        name, command = overrides[0]["name"], _arguments(overrides[0].get("command", []))
        task = EcsTask(
            arn=f"{_ARN}:task/{request['cluster']}/{uuid.uuid4().hex}",
            cluster=f"{_ARN}:cluster/{request['cluster']}",
            definition=f"{_ARN}:task-definition/{request['taskDefinition']}:1",
            container=name,
            command=command,
        )
        self._start(task, {**self.environment, "ECS_TASK_ARN": task.arn})
        return {"tasks": [task.describe()], "failures": []}

    def _describe(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = request.get("tasks", [])
        with self._lock:
            known = [self._tasks[arn].describe() for arn in wanted if arn in self._tasks]
            missing = [{"arn": arn, "reason": "MISSING"} for arn in wanted if arn not in self._tasks]
        return {"tasks": known, "failures": missing}

    def _stop(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._lock:
            task = self._tasks.get(request.get("task", ""))
            if task is None:
                raise InvalidParameter("The referenced task was not found.")
            task.reason = task.reason or request.get("reason") or "Task stopped by user"
        task.signal(signal.SIGTERM)
        killer = threading.Timer(_GRACE_SECONDS, task.signal, (signal.SIGKILL,))
        killer.daemon = True
        killer.start()
        return {"task": task.describe()}

    def _start(self, task: EcsTask, environment: Mapping[str, str]) -> None:
        ours, theirs = os.pipe()
        module = self._programs[task.container]
        argv = python_command("local.emulator.ecs.task_runner", str(ours), module, *task.command)
        with self._lock, open_log(self._logs / f"{task.container}.log") as log:
            if self._closed:
                raise InvalidParameter("the local ECS has been closed")
            task.process = subprocess.Popen(  # noqa: S603 - our own program, its arguments are not a shell's
                argv,
                env=child_environment(environment),
                umask=PRIVATE_UMASK,
                pass_fds=[ours],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            self._tasks[task.arn] = task
        os.close(ours)
        threading.Thread(target=self._watch, args=(task, theirs), daemon=True, name=f"task-{task.container}").start()

    def _watch(self, task: EcsTask, lifeline: int) -> None:
        assert task.process is not None
        code = task.process.wait()
        task.signal(signal.SIGKILL)  # whatever it has left behind
        os.close(lifeline)
        with self._lock:
            # A process ended by a signal has a negative code here and 128 + n in a container.
            task.exit_code = code if code >= 0 else 128 - code
            task.reason = task.reason or "Essential container in task exited"
            task.status = "STOPPED"


class InvalidParameter(Exception):
    """A request that ECS would refuse; the message has the reason."""


def _request(environ: Mapping[str, Any]) -> dict[str, Any]:
    try:
        request = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
    except ValueError as error:
        raise InvalidParameter("the request is no JSON") from error
    if not isinstance(request, dict):
        raise InvalidParameter("the request is no JSON object")
    return request


def _arguments(command: Any) -> list[str]:
    """A container's command, checked: a few words that no program takes for options."""
    words = command if isinstance(command, list) else [command]
    fit = [word for word in words if isinstance(word, str) and word.isprintable() and not word.startswith("-")]
    if len(fit) != len(words) or len(fit) > _MAX_ARGUMENTS:
        raise InvalidParameter(f"a command has at most {_MAX_ARGUMENTS} printable words, none of which begins with -")
    return fit


def _answer(start_response: StartResponse, status: str, body: Mapping[str, Any]) -> Iterable[bytes]:
    payload = json.dumps(body).encode()
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(payload)))]
    start_response(status, headers)
    return [payload]
