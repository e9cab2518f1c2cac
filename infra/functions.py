"""One Lambda function for each entry of the deployment manifest, with a role made from its row of needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct
from omnigen.deployment.resources import API, AUTHORIZER, FUNCTIONS, WEBHOOK_QUEUE_VARIABLE, Function

from infra import ROOT
from infra.environments import Environment
from infra.function_permissions import FunctionPermissions, needs_of
from infra.layers import ARCHITECTURE, RUNTIME, Layers
from infra.naming import function_name
from infra.policy_statements import PolicyStatements, writes_logs
from infra.secrets import Secret, secret_name

LOG_RETENTION = logs.RetentionDays.ONE_WEEK

_SECRET_VARIABLES: Mapping[Secret, str] = {
    "openai-api-key": "OPENAI_API_KEY_SECRET",
    "replicate-api-key": "REPLICATE_API_TOKEN_SECRET",
    "webhook-signing-key": "WEBHOOK_SECRET_NAME",
}


class Functions(Construct):
    """`by_name` holds every Lambda function by its name in the manifest, the API's and its authorizer's included."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        permissions: PolicyStatements,
        variables: Mapping[str, str],
        webhooks: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._environment = environment
        self._permissions = permissions
        self._variables = variables
        self._webhooks = webhooks
        self._layers = Layers(self, "Layers")
        self.by_name = {function.name: self._function(function) for function in (*FUNCTIONS, API, AUTHORIZER)}

    def _function(self, function: Function) -> aws_lambda.Function:
        needs = needs_of(function.name, offline=self._environment.providers == "offline")
        name = function_name(self._environment, function)
        log_group = logs.LogGroup(
            self,
            f"{function.name}Logs",
            log_group_name=f"/aws/lambda/{name}",
            retention=LOG_RETENTION,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        return aws_lambda.Function(
            self,
            function.name,
            function_name=name,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            handler=function.handler,
            code=_code(function),
            layers=self._layers.of(function),
            memory_size=function.memory_mb,
            reserved_concurrent_executions=self._environment.api_concurrency if function == API else None,
            timeout=cdk.Duration.seconds(function.timeout_seconds),
            environment=self._told(function, needs),
            role=self._role(function, needs, log_group),
            tracing=aws_lambda.Tracing.ACTIVE,
            logging_format=aws_lambda.LoggingFormat.JSON,
            system_log_level_v2=aws_lambda.SystemLogLevel.WARN,
            log_group=log_group,
        )

    def _role(self, function: Function, needs: FunctionPermissions, log_group: logs.ILogGroup) -> iam.Role:
        role = iam.Role(self, f"{function.name}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        for statement in (writes_logs(log_group), *self._permissions.statements(needs)):
            role.add_to_policy(statement)
        return role

    def _told(self, function: Function, needs: FunctionPermissions) -> dict[str, str]:
        """Environment variables for the queue and the secrets that the function may use, and for no others."""
        queue = {WEBHOOK_QUEUE_VARIABLE: self._webhooks.queue_url} if "webhooks" in needs else {}
        secrets = {
            variable: secret_name(self._environment, secret)
            for secret, variable in _SECRET_VARIABLES.items()
            if secret in needs
        }
        return {**self._variables, **queue, **secrets, "POWERTOOLS_SERVICE_NAME": function.name}


def _code(function: Function) -> aws_lambda.Code:
    """The function's own module under its own import path; a package with all that is in it.

    Stages do not import one another, so a change of one deploys one.
    """
    path = PurePosixPath(*function.module.split("."))
    package = path.parent if path.name == "handler" else None
    own = [f"!{package}", f"!{package}/**"] if package else [f"!{path}.py"]
    return aws_lambda.Code.from_asset(
        str(ROOT),
        ignore_mode=cdk.IgnoreMode.GIT,
        exclude=["/*", "!/functions", "/functions/*", "!/functions/__init__.py", *own, "**/__pycache__"],
    )
