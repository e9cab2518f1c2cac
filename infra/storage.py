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
    OLD_VERSION_DAYS,
    TABLES,
    UPLOAD_INCOMPLETE_DAYS,
    Index,
    Table,
)
from omnigen.domain.storage_keys import ALL_ASSETS, ALL_OFFLINE_ORDERS, ALL_USERS

from infra.environments import Environment
from infra.restored_tables import RestoredTables

WITHOUT_INDEX = "without_index"
"""Context of the CDK that names an index to leave out: CloudFormation adds one to a table in each deployment."""

_INFREQUENT_AFTER_DAYS = 30
_ARCHIVE_AFTER_DAYS = 90
_OFFLINE_ORDER_DAYS = 7


class Storage(Construct):
    """`tables` by their names in the manifest, and `assets`."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.tables = {table.name: self._table(table, environment) for table in TABLES}
        self.assets = self._assets(environment)

    def _table(self, table: Table, environment: Environment) -> dynamodb.ITableV2:
        if environment.restored:
            return self._restored(table, environment, environment.restored)
        left_out = self.node.try_get_context(WITHOUT_INDEX)
        return dynamodb.TableV2(
            self,
            "".join(part.capitalize() for part in table.name.split("-")),
            table_name=environment.table_name(table),
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

    def _restored(self, table: Table, environment: Environment, restored: RestoredTables) -> dynamodb.ITableV2:
        """A table that a restoration made, by its name."""
        name = environment.table_name(table)
        arn = cdk.Stack.of(self).format_arn(service="dynamodb", resource="table", resource_name=name)
        return dynamodb.TableV2.from_table_attributes(
            self,
            "".join(part.capitalize() for part in table.name.split("-")),
            table_arn=arn,
            table_stream_arn=restored.jobs_stream_arn if table.stream else None,
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
            lifecycle_rules=[*_lifecycle(), *_offline_lifecycle(environment)],
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
    """Files of a job are deleted with its record, whose time is counted from its last cut; so none expires by its age.

    Glacier here is Instant Retrieval: what lies in the other kinds cannot be read through a presigned URL.
    """
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


def _offline_lifecycle(environment: Environment) -> Sequence[s3.LifecycleRule]:
    """What the offline vendor keeps is of use while its jobs run."""
    if environment.providers == "live":
        return ()
    return (
        s3.LifecycleRule(
            id="offline-orders",
            prefix=ALL_OFFLINE_ORDERS,
            expiration=cdk.Duration.days(_OFFLINE_ORDER_DAYS),
            noncurrent_version_expiration=cdk.Duration.days(1),
        ),
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
