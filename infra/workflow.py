"""The state machine: the definition both hosts use, with its placeholders filled in, and its role."""

from __future__ import annotations

import re

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct
from omnigen.deployment.resources import STATE_MACHINE

from infra import ROOT
from infra.composition import Composition
from infra.environments import Environment
from infra.functions import LOG_RETENTION, Functions
from infra.naming import state_machine_name
from infra.network import Network


class WorkflowConstruct(Construct):
    """`machine`. Its log has errors only and no execution data: prompts stay out of logs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        functions: Functions,
        composition: Composition,
        network: Network,
    ) -> None:
        super().__init__(scope, construct_id)
        definition = (ROOT / STATE_MACHINE).read_text(encoding="utf-8")
        if environment.compose_on_spot and '"LaunchType"' in definition:
            raise ValueError("The state machine names a launch type, which overrides Spot; remove it there")
        called = {name: made for name, made in functions.by_name.items() if f"${{{name}}}" in definition}
        values = {name: made.function_arn for name, made in called.items()} | {
            "Cluster": composition.cluster.cluster_arn,
            "ComposeTask": composition.task.family,
            "SubnetIds": network.subnet_ids,
            "SecurityGroup": network.tasks.security_group_id,
        }
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=state_machine_name(environment),
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions=_exactly(values, definition),
            role=self._role([made.function_arn for made in called.values()], composition),
            tracing_enabled=True,
            logs=sfn.LogOptions(
                destination=self._log_group(environment), level=sfn.LogLevel.ERROR, include_execution_data=False
            ),
        )

    def _role(self, function_arns: list[str], composition: Composition) -> iam.Role:
        ours = {"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}}
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com", conditions=ours))
        role.add_to_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=function_arns))
        for statement in composition.run_statements():
            role.add_to_policy(statement)
        return role

    def _log_group(self, environment: Environment) -> logs.LogGroup:
        """Under `vendedlogs`: names elsewhere make the account's log resource policy grow until it is refused."""
        return logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/vendedlogs/states/{state_machine_name(environment)}",
            retention=LOG_RETENTION,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )


def _exactly(values: dict[str, str], definition: str) -> dict[str, str]:
    """The values, if they are exactly the definition's placeholders; ValueError otherwise."""
    wanted = set(re.findall(r"\$\{(\w+)\}", definition))
    if wanted != set(values):
        raise ValueError(f"{STATE_MACHINE} and what fills it in differ: {sorted(wanted ^ set(values))}")
    return values
