"""IAM policy statements from needs. They are explicit because CDK's `grant_…` methods add wildcards."""

from __future__ import annotations

from collections.abc import Iterator

from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct
from omnigen.domain.storage_keys import ALL_OFFLINE_ORDERS

from infra.environments import Environment
from infra.function_permissions import FunctionPermissions, Target, actions
from infra.naming import executions_arn, state_machine_arn
from infra.secrets import VendorSecrets
from infra.signing import VideoSigning
from infra.storage import Storage


class PolicyStatements(Construct):
    """The ARN of every target that a function may need."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        storage: Storage,
        vendor_secrets: VendorSecrets,
        video_signing: VideoSigning,
        webhooks: sqs.IQueue,
        people: cognito.IUserPool,
    ) -> None:
        super().__init__(scope, construct_id)
        self._arns: dict[Target, str] = {
            "jobs": storage.tables["jobs"].table_arn,
            "jobs/UserJobsIndex": f"{storage.tables['jobs'].table_arn}/index/UserJobsIndex",
            "jobs/UserStatusIndex": f"{storage.tables['jobs'].table_arn}/index/UserStatusIndex",
            "jobs/OpenJobsIndex": f"{storage.tables['jobs'].table_arn}/index/OpenJobsIndex",
            "usage": storage.tables["usage"].table_arn,
            "slots": storage.tables["slots"].table_arn,
            "projects": storage.tables["projects"].table_arn,
            "projects/UserProjectsIndex": f"{storage.tables['projects'].table_arn}/index/UserProjectsIndex",
            "brands": storage.tables["brands"].table_arn,
            "user-assets": storage.tables["user-assets"].table_arn,
            "idempotency": storage.tables["idempotency"].table_arn,
            "assets": storage.assets.bucket_arn,
            "assets/users/*": storage.assets.arn_for_objects("users/*"),
            "assets/assets/*": storage.assets.arn_for_objects("assets/*"),
            "assets/offline/*": storage.assets.arn_for_objects(f"{ALL_OFFLINE_ORDERS}*"),
            "workflow": state_machine_arn(self, environment),
            "executions": executions_arn(self, environment),
            "people": people.user_pool_arn,
            "webhooks": webhooks.queue_arn,
            "video-signing-key": video_signing.key.key_arn,
        }
        for secret, arn in vendor_secrets.arns.items():
            self._arns[secret] = arn

    def statements(self, needs: FunctionPermissions) -> Iterator[iam.PolicyStatement]:
        """One statement for each target."""
        for target in sorted(needs):
            yield iam.PolicyStatement(actions=actions(target, needs), resources=[self._arns[target]])


def writes_logs(group: logs.ILogGroup) -> iam.PolicyStatement:
    """Write to this existing log group only: a function that may create groups makes some without retention."""
    return iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.log_group_arn])
