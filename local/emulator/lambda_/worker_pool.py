"""Lambda handlers in warm worker processes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from local.emulator.lambda_.fork_server import ForkServer, ForkServerDied, WorkerProcess
from local.emulator.lambda_.host import WORKERS_CANNOT_START, sandbox_failure
from local.emulator.moto_patches.hooks import Invocation, Outcome

_MAX_STARTS = 3
"""How many fork servers may die one after another before a call fails with what the last one printed."""


class WorkerProcesses:
    """Generic workers: whichever is idle takes the call, with the function's environment, and is killed at its timeout.

    `size` bounds how many calls run at once; further callers wait. `warm` workers are forked in the background.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str],
        logs: Path,
        preload: Sequence[str] = (),
        size: int = 10,
        warm: int = 2,
    ) -> None:
        self._logs = logs
        self._size = size
        self._slots = threading.BoundedSemaphore(size)
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._new_fork_server = partial(ForkServer, environment, logs, preload)
        self._fork_server = self._new_fork_server()
        threading.Thread(target=self._warm_up, args=(min(warm, size),), daemon=True, name="warm-up").start()

    def invoke(self, call: Invocation) -> Outcome:
        """Waits for a slot, then at most the function's timeout."""
        with self._slots:
            try:
                worker = self._take()
            except ForkServerDied as error:
                # A pool that is being closed has no workers either, but the next host may: another attempt helps.
                return sandbox_failure("Lambda.ServiceException" if self._closed else WORKERS_CANNOT_START, str(error))
            outcome = worker.call(call, self._logs / f"{call.function}.log")
            self._give_back(worker)
            return outcome

    def close(self) -> None:
        """Kills every worker and whatever it has started."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for worker in idle:
            worker.close()
        for worker in busy:
            worker.kill()  # its caller sees the end of the stream and closes it
        self._fork_server.close()

    def pids(self) -> list[int]:
        """Process ids of the workers that live now."""
        with self._lock:
            return [worker.pid for worker in (*self._idle, *self._busy)]

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise RuntimeError("the Lambda host has been closed")
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    self._busy.add(worker)
                    return worker
                worker.close()
        worker = self._fork()
        with self._lock:
            self._busy.add(worker)
        return worker

    def _fork(self) -> WorkerProcess:
        """A new worker; from another fork server if this one has died."""
        for _ in range(_MAX_STARTS - 1):
            server = self._fork_server
            with contextlib.suppress(ForkServerDied):
                return server.fork()
            self._replace(server)
        return self._fork_server.fork()

    def _replace(self, dead: ForkServer) -> None:
        with self._lock:
            if self._fork_server is dead and not self._closed:
                self._fork_server = self._new_fork_server()
                dead.close()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.discard(worker)
            spare = len(self._idle) + len(self._busy) < self._size
            if spare and worker.is_alive() and not self._closed:
                self._idle.append(worker)
                return
        worker.close()

    def _warm_up(self, count: int) -> None:
        # The host may be closed before its first worker is ready.
        with contextlib.suppress(OSError, ForkServerDied):
            for worker in [self._fork() for _ in range(count)]:
                self._give_back(worker)
