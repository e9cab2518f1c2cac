"""Backups kept by AWS Backup, apart from the tables' own: for longer than 35 days, and of the files too."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.environments import Environment

_AT_NIGHT_UTC = events.Schedule.cron(hour="3", minute="0")
_S3_POLICIES = ("AWSBackupServiceRolePolicyForS3Backup", "AWSBackupServiceRolePolicyForS3Restore")


class Backups(Construct):
    """A vault, and a plan that copies tables and bucket into it once a day."""

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, days: int, arns: Sequence[str]
    ) -> None:
        super().__init__(scope, construct_id)
        vault = backup.BackupVault(
            self, "Vault", backup_vault_name=environment.prefix, removal_policy=environment.removal_policy
        )
        rule = backup.BackupPlanRule(
            backup_vault=vault, schedule_expression=_AT_NIGHT_UTC, delete_after=cdk.Duration.days(days)
        )
        plan = backup.BackupPlan(self, "Plan", backup_plan_name=environment.prefix, backup_plan_rules=[rule])
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in _S3_POLICIES],
        )
        plan.add_selection(
            "Stateful",
            resources=[backup.BackupResource.from_arn(arn) for arn in arns],
            role=role,
            allow_restores=True,
        )
