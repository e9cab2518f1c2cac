"""Tables are restored beside those in use, with all that their manifest says, and a deployment uses them by name."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import boto3
import pytest
from aws_cdk.assertions import Template
from moto import mock_aws
from omnigen.deployment.resources import TABLES
from omnigen.errors import NotFound
from omnigen.runtime.context import open_context
from omnigen.settings import read

from infra.environments import ENVIRONMENTS, Environment
from infra.restore import next_steps, restore
from infra.settings_file import environments, named
from infra.storage import Storage
from local.emulator.resources import _table_request

PROD = ENVIRONMENTS[1]
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
RECORD = json.loads(
    (Path(__file__).parents[1] / "workflow" / "releases" / "02bb2de5" / "completed.json").read_text(encoding="utf-8")
)


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An account with the tables of prod, and one finished job."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        client = boto3.client("dynamodb")
        for table in TABLES:
            client.create_table(**_table_request(PROD.table_name(table), table))
        client.put_item(TableName="omnigen-jobs", Item=RECORD)
        yield client


def _restored(dynamodb: Any) -> Environment:
    return PROD.model_copy(update={"restored": restore(PROD, dynamodb, AT, "-r1", sleep=_never)})


def _never(seconds: float) -> None:
    raise AssertionError(f"nothing is to be waited for, least of all {seconds} s")


def test_a_job_that_was_lost_is_read_from_the_restored_table(dynamodb: Any) -> None:
    environment = _restored(dynamodb)
    job_id = RECORD["job_id"]["S"]
    dynamodb.delete_item(TableName="omnigen-jobs", Key={"job_id": RECORD["job_id"]})
    lost = open_context(read({**PROD.table_variables, "ASSETS_BUCKET": "assets"}))
    found = open_context(read({**environment.table_variables, "ASSETS_BUCKET": "assets"}))
    with pytest.raises(NotFound):
        lost.aws.jobs.get(job_id)
    assert found.aws.jobs.get(job_id).status == "completed"


def test_a_restored_table_has_what_dynamodb_does_not_restore(dynamodb: Any) -> None:
    environment = _restored(dynamodb)
    for table in TABLES:
        name = environment.table_name(table)
        assert name == f"{PROD.table_name(table)}-r1"
        described = dynamodb.describe_table(TableName=name)["Table"]
        assert described["DeletionProtectionEnabled"] is True
        assert bool(described.get("LatestStreamArn")) is table.stream
        ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        assert ttl.get("AttributeName") == table.ttl
        backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_restoration_that_was_interrupted_goes_on(dynamodb: Any) -> None:
    first = restore(PROD, dynamodb, AT, "-r1", sleep=_never)
    assert restore(PROD, dynamodb, AT, "-r1", sleep=_never) == first


def test_a_second_restoration_starts_from_the_tables_in_use(dynamodb: Any) -> None:
    again = restore(_restored(dynamodb), dynamodb, AT, "-r2", sleep=_never)
    assert again.suffix == "-r1-r2"


def test_what_is_printed_is_what_the_settings_file_takes(dynamodb: Any, tmp_path: Path) -> None:
    restored = restore(PROD, dynamodb, AT, "-r1", sleep=_never)
    printed = next_steps(PROD, restored)
    file = tmp_path / "deployments.toml"
    file.write_text(printed[printed.index("[prod]") : printed.index("Then,")], encoding="utf-8")
    assert tomllib.loads(file.read_text(encoding="utf-8"))
    assert named("prod", environments(file)).restored == restored


def test_a_deployment_uses_restored_tables_and_makes_none(dynamodb: Any) -> None:
    environment = _restored(dynamodb)
    stack = cdk.Stack(cdk.App(), "Data")
    storage = Storage(stack, "Storage", environment=environment)
    assert storage.tables["jobs"].table_stream_arn == (environment.restored and environment.restored.jobs_stream_arn)
    arn = stack.resolve(storage.tables["usage"].table_arn)
    assert str(arn).endswith(":table/omnigen-usage-r1']]}")
    Template.from_stack(stack).resource_count_is("AWS::DynamoDB::GlobalTable", 0)
