"""The host's side of the program that forks workers (`worker.py`), and of the workers."""

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
from multiprocessing.connection import Connection
from pathlib import Path

from local.emulator.child_process import PRIVATE_UMASK, child_environment, python_command
from local.emulator.data_dir import open_log, open_private
from local.emulator.lambda_.host import sandbox_failure
from local.emulator.moto_patches.hooks import Invocation, Outcome

_MAX_WORDS = 300
"""Characters of an error that a message quotes; a job's record has no room for a traceback."""


class ForkServerDied(RuntimeError):
    """A fork server has ended; the message has the last lines that it printed."""


class ForkServer:
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

    def fork(self) -> WorkerProcess:
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
        return WorkerProcess(struct.unpack("!i", answer)[0], Connection(ours.detach()))

    def _last_words(self) -> str:
        """The last error that this process has printed, or else its last line; and where the rest is."""
        with os.fdopen(open_private(self._log, os.O_RDONLY), "rb") as log:
            log.seek(self._log_start)
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()]
        errors = [line for line in lines if "Error" in line] or lines or ["it printed nothing"]
        return f"last words: {errors[-1][:_MAX_WORDS]} (more in logs/{self._log.name} of the data folder)"

    def close(self) -> None:
        """Kills the server; workers that it has forked live on."""
        self._process.kill()
        self._process.wait()
        self._control.close()


class WorkerProcess:
    """The host's end of a worker process."""

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
        """Kills the worker and closes the connection; only for the thread that uses the connection."""
        self.kill()
        self._connection.close()
