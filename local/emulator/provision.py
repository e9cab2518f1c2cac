"""Creates the resources of the program in a new emulator."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.credentials import Credentials
from moto.awslambda.models import lambda_backends
from moto.iam.models import iam_backends
from omnigen.deployment.resources import Function, Table

from local.emulator import resources
from local.emulator.clients import REGION
from local.emulator.environment import aws_environment

_WEBHOOK_RETRY_SECONDS = 60
"""Twice the function's timeout: a message is not handed out again while its delivery may still be under way."""


def create_resources(
    client: Callable[[str], Any],
    url: str,
    credentials: Credentials,
    *,
    functions: Sequence[Function],
    tables: Sequence[Table],
    definition: str | None,
    settings: Mapping[str, str],
) -> dict[str, str]:
    """`client` makes boto3 clients; returns the environment variables that lead to what was made."""
    queue_url = resources.create_webhook_queue(client("sqs"), _WEBHOOK_RETRY_SECONDS)
    environment = aws_environment(url, queue_url, tables, credentials)
    resources.create_tables(client("dynamodb"), tables)
    resources.create_bucket(client("s3"))
    _create_functions(functions, {**settings, **environment})
    resources.create_state_machine(client("stepfunctions"), definition or resources.definition_text(), functions)
    return environment


def _create_functions(functions: Sequence[Function], environment: Mapping[str, str]) -> None:
    """Creates the functions, whose code is this installation, and the role that moto wants them to have.

    moto is told directly: two clients and as many requests as there are functions would take a sixth of a start.
    """
    roles = iam_backends[resources.ACCOUNT]["aws"]
    role = roles.create_role(resources.ROLE_NAME, "{}", "/", None, "", [], None)
    code = {"ZipFile": base64.b64encode(_empty_zip()).decode()}
    for function in functions:
        lambda_backends[resources.ACCOUNT][REGION].create_function(
            {
                "FunctionName": resources.function_name(function),
                "Runtime": "python3.11",
                "Role": role.arn,
                "Handler": function.handler,
                "Code": code,
                "Timeout": function.timeout_seconds,
                "MemorySize": function.memory_mb,
                "Environment": {"Variables": resources.function_environment(function, environment)},
            }
        )


def _empty_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w"):
        pass
    return buffer.getvalue()
