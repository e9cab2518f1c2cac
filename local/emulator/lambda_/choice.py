"""The Lambda host that the options of a cloud ask for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from local.emulator import resources
from local.emulator.lambda_.fallback import HostWithFallback
from local.emulator.lambda_.host import LambdaHost, ThreadLambdaHost
from local.emulator.lambda_.worker_pool import WorkerProcesses
from local.emulator.options import CloudOptions

_MEDIA = "omnigen.providers.offline"
"""Loads what draws, speaks and films, once for all workers; without it each would load it at its first use."""

_ENDINGS = ("FailJob", "ExecutionEnded")
"""The functions that write down the end of a job."""


def lambda_host(options: CloudOptions, environment: Mapping[str, str], logs: Path) -> LambdaHost:
    """Threads of this process with the handlers given, or worker processes that import the functions' modules."""
    by_name = {function.name: function for function in options.functions}
    if options.executor == "threads":
        return ThreadLambdaHost({resources.function_name(by_name[name]): run for name, run in options.handlers.items()})
    preload = [*(function.module for function in options.functions), _MEDIA]
    workers = WorkerProcesses(environment=environment, logs=logs, preload=preload, size=options.workers)
    endings = [resources.function_name(by_name[name]) for name in _ENDINGS if name in by_name]
    return HostWithFallback(workers, endings, logs)
