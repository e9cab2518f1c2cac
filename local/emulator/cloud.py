"""The emulated AWS: moto as a server in this process, with our own executors and persistent state."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from botocore.credentials import Credentials

from local.emulator import resources
from local.emulator.clients import client, new_credentials
from local.emulator.data_dir import private_subfolder
from local.emulator.data_dir_lock import HostLock
from local.emulator.ecs.task import EcsTask
from local.emulator.ecs.task_host import TaskHost
from local.emulator.environment import process_environment, unconfigured
from local.emulator.events.dynamodb_ttl import delete_expired
from local.emulator.events.eventbridge import EventBridge
from local.emulator.events.retrying_calls import RetryingCall, RetryingCalls
from local.emulator.events.schedules import invocation, start_schedules
from local.emulator.lambda_.choice import lambda_host
from local.emulator.lambda_.host import LambdaHost
from local.emulator.moto_patches import applied
from local.emulator.moto_patches.hooks import Hooks, Invocation, Outcome
from local.emulator.options import CloudOptions
from local.emulator.origin_guard import WsgiApp
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.layouts import TableLayout
from local.emulator.persistence.object_files import ObjectFiles
from local.emulator.persistence.objects import StoredObjects
from local.emulator.persistence.recorder import StateRecorder
from local.emulator.provision import create_resources
from local.upkeep.disk import DiskReserve

if TYPE_CHECKING:
    from local.emulator.gateway import Gateway

_running = threading.Lock()
"""moto's state is global to the process: one cloud at a time."""


@dataclass(eq=False)
class LocalCloud(CloudOptions):
    """A context manager. Everything that outlives the process is under `data_dir`, which one process owns at a time.

    While it runs, this process's own environment leads to it as well: moto reads AWS settings, and those of the user
    may be broken, or lead to a real account.
    """

    url: str = field(default="", init=False)
    credentials: Credentials = field(default_factory=new_credentials, init=False, repr=False)
    """Of this start. Other processes of the user find them through `data_dir_lock.running_host`."""

    interrupted: list[str] = field(default_factory=list, init=False)
    """ARNs of the executions that were running when the previous process ended."""

    def __post_init__(self) -> None:
        self.data_dir = self.data_dir.absolute()  # not resolved: a link in its place is refused
        self._settings = dict(self.environment)
        self._by_name = {function.name: function for function in self.functions}
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Returns when all resources exist. AlreadyRunning if another process owns the folder."""
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
        """Ends everything that runs; no end of an execution is announced, as after a crash. May be called again."""
        self._undo.close()

    def mount(self, prefix: str, app: WsgiApp) -> None:
        """Serves a WSGI app under `prefix`, e.g. `/api`; under `/` it gets whatever is not addressed to AWS."""
        self._gateway.mount(prefix, app)

    def client(self, service: str) -> Any:
        """A boto3 client of the emulated AWS, closed when the cloud stops."""
        made = client(service, self.url, self.credentials)
        self._undo.callback(made.close)
        return made

    def invoke(self, function: str, event: Any) -> Outcome:
        """Calls a function by its name in the deployment resources, without the Lambda API."""
        return self._lambda_host.invoke(invocation(self._by_name[function], self.environment, event))

    def tasks(self) -> list[EcsTask]:
        """The composition tasks of this start, oldest first."""
        return self._tasks.tasks()

    def settle(self, timeout_seconds: float = 10.0) -> bool:
        """Waits until every event has been delivered; False if one has not in time."""
        return self._calls.settle(timeout_seconds)

    def expire(self, now: float | None = None) -> int:
        """What the time-to-live service does by itself every few seconds; returns how many records it deleted."""
        return delete_expired(self._hooks, time.time() if now is None else now)

    def _make_lambda_host(self, base: Mapping[str, str], logs: Path) -> LambdaHost:
        return lambda_host(self, base, logs)

    def _start(self) -> None:
        lock = self._undo.enter_context(HostLock(self.data_dir))
        logs = private_subfolder(self.data_dir, "logs")
        base = unconfigured(os.environ) | self._settings | {"PYTHONUNBUFFERED": "1"}
        self._undo.enter_context(process_environment(base))
        self._lambda_host = self._make_lambda_host(base, logs)  # first: it imports while this process does
        self._undo.callback(self._lambda_host.close)
        self._reserve = DiskReserve(self.data_dir / "reserve")
        state = StateDatabase(self.data_dir / "state.sqlite3", durable=self.durable, make_room=self._reserve.make_room)
        self._reserve.keep()
        self._undo.callback(self._reserve.give_up)
        self._undo.callback(state.close)
        self._calls = RetryingCalls()
        self._undo.callback(self._calls.close)
        files = ObjectFiles(self.data_dir / "s3", durable=self.durable)
        events = EventBridge(self._calls, self._by_name, self.invoke, self.route)
        self._recorder = StateRecorder(
            state, [TableLayout.of(table, resources.ENVIRONMENT) for table in self.tables], events
        )
        self._objects = StoredObjects(files, state)
        self._start_aws(base, logs)
        self.interrupted = self._recorder.restore()
        for one in start_schedules(
            self._by_name,
            self.client,
            self.invoke,
            self.expire,
            self._reserve.keep,
            sweep_seconds=self.sweep_seconds,
            busy_groups=self._hooks.busy_groups,
        ):
            self._undo.callback(one.close)
        self._undo.callback(self._recorder.stop)
        lock.publish(self.url, self.credentials)

    def _start_aws(self, base: Mapping[str, str], logs: Path) -> None:
        from local.emulator.gateway import Gateway
        from local.emulator.moto_engine import end_executions, executing_moto

        self._undo.enter_context(executing_moto())
        self._hooks = self._make_hooks()
        self._undo.enter_context(applied(self._hooks, self.patches))
        self._tasks = tasks = TaskHost(self.programs, base, logs)
        self._undo.callback(tasks.close)
        self._gateway: Gateway = Gateway(self.port, tasks, self.credentials)
        self._undo.callback(self._gateway.close)
        self._undo.callback(end_executions)
        self.url = self._hooks.endpoint = self._gateway.url
        self.environment = self._settings | create_resources(
            self.client,
            self.url,
            self.credentials,
            functions=self.functions,
            tables=self.tables,
            definition=self.definition,
            settings=self._settings,
        )
        tasks.environment |= self.environment
        os.environ.update(self.environment)

    def _make_hooks(self) -> Hooks:
        return Hooks(
            credentials=self.credentials,
            pause_scale=self.wait_scale,
            items=self._recorder.items,
            objects=self._objects,
            invoke=self._lambda_host.invoke,
            invoke_later=self._invoke_later,
            written=self._recorder.written,
            started=self._recorder.execution_started,
            ended=self._recorder.execution_ended,
            past_execution=self._recorder.executions.find,
            queued=self._recorder.messages.save,
            unqueued=self._recorder.messages.forget,
        )

    def _invoke_later(self, call: Invocation) -> None:
        """InvocationType=Event: tried again if it fails, as AWS does."""

        def attempt() -> bool:
            return not self._lambda_host.invoke(call).failed

        self._calls.send(RetryingCall(what=f"call of {call.function}", attempt=attempt))
