"""`ecs:runTask.sync` waits for the task, fails with it, and stops it when the state ends first.

Reason: moto's port of this integration lacks the translation of names (KeyError 'Cluster'), succeeds whatever the exit
code, and leaves the task running after a timeout or StopExecution. It looks every 0.5 s; we look more often.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

from botocore.session import Session
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_ecs import (
    StateTaskServiceEcs,
)
from moto.stepfunctions.parser.asl.utils import boto_client

from local.emulator.moto_patches.hooks import Hooks

_POLL_SECONDS = 0.1


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Only the ECS integration is touched; the others keep moto's ways."""
    stock_resolver: Any = StateTaskServiceEcs._build_sync_resolver
    stock_eval_sync = StateTaskServiceEcs._eval_sync

    def normalise_parameters(state: Any, parameters: Any, *args: Any, **kwargs: Any) -> None:
        state._to_boto_request(parameters, _shapes(state.resource.api_action)[0])

    def normalise_response(state: Any, response: Any, *args: Any, service_action_name: str = "", **kwargs: Any) -> None:
        action = service_action_name.replace("_", "") or state.resource.api_action
        state._from_boto_response(response, _shapes(action)[1])
        _dates_as_text(response)

    def build_resolver(state: Any, env: Any, *args: Any, **kwargs: Any) -> Callable[[], Any]:
        task = env.stack[-1]["Tasks"][0]
        resolve = stock_resolver(state, env, *args, **kwargs)

        def resolve_or_fail() -> Any:
            stopped = resolve()
            if stopped and any(container.get("ExitCode") != 0 for container in stopped["Containers"]):
                raise _task_failed(state, env, stopped)
            return stopped

        resolve_or_fail.task = task  # type: ignore[attr-defined]
        return resolve_or_fail

    def eval_sync(state: Any, env: Any, sync_resolver: Any, **kwargs: Any) -> Any:
        try:
            return stock_eval_sync(state, env=env, sync_resolver=sync_resolver, **kwargs)
        finally:
            if not env.is_running():
                task = sync_resolver.task
                ecs: Any = boto_client.boto_client_for(env.aws_execution_details.region, "ecs")
                ecs.stop_task(cluster=task["ClusterArn"], task=task["TaskArn"], reason="The state has ended")

    yield StateTaskServiceEcs, "_normalise_parameters", normalise_parameters
    yield StateTaskServiceEcs, "_normalise_response", normalise_response
    yield StateTaskServiceEcs, "_build_sync_resolver", build_resolver
    yield StateTaskServiceEcs, "_eval_sync", eval_sync
    yield state_task_service_callback, "_DELAY_SECONDS_SYNC_CONDITION_CHECK", _POLL_SECONDS


@functools.cache
def _shapes(action: str) -> tuple[Any, Any]:
    """Input and output shape of an ECS operation, from botocore's own model."""
    model = Session().get_service_model("ecs")
    name = next(name for name in model.operation_names if name.lower() == action.lower())
    operation = model.operation_model(name)
    return operation.input_shape, operation.output_shape


def _dates_as_text(value: Any) -> None:
    """Moto writes outputs with plain `json.dumps`, which knows no dates."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(children):
        if hasattr(child, "isoformat"):
            value[key] = child.isoformat()
        else:
            _dates_as_text(child)


def _task_failed(state: Any, env: Any, task: Any) -> Exception:
    kind = StatesErrorNameType.StatesTaskFailed
    details = TaskFailedEventDetails(
        resource=state._get_sfn_resource(),
        resourceType=state._get_sfn_resource_type(),
        error=kind.to_name(),
        cause=json.dumps(task),
    )
    event_details: Any = {"taskFailedEventDetails": details}
    event = FailureEvent(
        env=env,
        error_name=StatesErrorName(typ=kind),
        event_type=HistoryEventType.TaskFailed,
        event_details=event_details,
    )
    failure: Exception = FailureEventException(event)
    return failure
