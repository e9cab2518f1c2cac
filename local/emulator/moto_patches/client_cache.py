"""The interpreter keeps one boto3 client per service, aimed at our port.

Reason: moto makes a new client for every Task state (5 ms each, a connection each) and aims it at a port from the
environment.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from botocore.config import Config
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_ecs
from moto.stepfunctions.parser.asl.utils import boto_client

from local.emulator.clients import client
from local.emulator.moto_patches.hooks import Hooks

_IN_FLIGHT = 256
"""Connections kept per service: as many Task states may call at once before one has to reconnect."""

_FOREVER_SECONDS = 99_999_999
"""What moto itself uses: the state's own TimeoutSeconds ends a call, not the client."""


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Every module that imported the factory by name gets ours."""
    factory = ClientCache(hooks).client_for
    for module in (boto_client, lambda_eval_utils, state_task_service_ecs):
        yield module, "boto_client_for", factory


class ClientCache:
    """Clients are thread-safe, so one per service serves all executions."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client_for(self, region: str, service: str, state_credentials: Any = None) -> Any:
        """Same signature as moto's `boto_client_for`."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._create(service)
            return self._clients[service]

    def _create(self, service: str) -> Any:
        config = Config(
            parameter_validation=False,
            retries={"total_max_attempts": 1},
            max_pool_connections=_IN_FLIGHT,
            connect_timeout=60,
            read_timeout=_FOREVER_SECONDS,
        )
        return client(service, self._hooks.endpoint, self._hooks.credentials, config)
