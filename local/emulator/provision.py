"""Creates the resources of the program in a new emulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.credentials import Credentials
from omnigen.deployment.resources import Function, Table

from local.emulator import resources
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
    resources.create_role(client("iam"))
    resources.create_functions(client("lambda"), functions, {**settings, **environment})
    resources.create_state_machine(client("stepfunctions"), definition or resources.definition_text(), functions)
    return environment
