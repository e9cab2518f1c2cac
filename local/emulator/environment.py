"""The environment variables that lead a program to the emulated AWS, and away from the real one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from botocore.credentials import Credentials
from omnigen.deployment.resources import (
    BUCKET_VARIABLE,
    STATE_MACHINE_VARIABLE,
    WEBHOOK_QUEUE_VARIABLE,
    Table,
    table_name,
)

from local.emulator.clients import REGION
from local.emulator.resources import BUCKET, ENVIRONMENT, state_machine_arn

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

_SERVICES = ("DYNAMODB", "ECS", "EVENTBRIDGE", "LAMBDA", "S3", "SECRETS_MANAGER", "SFN", "SQS")
"""Named one by one as well, because a variable for one service beats the one for all."""


def aws_environment(url: str, queue_url: str, tables: Iterable[Table], credentials: Credentials) -> dict[str, str]:
    """Endpoint and credentials of the emulator at `url`, and the names of what it holds."""
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": url,
        **{f"AWS_ENDPOINT_URL_{service}": url for service in _SERVICES},
        # moto decodes checksummed chunks at 10 MB/s; plain bodies pass at 90.
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
        **{table.variable: table_name(ENVIRONMENT, table) for table in tables},
        BUCKET_VARIABLE: BUCKET,
        STATE_MACHINE_VARIABLE: state_machine_arn(),
        WEBHOOK_QUEUE_VARIABLE: queue_url,
    }


def unconfigured(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` without anything that could lead boto3 to a real account, or to the emulator through a proxy."""
    return without_proxies_to_this_machine(
        {name: value for name, value in environment.items() if not name.startswith("AWS_")}
    )


def without_proxies_to_this_machine(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with this machine's names in NO_PROXY; proxies for other machines, the vendors', stay.

    Both spellings are set, because where there are two Python takes the lower-case one (urllib.request.getproxies).
    """
    given = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    names = [name.strip() for name in given.split(",") if name.strip()]
    names += [name for name in _THIS_MACHINE if name not in names]
    return {**environment, "no_proxy": ",".join(names), "NO_PROXY": ",".join(names)}


@contextmanager
def process_environment(environment: Mapping[str, str]) -> Iterator[None]:
    """Replace the environment of the current process inside the block."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
