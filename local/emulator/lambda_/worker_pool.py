"""Lambda handlers in warm worker processes, each with an environment and a life of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from local.emulator.child_process import PRIVATE_UMASK, child_environment, python_command
from local.emulator.data_dir import open_log, open_private
from local.emulator.lambda_.host import WORKERS_CANNOT_START, sandbox_failure
from local.emulator.moto_patches.hooks import Invocation, Outcome

_MAX_STARTS = 3
"""How many fork servers may die one after another before a call fails with what the last one printed."""

_LAST_WORDS_BYTES = 2_000


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
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._new_fork_server = partial(_ForkServer, environment, logs, preload)
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

    def _take(self) -> _Worker:
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

    def _fork(self) -> _Worker:
        """A new worker; from another fork server if this one has died."""
        for _ in range(_MAX_STARTS - 1):
            server = self._fork_server
            with contextlib.suppress(ForkServerDied):
                return server.fork()
            self._replace(server)
        return self._fork_server.fork()

    def _replace(self, dead: _ForkServer) -> None:
        with self._lock:
            if self._fork_server is dead and not self._closed:
                self._fork_server = self._new_fork_server()
                dead.close()

    def _give_back(self, worker: _Worker) -> None:
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


class ForkServerDied(RuntimeError):
    """A fork server has ended; the message has the last lines that it printed."""


class _ForkServer:
    """The process that forks workers. Its standard output, and theirs between calls, is `workers.log`."""

    def __init__(self, environment: Mapping[str, str], logs: Path, preload: Sequence[str]) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._log = logs / "workers.log"
        self._control, theirs = socket.socketpair()
        with theirs, open_log(self._log) as log:
            self._log_start = log.seek(0, os.SEEK_END)
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                python_command("local.emulator.lambda_.worker", str(theirs.fileno()), *preload),
                env=child_environment(environment),
                umask=PRIVATE_UMASK,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the host alone
            )

    def fork(self) -> _Worker:
        """A new worker; waits until the server has imported what it should."""
        ours, theirs = socket.socketpair()
        try:
            with self._lock, theirs:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
                answer = self._control.recv(4)
        except OSError:  # it is gone, or has just been replaced and closed
            answer = b""
        if len(answer) != 4:
            ours.close()
            raise ForkServerDied(f"The process that starts the workers has died; {self._last_words()}")
        return _Worker(struct.unpack("!i", answer)[0], Connection(ours.detach()))

    def _last_words(self) -> str:
        """The end of what this process has printed, and where the rest is."""
        with os.fdopen(open_private(self._log, os.O_RDONLY), "rb") as log:
            log.seek(max(self._log_start, log.seek(0, os.SEEK_END) - _LAST_WORDS_BYTES))
            words = log.read().decode(errors="replace").strip()
        return f"its last words (more in {self._log}): {words}" if words else f"it said nothing in {self._log}"

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._control.close()


class _Worker:
    """This end of a worker process."""

    def __init__(self, pid: int, connection: Connection) -> None:
        self.pid = pid
        self._connection = connection
        self._usable = True
        self._killed = False
        self._lock = threading.Lock()

    def is_alive(self) -> bool:
        """False once it has been killed, ended or left a call unanswered."""
        # Between calls a worker sends nothing, so anything readable is the end of the stream.
        return self._usable and not self._connection.poll(0)

    def call(self, call: Invocation, log: Path) -> Outcome:
        """One call; the worker is not usable afterwards if it gave no answer."""
        request = json.dumps({**asdict(call), "environment": dict(call.environment), "log": str(log)})
        try:
            self._connection.send_bytes(request.encode())
            if not self._connection.poll(call.timeout_seconds):
                self.kill()
                return sandbox_failure("Sandbox.Timedout", f"Task timed out after {call.timeout_seconds:.2f} seconds")
            answer = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._usable = False
            return sandbox_failure("Runtime.ExitError", "Runtime exited without providing a reason")
        return Outcome(answer[1:].decode(), failed=answer[:1] == b"-")

    def kill(self) -> None:
        """Ends the worker and its children; harmless if it is gone."""
        with self._lock:
            if not self._killed:
                self._killed, self._usable = True, False
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """For whoever uses the connection: nobody else may close it under a call."""
        self.kill()
        self._connection.close()
