"""`python -m infra.restore prod --at 2026-11-27T12:00:00Z`: the tables as they were then, beside those in use.

Makes a table of the same name and a suffix for each, with what DynamoDB does not restore: time to live, stream,
backups, protection. The tables in use stay as they are; what to write into deployments.toml, and what to do then, is
printed. See docs/restore.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
from omnigen.deployment.resources import TABLES, Table

from infra.environments import Environment
from infra.restored_tables import RestoredTables
from infra.settings_file import BadSettings, environments, named

_TIMEOUT_SECONDS = 6 * 3_600
_LOOK_SECONDS = 15.0


def restore(
    environment: Environment,
    dynamodb: Any,
    at: datetime,
    suffix: str,
    sleep: Callable[[float], None] = time.sleep,
) -> RestoredTables:
    """Restore every table; what deployments.toml must say to use them. TimeoutError after six hours.

    Run again with the same suffix after it was interrupted, it goes on: a table that is there is not restored anew.
    """
    made = {table: f"{environment.table_name(table)}{suffix}" for table in TABLES}
    for table, name in made.items():
        if not _exists(dynamodb, name):
            dynamodb.restore_table_to_point_in_time(
                SourceTableName=environment.table_name(table),
                TargetTableName=name,
                RestoreDateTime=at,
                BillingModeOverride="PAY_PER_REQUEST",
            )
    for name in made.values():
        _wait(dynamodb, name, sleep)
    for table, name in made.items():
        _complete(environment, dynamodb, table, name, sleep)
    jobs = next(name for table, name in made.items() if table.stream)
    stream = dynamodb.describe_table(TableName=jobs)["Table"]["LatestStreamArn"]
    before = environment.restored.suffix if environment.restored else ""
    return RestoredTables(suffix=f"{before}{suffix}", jobs_stream_arn=stream)


def next_steps(environment: Environment, restored: RestoredTables) -> str:
    """What is to be done after the restoration, in order."""
    stage = environment.name.capitalize()
    return f"""Write into deployments.toml:

[{environment.name}]
restored = {{ suffix = "{restored.suffix}", jobs_stream_arn = "{restored.jobs_stream_arn}" }}

Then, with nothing ordered meanwhile (`omnigen admin pause "restoring"`):
1. cdk deploy --exclusively {stage}/App     the functions use the restored tables
2. cdk deploy {stage}/Data                  the stack lets go of the earlier ones, which are kept
3. make prove-aws or one job of your own, then `omnigen admin unpause`
"""


def _complete(environment: Environment, dynamodb: Any, table: Table, name: str, sleep: Callable[[float], None]) -> None:
    """What the restored table lacks of its manifest; nothing is set twice."""
    described = dynamodb.describe_table(TableName=name)["Table"]
    if table.stream and not described.get("LatestStreamArn"):
        stream = {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}
        dynamodb.update_table(TableName=name, StreamSpecification=stream)
        _wait(dynamodb, name, sleep)
    if environment.keeps_data and not described.get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=True)
        _wait(dynamodb, name, sleep)
    if table.ttl and _has_no_ttl(dynamodb, name):
        ttl = {"Enabled": True, "AttributeName": table.ttl}
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )


def _has_no_ttl(dynamodb: Any, name: str) -> bool:
    described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    return str(described.get("TimeToLiveStatus", "DISABLED")) == "DISABLED"


def _exists(dynamodb: Any, name: str) -> bool:
    try:
        dynamodb.describe_table(TableName=name)
    except dynamodb.exceptions.ResourceNotFoundException:
        return False
    return True


def _wait(dynamodb: Any, name: str, sleep: Callable[[float], None]) -> None:
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] != "ACTIVE":
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} is not restored after {_TIMEOUT_SECONDS // 3_600} h; run this again")
        sleep(_LOOK_SECONDS)


def main() -> int:
    """Restore what the arguments name; 2 if they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m infra.restore", description=__doc__)
    parser.add_argument("environment", help="dev, prod, or a table of deployments.toml")
    parser.add_argument("--at", type=datetime.fromisoformat, required=True, help="with its zone: 2026-11-27T12:00:00Z")
    parser.add_argument("--suffix", help="of the new tables; -r and the day and minute of --at if not given")
    arguments = parser.parse_args()
    if arguments.at.tzinfo is None or arguments.at > datetime.now(UTC):
        parser.error("--at is a time in the past, with its zone")
    try:
        environment = named(arguments.environment.lower(), environments())
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    suffix = arguments.suffix or arguments.at.astimezone(UTC).strftime("-r%Y%m%d-%H%M")
    dynamodb = boto3.Session(region_name=environment.region).client("dynamodb")
    sys.stdout.write(next_steps(environment, restore(environment, dynamodb, arguments.at, suffix)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
