"""What a job needs to end runs even where no worker process can be started."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from contextlib import redirect_stdout
from io import TextIOWrapper
from pathlib import Path

from local.emulator.data_dir import open_log
from local.emulator.lambda_.host import WORKERS_CANNOT_START, LambdaHost, ThreadLambdaHost
from local.emulator.moto_patches.hooks import Invocation, Outcome

logger = logging.getLogger(__name__)


class HostWithFallback:
    """Calls go to `workers`. Where none can be started, `functions` (by their names on AWS) run in this process.

    Otherwise the function that writes down why a job failed would fail for the same reason, and the job would be
    "processing" for ever.
    """

    def __init__(self, workers: LambdaHost, functions: Collection[str], logs: Path) -> None:
        self._workers = workers
        self._functions = functions
        self._logs = logs
        self._threads = ThreadLambdaHost()

    def invoke(self, call: Invocation) -> Outcome:
        """The worker's answer, or this process's own."""
        outcome = self._workers.invoke(call)
        if not (outcome.failed and json.loads(outcome.payload).get("errorType") == WORKERS_CANNOT_START):
            return outcome
        logger.error("%s: %s", call.function, json.loads(outcome.payload)["errorMessage"])
        return self._here(call) if call.function in self._functions else outcome

    def close(self) -> None:
        """Ends what is running."""
        self._workers.close()
        self._threads.close()

    def _here(self, call: Invocation) -> Outcome:
        """What the function prints goes to its log, as from a worker, and not between a command's output."""
        log = open_log(self._logs / f"{call.function}.log")
        with TextIOWrapper(log, encoding="utf-8") as text, redirect_stdout(text):
            return self._threads.invoke(call)
