"""Storage: the tables of the deployment manifest, and the assets bucket."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct
from omnigen.aws.object_store import UPLOAD_TAG
from omnigen.deployment.resources import (
    KEEP_UPLOAD_DAYS,
    KEEP_VIDEO_DAYS,
    OLD_VERSION_DAYS,
    TABLES,
    UPLOAD_INCOMPLETE_DAYS,
    Index,
    Table,
    table_name,
)
from omnigen.domain.storage_keys import ALL_ASSETS, ALL_USERS

from infra.environments import Environment

WITHOUT_INDEX = "without_index"
"""Context of the CDK that names an index to leave out: CloudFormation adds one to a table in each deployment."""

_INFREQUENT_AFTER_DAYS = 30
_ARCHIVE_AFTER_DAYS = 90


class Storage(Construct):
    """`tables` by their names in the manifest, and `assets`."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.tables = {table.name: self._table(table, environment) for table in TABLES}
        self.assets = self._assets(environment)

    def _table(self, table: Table, environment: Environment) -> dynamodb.TableV2:
        left_out = self.node.try_get_context(WITHOUT_INDEX)
        return dynamodb.TableV2(
            self,
            "".join(part.capitalize() for part in table.name.split("-")),
            table_name=table_name(environment.name, table),
            partition_key=_attribute(table, table.partition),
            sort_key=_attribute(table, table.sort) if table.sort else None,
            global_secondary_indexes=[_index(table, index) for index in table.indexes if index.name != left_out],
            time_to_live_attribute=table.ttl,
            dynamo_stream=dynamodb.StreamViewType.OLD_IMAGE if table.stream else None,
            billing=dynamodb.Billing.on_demand(),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=environment.keeps_data,
            removal_policy=environment.removal_policy,
        )

    def _assets(self, environment: Environment) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Assets",
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=list(_lifecycle()),
            cors=_cors(environment.bucket_origins),
            removal_policy=environment.removal_policy,
            auto_delete_objects=not environment.keeps_data,
        )


def _attribute(table: Table, name: str) -> dynamodb.Attribute:
    kind = dynamodb.AttributeType.NUMBER if name in table.numbers else dynamodb.AttributeType.STRING
    return dynamodb.Attribute(name=name, type=kind)


def _index(table: Table, index: Index) -> dynamodb.GlobalSecondaryIndexPropsV2:
    """Keys are in every index, so the list of what it carries besides may not name them."""
    keys = (table.partition, table.sort, *index.partition, index.sort)
    carried = [name for name in index.attributes if name not in keys]
    partition = [_attribute(table, name) for name in index.partition]
    return dynamodb.GlobalSecondaryIndexPropsV2(
        index_name=index.name,
        partition_key=partition[0] if len(partition) == 1 else None,
        partition_keys=partition if len(partition) > 1 else None,
        sort_key=_attribute(table, index.sort),
        projection_type=dynamodb.ProjectionType.INCLUDE if carried else dynamodb.ProjectionType.ALL,
        non_key_attributes=carried or None,
    )


def _lifecycle() -> Sequence[s3.LifecycleRule]:
    """Glacier here is Instant Retrieval: what lies in the other kinds cannot be read through a presigned URL."""
    return (
        s3.LifecycleRule(
            id="age",
            prefix=ALL_USERS,
            transitions=[
                s3.Transition(
                    storage_class=s3.StorageClass.INFREQUENT_ACCESS,
                    transition_after=cdk.Duration.days(_INFREQUENT_AFTER_DAYS),
                ),
                s3.Transition(
                    storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
                    transition_after=cdk.Duration.days(_ARCHIVE_AFTER_DAYS),
                ),
            ],
            expiration=cdk.Duration.days(KEEP_VIDEO_DAYS),
            noncurrent_version_expiration=cdk.Duration.days(OLD_VERSION_DAYS),
        ),
        s3.LifecycleRule(
            id="deleted-assets",
            prefix=ALL_ASSETS,
            noncurrent_version_expiration=cdk.Duration.days(OLD_VERSION_DAYS),
        ),
        s3.LifecycleRule(
            id="uploads",
            tag_filters=dict([UPLOAD_TAG]),
            expiration=cdk.Duration.days(KEEP_UPLOAD_DAYS),
            noncurrent_version_expiration=cdk.Duration.days(1),
        ),
        s3.LifecycleRule(
            id="unfinished-uploads",
            abort_incomplete_multipart_upload_after=cdk.Duration.days(UPLOAD_INCOMPLETE_DAYS),
        ),
        s3.LifecycleRule(id="delete-markers", expired_object_delete_marker=True),
    )


def _cors(origins: Sequence[str]) -> Sequence[s3.CorsRule] | None:
    """Presigned GET and HEAD, and the presigned POST of an upload, from the page's origins only."""
    if not origins:
        return None
    return [
        s3.CorsRule(
            allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.POST],
            allowed_origins=list(origins),
            allowed_headers=["*"],
            exposed_headers=["ETag"],
            max_age=3_600,
        )
    ]
