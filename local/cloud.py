"""AWS on this machine: moto as a server inside this process, made to run our program."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, Self

from local import resources
from local.clients import client
from local.deliveries import Deliveries, Delivery
from local.engine import end_executions, executing_moto
from local.environment import aws_environment, process_environment, unconfigured
from local.events import Events, Route, arrive_at_once
from local.gateway import Gateway
from local.guard import WsgiApp
from local.lambda_host import Handler, LambdaHost, Threads, WorkerProcesses
from local.moto_patches import PATCHES, applied
from local.moto_patches.hooks import Hooks, Invocation, Outcome
from local.task_host import TaskHost
from omnigen.blueprint import COMPOSE_CONTAINER, COMPOSE_MODULE, FUNCTIONS, TABLES, Function, Table

_WEBHOOK_RETRY_SECONDS = 10
"""On AWS the queue waits longer between two attempts."""

_running = threading.Lock()
"""moto's state is global to the process: one cloud at a time."""


class LocalCloud:
    """A context manager; `environment` is what a stage, the CLI or a test needs to use it.

    `data_dir` holds everything that outlives the process. `executor="threads"` runs handlers (and `handlers`, by function name,
    in their place) in this process for tests, and sets this process's environment meanwhile. `wait_scale` shortens Wait states
    and retry intervals; `route` loses, doubles or delays events; `patches` leaves some of moto as it is.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        environment: Mapping[str, str],
        port: int = 0,
        executor: Literal["processes", "threads"] = "processes",
        functions: Sequence[Function] = FUNCTIONS,
        handlers: Mapping[str, Handler] | None = None,
        tables: Sequence[Table] = TABLES,
        definition: str | None = None,
        programs: Mapping[str, str] | None = None,
        workers: int = 10,
        wait_scale: float = 1.0,
        route: Route = arrive_at_once,
        patches: Sequence[str] = PATCHES,
    ) -> None:
        self.data_dir = data_dir
        self._settings = dict(environment)
        self._port = port
        self._executor = executor
        self._functions = {function.name: function for function in functions}
        self._handlers = {
            resources.function_name(self._functions[name]): handler for name, handler in (handlers or {}).items()
        }
        self._tables = tables
        self._definition = definition
        self._programs = programs or {COMPOSE_CONTAINER: COMPOSE_MODULE}
        self._workers = workers
        self._wait_scale = wait_scale
        self._route = route
        self._patches = patches
        self._undo = ExitStack()
        self._stopping = False
        self.url = ""
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Everything is there when this returns; workers and their imports may still be warming up."""
        if not _running.acquire(blocking=False):
            raise RuntimeError("another LocalCloud runs in this process; stop it first")
        self._undo.callback(_running.release)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Ends what runs, without announcing it: to the job records it looks like a crash. Idempotent."""
        self._undo.close()

    def mount(self, prefix: str, app: WsgiApp) -> None:
        """Serves a WSGI app under `prefix`, e.g. `/api`; under `/` it gets whatever is not addressed to AWS."""
        self._gateway.mount(prefix, app)

    def client(self, service: str) -> Any:
        """A boto3 client of the emulated AWS."""
        made = client(service, self.url)
        self._undo.callback(made.close)
        return made

    def invoke(self, function: str, event: Any) -> Outcome:
        """Calls a function by its blueprint name, bypassing the Lambda API."""
        return self._lambda_host.invoke(self._invocation(function, event))

    def settle(self, timeout_seconds: float = 10.0) -> bool:
        """Waits until every event has arrived; False if one still has not."""
        return self._deliveries.settle(timeout_seconds)

    def _start(self) -> None:
        logs = self.data_dir / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        base = unconfigured(os.environ) | self._settings | {"PYTHONUNBUFFERED": "1"}
        self._lambda_host = self._make_lambda_host(base, logs)  # first: its nursery imports while we import moto
        self._undo.callback(self._lambda_host.close)
        self._deliveries = Deliveries()
        self._undo.callback(self._deliveries.close)
        self._undo.enter_context(executing_moto())
        hooks = self._hooks()
        self._undo.enter_context(applied(hooks, self._patches))
        tasks = TaskHost(self._programs, base, logs)
        self._undo.callback(tasks.close)
        self._gateway = Gateway(self._port, tasks)
        self._undo.callback(self._gateway.close)
        self._undo.callback(self._end_executions)
        self.url = hooks.endpoint = self._gateway.url
        self.environment = self._settings | self._create_resources()
        tasks.environment |= self.environment
        if self._executor == "threads":
            self._undo.enter_context(process_environment(base | self.environment))

    def _make_lambda_host(self, base: Mapping[str, str], logs: Path) -> LambdaHost:
        if self._executor == "threads":
            return Threads(self._handlers)
        preload = [function.module for function in self._functions.values()]
        return WorkerProcesses(environment=base, logs=logs, preload=preload, size=self._workers)

    def _hooks(self) -> Hooks:
        events = Events(self._deliveries, self._functions, self.invoke, self._route)
        return Hooks(
            pause_scale=self._wait_scale,
            invoke=self._lambda_host.invoke,
            invoke_later=self._invoke_later,
            ended=lambda execution: None if self._stopping else events.execution_ended(execution),
        )

    def _invoke_later(self, call: Invocation) -> None:
        """InvocationType=Event: tried again if it fails, as AWS does."""

        def attempt() -> bool:
            return not self._lambda_host.invoke(call).failed

        self._deliveries.send(Delivery(what=f"call of {call.function}", attempt=attempt))

    def _create_resources(self) -> dict[str, str]:
        queue_url = resources.create_webhook_queue(self.client("sqs"), _WEBHOOK_RETRY_SECONDS)
        environment = aws_environment(self.url, queue_url)
        functions = list(self._functions.values())
        resources.create_tables(self.client("dynamodb"), self._tables)
        resources.create_bucket(self.client("s3"))
        resources.create_role(self.client("iam"))
        resources.create_functions(self.client("lambda"), functions, self._settings | environment)
        definition = self._definition or resources.definition_text()
        resources.create_state_machine(self.client("stepfunctions"), definition, functions)
        return environment

    def _invocation(self, name: str, event: Any) -> Invocation:
        function = self._functions[name]
        return Invocation(
            function=resources.function_name(function),
            arn=resources.function_arn(function),
            handler=function.handler,
            memory_mb=function.memory_mb,
            timeout_seconds=function.timeout_seconds,
            environment=resources.function_environment(function, self.environment),
            payload=json.dumps(event),
        )

    def _end_executions(self) -> None:
        self._stopping = True
        end_executions()
