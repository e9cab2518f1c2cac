"""The Fargate task that makes the finished video: cluster, task definition, container."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct
from omnigen.deployment.resources import COMPOSE_CONTAINER

from infra.composition_image import composition_image
from infra.environments import Environment
from infra.function_permissions import COMPOSE_NEEDS
from infra.functions import LOG_RETENTION
from infra.network import Network
from infra.policy_statements import PolicyStatements

LIMIT_VARIABLES = frozenset(
    {"OMNIGEN_RENDER_SLOTS", "OMNIGEN_RENDER_SLOTS_PER_USER", "OMNIGEN_COMPOSITIONS", "OMNIGEN_MONTHLY_USD"}
)
"""Settings that only functions read."""

_SCRATCH_GIB = 50
_STOP_SECONDS = 30
"""Nothing is saved at the end: with an init process in front of it, the program dies of SIGTERM at once."""


class Composition(Construct):
    """`cluster` and `task`; the state machine runs the one on the other and passes the job's id as the command.

    The state machine names the task's family, not a revision: a deployment removes the revision before, and an
    execution that waits at a gate asks for its task under the definition it began with.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        network: Network,
        permissions: PolicyStatements,
        variables: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        on_x86 = environment.compose_on_x86
        self.cluster = self._cluster(environment, network)
        self.task = ecs.FargateTaskDefinition(
            self,
            "Task",
            family=f"{environment.prefix}-compose",
            cpu=environment.compose_cpu_units,
            memory_limit_mib=environment.compose_memory_mib,
            ephemeral_storage_gib=_SCRATCH_GIB,
            runtime_platform=ecs.RuntimePlatform(
                cpu_architecture=ecs.CpuArchitecture.X86_64 if on_x86 else ecs.CpuArchitecture.ARM64,
                operating_system_family=ecs.OperatingSystemFamily.LINUX,
            ),
        )
        self._container(environment, variables)
        for statement in permissions.statements(COMPOSE_NEEDS):
            self.task.add_to_task_role_policy(statement)

    @property
    def role_arns(self) -> list[str]:
        """The roles that whoever runs the task must be allowed to pass on."""
        return [self.task.task_role.role_arn, self.task.obtain_execution_role().role_arn]

    def run_statements(self) -> list[iam.PolicyStatement]:
        """What the state machine needs for `ecs:runTask.sync`; CDK grants nothing for a machine made from text.

        From "IAM policies for Amazon ECS" in the Step Functions guide, narrowed to this cluster. The rule is the
        one with which Step Functions itself learns that a task has ended.
        """
        stack = cdk.Stack.of(self)
        definition = stack.format_arn(service="ecs", resource="task-definition", resource_name=f"{self.task.family}:*")
        tasks = stack.format_arn(service="ecs", resource="task", resource_name=f"{self.cluster.cluster_name}/*")
        rule = stack.format_arn(service="events", resource="rule", resource_name="StepFunctionsGetEventsForECSTaskRule")
        on_cluster = {"ArnEquals": {"ecs:cluster": self.cluster.cluster_arn}}
        to_tasks = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        return [
            iam.PolicyStatement(actions=["ecs:RunTask"], resources=[definition], conditions=on_cluster),
            iam.PolicyStatement(actions=["ecs:StopTask", "ecs:DescribeTasks"], resources=[tasks]),
            iam.PolicyStatement(
                actions=["events:PutTargets", "events:PutRule", "events:DescribeRule"], resources=[rule]
            ),
            iam.PolicyStatement(actions=["iam:PassRole"], resources=self.role_arns, conditions=to_tasks),
        ]

    def _cluster(self, environment: Environment, network: Network) -> ecs.Cluster:
        cluster = ecs.Cluster(
            self,
            "Cluster",
            cluster_name=environment.prefix,
            vpc=network.vpc,
            container_insights_v2=ecs.ContainerInsights.ENABLED,
            enable_fargate_capacity_providers=True,
        )
        provider = "FARGATE_SPOT" if environment.compose_on_spot else "FARGATE"
        cluster.add_default_capacity_provider_strategy(
            [ecs.CapacityProviderStrategy(capacity_provider=provider, weight=1)]
        )
        return cluster

    def _container(self, environment: Environment, variables: Mapping[str, str]) -> None:
        group = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/ecs/{environment.prefix}-compose",
            retention=LOG_RETENTION,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        region = cdk.Stack.of(self).region
        container = self.task.add_container(
            COMPOSE_CONTAINER,
            image=composition_image(self, environment),
            logging=ecs.LogDrivers.aws_logs(stream_prefix=COMPOSE_CONTAINER, log_group=group),
            environment={**_read_by_task(variables), "AWS_REGION": region, "AWS_DEFAULT_REGION": region},
            readonly_root_filesystem=True,
            stop_timeout=cdk.Duration.seconds(_STOP_SECONDS),
            linux_parameters=ecs.LinuxParameters(self, "Init", init_process_enabled=True),
        )
        self.task.add_volume(name="scratch")
        container.add_mount_points(ecs.MountPoint(container_path="/tmp", source_volume="scratch", read_only=False))  # noqa: S108 - in the container


def _read_by_task(variables: Mapping[str, str]) -> dict[str, str]:
    """Without the limits of jobs and users, so that a change of them leaves the task definition as it is."""
    return {name: value for name, value in variables.items() if name not in LIMIT_VARIABLES}
