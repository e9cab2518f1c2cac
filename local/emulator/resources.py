"""Creates on the emulated AWS what `omnigen.deployment.resources` says any host must provide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omnigen.deployment import resources
from omnigen.deployment.resources import Function, Table, table_name

from local.emulator.clients import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

ENVIRONMENT = "local"
ACCOUNT = "123456789012"
BUCKET = "omnigen-local-assets"
CLUSTER = "omnigen-local"
COMPOSE_TASK = "omnigen-local-compose"
WEBHOOK_QUEUE = "omnigen-local-webhooks"
WEBHOOK_DEAD_LETTERS = "omnigen-local-webhooks-dead"
WEBHOOK_ATTEMPTS = 5

LAPTOP_SETTINGS = {"OMNIGEN_EXPIRE_JOBS": "False"}
"""Settings of a host whose user has chosen no others: what was made stays until somebody deletes it."""

ROLE_NAME = "omnigen-local"
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/{ROLE_NAME}"
_NO_NETWORK = {"SubnetIds": "subnet-local", "SecurityGroup": "sg-local"}
"""The subprocess that stands in for Fargate has no network of its own."""


def function_name(function: Function) -> str:
    """`omnigen-local-WriteScript`."""
    return f"omnigen-{ENVIRONMENT}-{function.name}"


def function_arn(function: Function) -> str:
    """The ARN moto gives it."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function_name(function)}"


def function_environment(function: Function, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that all functions share, and the function's own name for its log lines."""
    return {**environment, "POWERTOOLS_SERVICE_NAME": function.name}


def state_machine_arn() -> str:
    """The ARN moto gives it."""
    return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{resources.STATE_MACHINE_NAME}"


def create_tables(dynamodb: DynamoDBClient, tables: Iterable[Table]) -> None:
    """Creates the tables, billed on demand, with their indexes, streams of old images and time to live."""
    for table in tables:
        name = table_name(ENVIRONMENT, table)
        dynamodb.create_table(**_table_request(name, table))
        if table.ttl:
            specification = {"Enabled": True, "AttributeName": table.ttl}
            dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)  # type: ignore[arg-type]


def create_bucket(s3: S3Client) -> None:
    """Creates the bucket, versioned as on AWS."""
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})


def create_webhook_queue(sqs: SQSClient, retry_after_seconds: int) -> str:
    """Makes the queue with its dead-letter queue and returns its URL."""
    sqs.create_queue(QueueName=WEBHOOK_DEAD_LETTERS)
    dead = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{WEBHOOK_DEAD_LETTERS}"
    redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": WEBHOOK_ATTEMPTS})
    attributes = {"VisibilityTimeout": str(retry_after_seconds), "RedrivePolicy": redrive}
    return sqs.create_queue(QueueName=WEBHOOK_QUEUE, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]


def create_state_machine(sfn: SFNClient, definition: str, functions: Iterable[Function]) -> None:
    """Creates the state machine from the text that both hosts use, with its placeholders filled in."""
    values = {function.name: function_arn(function) for function in functions}
    values |= {"Cluster": CLUSTER, "ComposeTask": COMPOSE_TASK, **_NO_NETWORK}
    sfn.create_state_machine(
        name=resources.STATE_MACHINE_NAME, roleArn=_ROLE, definition=substitute(definition, values)
    )


def substitute(definition: str, values: Mapping[str, str]) -> str:
    """Fills in `${Name}`; KeyError names a placeholder without a value."""
    return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], definition)


def definition_text() -> str:
    """The state machine's text, from the checkout or the installed package."""
    root = Path(str(files("functions"))).parent
    return (root / resources.STATE_MACHINE).read_text(encoding="utf-8")


def _table_request(name: str, table: Table) -> dict[str, Any]:
    keys = _keys(table.partition, sort=table.sort)
    attributes = {key["AttributeName"] for key in keys}
    indexes = []
    for index in table.indexes:
        index_keys = _keys(*index.partition, sort=index.sort)
        names = {key["AttributeName"] for key in index_keys}
        attributes |= names
        included = [name for name in index.attributes if name not in names | {table.partition, table.sort}]
        projection = (
            {"ProjectionType": "INCLUDE", "NonKeyAttributes": included} if included else {"ProjectionType": "ALL"}
        )
        indexes.append({"IndexName": index.name, "KeySchema": index_keys, "Projection": projection})
    types = [
        {"AttributeName": name, "AttributeType": "N" if name in table.numbers else "S"} for name in sorted(attributes)
    ]
    request: dict[str, Any] = {"TableName": name, "KeySchema": keys, "AttributeDefinitions": types}
    request |= {"GlobalSecondaryIndexes": indexes} if indexes else {}
    request |= {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}} if table.stream else {}
    return {**request, "BillingMode": "PAY_PER_REQUEST"}


def _keys(*partition: str, sort: str | None) -> list[dict[str, str]]:
    keys = [{"AttributeName": name, "KeyType": "HASH"} for name in partition]
    return keys + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])
