"""ARNs built from names, so that two resources may refer to each other without a dependency cycle."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct
from omnigen.deployment.resources import STATE_MACHINE_NAME, Function

from infra.environments import Environment


def state_machine_name(environment: Environment) -> str:
    """`omnigen-video` in prod, `omnigen-dev-video` elsewhere."""
    return STATE_MACHINE_NAME.replace("omnigen", environment.prefix, 1)


def state_machine_arn(scope: Construct, environment: Environment) -> str:
    """The functions need it in their environment and policies; the state machine needs the functions."""
    return _states_arn(scope, "stateMachine", state_machine_name(environment))


def executions_arn(scope: Construct, environment: Environment) -> str:
    """All executions of the state machine."""
    return _states_arn(scope, "execution", f"{state_machine_name(environment)}:*")


def function_name(environment: Environment, function: Function) -> str:
    """`omnigen-WriteScript` in prod, `omnigen-dev-WriteScript` elsewhere."""
    return f"{environment.prefix}-{function.name}"


def _states_arn(scope: Construct, resource: str, name: str) -> str:
    return cdk.Stack.of(scope).format_arn(
        service="states", resource=resource, resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
    )
