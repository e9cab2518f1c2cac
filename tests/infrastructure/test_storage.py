"""What is kept, for how long, and that the laptop keeps it in the same shape."""

from __future__ import annotations

from itertools import chain
from typing import Any

import aws_cdk as cdk
from aws_cdk.assertions import Template
from omnigen.deployment.resources import TABLES, table_name

from infra.environments import CLOUDFRONT_ORIGINS, ENVIRONMENTS
from infra.environments import Environment as Settings
from infra.storage import WITHOUT_INDEX, Storage
from local.emulator.resources import _table_request
from tests.infrastructure.templates import Environment


def test_tables_have_the_schema_that_the_laptop_uses(dev: Environment) -> None:
    deployed = {
        table.properties["TableName"]: dev.resolved(table) for table in dev.resources("AWS::DynamoDB::GlobalTable")
    }
    assert set(deployed) == {table_name("dev", table) for table in TABLES}
    for table in TABLES:
        name = table_name("dev", table)
        assert _comparable(deployed[name]) == _comparable(_table_request(name, table))
        assert deployed[name].get("TimeToLiveSpecification", {}).get("AttributeName") == table.ttl


def test_an_index_can_be_left_to_the_next_deployment() -> None:
    """CloudFormation adds one index to a table at a time."""
    stack = cdk.Stack(cdk.App(context={WITHOUT_INDEX: "OpenJobsIndex"}))
    Storage(stack, "Storage", environment=ENVIRONMENTS[0])
    tables = Template.from_stack(stack).find_resources("AWS::DynamoDB::GlobalTable")
    indexes = [table["Properties"].get("GlobalSecondaryIndexes", []) for table in tables.values()]
    names = {index["IndexName"] for index in chain.from_iterable(indexes)}
    assert names == {"UserJobsIndex", "UserStatusIndex", "UserProjectsIndex"}


def _comparable(request: dict[str, Any]) -> dict[str, Any]:
    indexes = {
        index["IndexName"]: (
            index["KeySchema"],
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", [])),
        )
        for index in request.get("GlobalSecondaryIndexes", [])
    }
    types = {entry["AttributeName"]: entry["AttributeType"] for entry in request["AttributeDefinitions"]}
    stream = request.get("StreamSpecification", {}).get("StreamViewType")
    return {
        "keys": request["KeySchema"],
        "types": types,
        "indexes": indexes,
        "stream": stream,
        "billing": request["BillingMode"],
    }


def test_names_are_bare_in_prod_only(dev: Environment, prod: Environment) -> None:
    names = {table.properties["TableName"] for table in prod.resources("AWS::DynamoDB::GlobalTable")}
    tables = {"jobs", "usage", "slots", "projects", "user-assets", "brands", "idempotency"}
    assert names == {f"omnigen-{table}" for table in tables}
    assert {dev.name(secret) for secret in dev.resources("AWS::SecretsManager::Secret")} == {
        "omnigen-dev/openai-api-key",
        "omnigen-dev/replicate-api-key",
        "omnigen-dev/webhook-signing-key",
    }


def test_every_table_can_be_restored_to_a_point_in_time(environment: Environment) -> None:
    for table in environment.resources("AWS::DynamoDB::GlobalTable"):
        [replica] = table.properties["Replicas"]
        assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_prod_keeps_what_holds_state_and_dev_removes_it(dev: Environment, prod: Environment) -> None:
    """A creation that fails keeps nothing: the next one would find every name taken."""
    stateful = (
        "AWS::DynamoDB::GlobalTable",
        "AWS::S3::Bucket",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
    )
    for type_ in stateful:
        kept = [resource.body for resource in prod.resources(type_, "Data")]
        assert {(body["DeletionPolicy"], body["UpdateReplacePolicy"]) for body in kept} == {
            ("RetainExceptOnCreate", "Retain")
        }
        assert {resource.body["DeletionPolicy"] for resource in dev.resources(type_, "Data")} == {"Delete"}


def test_videos_grow_cold_stay_readable_and_go_with_their_record(environment: Environment) -> None:
    rules = {rule["Id"]: rule for rule in _bucket(environment)["LifecycleConfiguration"]["Rules"]}
    steps = [(step["TransitionInDays"], step["StorageClass"]) for step in rules["age"]["Transitions"]]
    assert steps == [(30, "STANDARD_IA"), (90, "GLACIER_IR")]
    assert "ExpirationInDays" not in rules["age"]
    assert rules["age"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert rules["uploads"]["ExpirationInDays"] == 14
    assert rules["uploads"]["TagFilters"] == [{"Key": "kind", "Value": "upload"}]
    assert rules["unfinished-uploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_assets_are_private_versioned_encrypted_and_travel_over_tls_only(environment: Environment) -> None:
    bucket = _bucket(environment)
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "BucketEncryption" in bucket
    policy = environment.resolved(environment.only("AWS::S3::BucketPolicy", "Data"))["PolicyDocument"]["Statement"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [statement.get("Condition") for statement in policy]


def test_the_deployed_page_may_upload_from_the_first_deployment_on(dev: Environment, prod: Environment) -> None:
    """CloudFront chooses the page's address after the bucket is made, so the bucket takes any of CloudFront's."""
    rules = {
        name: _bucket(place)["CorsConfiguration"]["CorsRules"][0] for name, place in (("dev", dev), ("prod", prod))
    }
    assert {frozenset(rule["AllowedMethods"]) for rule in rules.values()} == {frozenset({"GET", "HEAD", "POST"})}
    assert rules["prod"]["AllowedOrigins"] == [CLOUDFRONT_ORIGINS]
    laptop = set(rules["dev"]["AllowedOrigins"]) - {CLOUDFRONT_ORIGINS}
    assert all(origin.startswith("http://localhost") or "127.0.0.1" in origin for origin in laptop)


def test_a_page_with_a_domain_of_its_own_is_the_only_one_that_may_upload() -> None:
    arn = "arn:aws:acm:us-east-1:111122223333:certificate/1"
    place = Settings(name="own", domain_name="ads.example.com", certificate_arn=arn)
    assert place.bucket_origins == ("https://ads.example.com",)


def test_without_a_website_and_other_pages_no_browser_reaches_the_bucket(trial: Environment) -> None:
    assert "CorsConfiguration" not in _bucket(trial)


def test_vendor_keys_are_born_without_a_value(environment: Environment) -> None:
    for secret in environment.resources("AWS::SecretsManager::Secret"):
        vendor = "api-key" in environment.name(secret)
        assert ("GenerateSecretString" in secret.properties) is not vendor
        assert "SecretString" not in secret.properties


def _bucket(environment: Environment) -> Any:
    return environment.resolved(environment.only("AWS::S3::Bucket", "Data"))


def test_aws_backup_copies_tables_and_files_where_it_is_asked_to(prod: Environment, trial: Environment) -> None:
    assert not prod.resources("AWS::Backup::BackupPlan")
    plan = trial.only("AWS::Backup::BackupPlan").properties["BackupPlan"]
    [rule] = plan["BackupPlanRule"]
    assert rule["Lifecycle"]["DeleteAfterDays"] == 90
    chosen = trial.only("AWS::Backup::BackupSelection").properties["BackupSelection"]["Resources"]
    assert len(chosen) == len(TABLES) + 1
