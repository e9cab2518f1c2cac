"""The program in which Lambda handlers run: a fork server that has imported everything once and forks warm workers.

The host sends the server one socket per worker; the worker answers calls on it, one at a time, until it is closed.
A worker leads a process group of its own, which is killed when the host ends, however it ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from local.emulator.data_dir import open_log
from local.upkeep.log_stream import make_standard_streams_lossy

PAYLOAD_BYTES = 6 * 1024 * 1024
"""Largest input and output of a function (AWS Lambda quotas, synchronous invocation)."""


def main(control_fd: int, preload: Sequence[str]) -> None:
    """Forks a worker for each socket received; ends when the host closes the control socket, or dies."""
    make_standard_streams_lossy()  # before anybody keeps one of them
    gc.disable()  # what is imported stays: looking for garbage in it takes a quarter of the time
    for name in preload:
        # A module that cannot be imported is reported by the first call that needs it, as on AWS.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A host that dies while it asks for a worker resets the connection: that, too, is the end.
    with socket.socket(fileno=control_fd) as control, contextlib.suppress(ConnectionError):
        while fds := socket.recv_fds(control, 1, 1)[1]:
            pid = os.fork()
            if pid == 0:
                control.close()
                _work(fds[0])
                os._exit(0)
            os.close(fds[0])
            with contextlib.suppress(ProcessLookupError):  # it may have ended already
                os.setpgid(pid, pid)
            control.sendall(struct.pack("!i", pid))


def die_with_the_other_end(fd: int) -> None:
    """Kills this whole process group as soon as nobody holds the other end of the socket or pipe."""

    def watch() -> None:
        poller = select.poll()
        poller.register(fd, 0)  # POLLHUP is always reported
        poller.poll()
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="lifeline").start()


def _work(fd: int) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    die_with_the_other_end(fd)
    environment = dict(os.environ)
    with Connection(fd) as host, contextlib.suppress(EOFError):
        while True:
            call = json.loads(host.recv_bytes())
            os.environ.clear()
            os.environ.update(environment | call["environment"])
            _write_to(call["log"])
            host.send_bytes(_answer(call))


def _write_to(log: str) -> None:
    """Redirects the output of this process and its children to the function's log."""
    with open_log(Path(log)) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _answer(call: Mapping[str, Any]) -> bytes:
    """`+` or `-` (an error), then JSON; framed in the log by the lines that Lambda writes."""
    request_id = str(uuid.uuid4())
    begun = time.monotonic()
    _print(f"START RequestId: {request_id} Version: $LATEST")
    try:
        payload = run(call["handler"], json.loads(call["payload"]), Context(call, request_id))
        answer = b"+" + payload.encode()
    except Exception as error:
        answer = b"-" + error_payload(error, request_id).encode()
        _print(f"[ERROR] {''.join(traceback.format_exception(error))}")
    _print(f"REPORT RequestId: {request_id} Duration: {(time.monotonic() - begun) * 1000:.2f} ms")
    return answer


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - standard output is the function's log
    sys.stderr.flush()


class RuntimeFailure(Exception):
    """A failure outside the handler; `kind` is the error type that AWS gives it."""

    kind = "Runtime.Unknown"


class ImportModuleError(RuntimeFailure):
    """The handler's module cannot be imported."""

    kind = "Runtime.ImportModuleError"


class HandlerNotFound(RuntimeFailure):
    """The module has no such function."""

    kind = "Runtime.HandlerNotFound"


class MarshalError(RuntimeFailure):
    """The handler's answer is not JSON."""

    kind = "Runtime.MarshalError"


class ResponseSizeTooLarge(RuntimeFailure):
    """The handler's answer is over the limit."""

    kind = "Function.ResponseSizeTooLarge"


class Context:
    """What Lambda passes as the second argument."""

    function_version = "$LATEST"
    log_stream_name = "local"
    identity = None
    client_context = None

    def __init__(self, call: Mapping[str, Any], request_id: str) -> None:
        self.aws_request_id = request_id
        self.function_name: str = call["function"]
        self.invoked_function_arn: str = call["arn"]
        self.memory_limit_in_mb: int = call["memory_mb"]
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self._deadline = time.monotonic() + call["timeout_seconds"]

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the host ends this call."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def run(handler: str | Any, event: Any, context: Context) -> str:
    """The handler's answer as JSON; RuntimeFailure where Lambda's runtime would fail, else what the handler raises."""
    function = _resolve(handler) if isinstance(handler, str) else handler
    result = function(event, context)
    try:
        payload = json.dumps(result)
    except (TypeError, ValueError) as error:
        raise MarshalError(f"Unable to marshal response: {error}") from error
    if len(payload) > PAYLOAD_BYTES:
        raise ResponseSizeTooLarge(
            f"Response payload size exceeded maximum allowed payload size ({PAYLOAD_BYTES} bytes)."
        )
    return payload


def error_payload(error: Exception, request_id: str) -> str:
    """The JSON with which the Python runtime of Lambda describes an error."""
    kind = error.kind if isinstance(error, RuntimeFailure) else type(error).__name__
    stack = traceback.format_tb(error.__traceback__)
    return json.dumps({"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": stack})


def _resolve(path: str) -> Any:
    module_name, _, name = path.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except Exception as error:
        raise ImportModuleError(f"Unable to import module {module_name!r}: {error}") from error
    if not hasattr(module, name):
        raise HandlerNotFound(f"Handler {name!r} missing on module {module_name!r}")
    return getattr(module, name)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
