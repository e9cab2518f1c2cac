"""The role with which GitHub Actions deploys an environment: no key is kept anywhere, GitHub signs who asks."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.environments import Environment

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"

_BOOTSTRAP_QUALIFIER = "hnb659fds"
"""Of the roles that `cdk bootstrap` makes, unless somebody chose another."""

_ROLES_TO_DEPLOY = ("deploy", "file-publishing", "image-publishing", "lookup")
_ROLES_TO_COMPARE = ("lookup",)


class DeployRoleStack(cdk.Stack):
    """Two roles for one repository, deployed once by a person.

    `deploy` may be taken by jobs of the GitHub environment of the same name (dev, prod): who may approve them is set
    there. `compare` may be taken by jobs of `prod-diff` and the like, and only reads. Both can do nothing but take the
    roles that `cdk bootstrap` made. AWS knows a provider once for each account: where there is one, it is named.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        description = f"Omnigen {environment.name}: who may deploy it"
        super().__init__(scope, construct_id, description=description)
        known = environment.github_provider_arn
        provider = (
            known
            or iam.OidcProviderNative(self, "GitHub", url=f"https://{ISSUER}", client_ids=[AUDIENCE]).oidc_provider_arn
        )
        subject = f"repo:{environment.github_repository}:environment:{environment.name}"
        for name, asks, roles in (
            ("Deploy", subject, _ROLES_TO_DEPLOY),
            ("Compare", f"{subject}-diff", _ROLES_TO_COMPARE),
        ):
            role = iam.Role(
                self,
                name,
                role_name=f"{environment.prefix}-{name.lower()}",
                description=f"Taken by GitHub Actions: {asks}",
                max_session_duration=cdk.Duration.hours(1),
                assumed_by=iam.WebIdentityPrincipal(
                    provider, {"StringEquals": {f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": asks}}
                ),
            )
            resources = [self._bootstrap_role(one) for one in roles]
            role.add_to_policy(iam.PolicyStatement(actions=["sts:AssumeRole"], resources=resources))
            cdk.CfnOutput(self, f"{name}RoleArn", value=role.role_arn)

    def _bootstrap_role(self, name: str) -> str:
        role = f"cdk-{_BOOTSTRAP_QUALIFIER}-{name}-role-{self.account}-{self.region}"
        return f"arn:{self.partition}:iam::{self.account}:role/{role}"
