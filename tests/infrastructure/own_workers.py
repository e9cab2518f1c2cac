"""Lambda as it is: a process serves one function only, so what it keeps (clients, keys) is that function's own."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from local.emulator.cloud import LocalCloud
from local.emulator.lambda_.fork_server import ForkServer, WorkerProcess
from local.emulator.lambda_.host import LambdaHost
from local.emulator.moto_patches.hooks import Invocation, Outcome

_PRELOAD = (
    *("functions.api.handler", "functions.narrate", "functions.sweep", "functions.deliver_webhook"),
    *(
        "omnigen.providers.offline.speech.synthesis",
        "omnigen.providers.factory",
        "openai.resources.responses",
        "replicate.client",
    ),
)
"""Together they import what all functions import, at first or when it is needed: once for all, before any is forked."""


class CloudOfOwnWorkers(LocalCloud):
    """The local host's shared workers would hand one function's clients, and the keys it has read, to the next."""

    def _make_lambda_host(self, base: Mapping[str, str], logs: Path) -> LambdaHost:
        return _OwnWorkers(base, logs)


class _OwnWorkers:
    """As many processes for a function as it has calls at once; killed at its timeout, kept while the host runs."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self._logs = logs
        self._fork_server = ForkServer(environment, logs, _PRELOAD)
        self._idle: dict[str, list[WorkerProcess]] = defaultdict(list)
        self._all: list[WorkerProcess] = []
        self._lock = threading.Lock()

    def invoke(self, call: Invocation) -> Outcome:
        """The answer; a worker that gave none is not used again."""
        worker = self._take(call.function)
        outcome = worker.call(call, self._logs / f"{call.function}.log")
        if worker.is_alive():
            with self._lock:
                self._idle[call.function].append(worker)
        return outcome

    def close(self) -> None:
        """Ends all of them."""
        for worker in self._all:
            worker.close()
        self._fork_server.close()

    def _take(self, function: str) -> WorkerProcess:
        with self._lock:
            if self._idle[function]:
                return self._idle[function].pop()
        worker = self._fork_server.fork()
        with self._lock:
            self._all.append(worker)
        return worker
