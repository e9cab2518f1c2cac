"""Reads synthesised templates: finds resources, and works out what intrinsic functions come to once deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = "123456789012"
REGION = "us-east-1"

_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::NoValue": None,
}
_NAMES = {
    "AWS::DynamoDB::GlobalTable": "TableName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::ECS::TaskDefinition": "Family",
}
_ARNS = {
    "AWS::DynamoDB::GlobalTable": "dynamodb:{region}:{account}:table/{name}",
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:{name}",
    "AWS::Lambda::LayerVersion": "lambda:{region}:{account}:layer:{name}:1",
    "AWS::Logs::LogGroup": "logs:{region}:{account}:log-group:{name}:*",
    "AWS::StepFunctions::StateMachine": "states:{region}:{account}:stateMachine:{name}",
    "AWS::ECS::Cluster": "ecs:{region}:{account}:cluster/{name}",
    "AWS::ECS::TaskDefinition": "ecs:{region}:{account}:task-definition/{name}:1",
    "AWS::SecretsManager::Secret": "secretsmanager:{region}:{account}:secret:{name}-AbCdEf",
    "AWS::KMS::Key": "kms:{region}:{account}:key/{name}",
    "AWS::IAM::Role": "iam::{account}:role/{name}",
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::Cognito::UserPool": "cognito-idp:{region}:{account}:userpool/{name}",
    "AWS::Events::Rule": "events:{region}:{account}:rule/{name}",
}
_REF_IS_ARN = frozenset(
    {
        "AWS::StepFunctions::StateMachine",
        "AWS::ECS::TaskDefinition",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::Lambda::LayerVersion",
    }
)
"""Types of which `Ref` gives the ARN; of the others it gives the name."""


@dataclass(frozen=True)
class Resource:
    """One resource of a template, with its own words still unresolved."""

    stack: str
    id: str
    type: str
    body: Mapping[str, Any]

    @property
    def properties(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.body.get("Properties", {})
        return found

    @property
    def path(self) -> str:
        """Where it is in the tree of constructs."""
        return str(self.body.get("Metadata", {}).get("aws:cdk:path", self.id))


class Environment:
    """The two templates of one environment."""

    def __init__(self, templates: Mapping[str, Mapping[str, Any]], files: Mapping[str, Path]) -> None:
        self.templates = templates
        self.files = files
        self._resources = {
            (stack, id_): Resource(stack, id_, body["Type"], body)
            for stack, template in templates.items()
            for id_, body in template["Resources"].items()
        }
        self._exports = {
            output["Export"]["Name"]: (stack, output["Value"])
            for stack, template in templates.items()
            for output in template.get("Outputs", {}).values()
            if "Export" in output
        }

    def resources(self, type_: str | None = None, stack: str | None = None) -> list[Resource]:
        """All resources, or those of a type, or of a stack."""
        return [
            resource
            for (where, _), resource in self._resources.items()
            if type_ in (None, resource.type) and stack in (None, where)
        ]

    def only(self, type_: str, stack: str | None = None) -> Resource:
        """The one resource of its type."""
        [found] = self.resources(type_, stack)
        return found

    def starting(self, type_: str, start: str) -> Resource:
        """The one resource of its type whose logical id begins so."""
        [found] = [resource for resource in self.resources(type_) if resource.id.startswith(start)]
        return found

    def resolved(self, resource: Resource) -> Any:
        """Its properties as CloudFormation would send them."""
        return self.resolve(resource.properties, resource.stack)

    def name(self, resource: Resource) -> str:
        """The physical name, or one such as CloudFormation would make up."""
        given = resource.properties.get(_NAMES.get(resource.type, ""))
        return str(given) if isinstance(given, str) else f"{resource.stack}-{resource.id}".lower()

    def arn(self, resource: Resource) -> str:
        """Its ARN."""
        text = _ARNS[resource.type].format(region=REGION, account=ACCOUNT, name=self.name(resource))
        return f"arn:aws:{text}"

    def resolve(self, value: Any, stack: str) -> Any:
        """A value with its intrinsic functions worked out; KeyError for one that is not known here."""
        if isinstance(value, list):
            return [self.resolve(part, stack) for part in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1 and (name := next(iter(value))) in {"Ref", "Condition"} | _FUNCTIONS:
            return self._call(name, value[name], stack)
        return {key: self.resolve(part, stack) for key, part in value.items()}

    def _call(self, name: str, argument: Any, stack: str) -> Any:
        if name == "Ref":
            return _PSEUDO[argument] if argument in _PSEUDO else self._ref(self._resources[stack, argument])
        if name == "Fn::GetAtt":
            return self._attribute(self._resources[stack, argument[0]], argument[1])
        if name == "Fn::ImportValue":
            where, exported = self._exports[argument]
            return self.resolve(exported, where)
        parts = self.resolve(argument, stack)
        if name == "Fn::Join":
            return parts[0].join(map(str, parts[1]))
        if name == "Fn::Split":
            return parts[1].split(parts[0])
        if name == "Fn::Select":
            return parts[1][int(parts[0])]
        if name == "Fn::GetAZs":
            return [f"{REGION}a", f"{REGION}b"]
        return _substitute(parts)

    def _ref(self, resource: Resource) -> str:
        if resource.type == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{self.name(resource)}"
        return self.arn(resource) if resource.type in _REF_IS_ARN else self.name(resource)

    def _attribute(self, resource: Resource, attribute: str) -> str:
        if attribute in {"Arn", "TopicArn", "LayerVersionArn"}:
            return self.arn(resource)
        if attribute == "StreamArn":
            return f"{self.arn(resource)}/stream/2026-01-01T00:00:00.000"
        if attribute == "ApiEndpoint":
            return f"https://{self.name(resource)}.execute-api.{REGION}.amazonaws.com"
        return f"{self.name(resource)}.{attribute}"


_FUNCTIONS = {
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
}


def read_environment(folder: Path) -> Environment:
    """The templates in an assembly's folder, by the name of their stack: Data, App and DeployRole."""
    stacks = ("Data", "DeployRole", "App")
    files = {next(one for one in stacks if one in path.name): path for path in sorted(folder.glob("*.template.json"))}
    return Environment({name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}, files)


def statements(environment: Environment, role: Resource) -> Iterator[Mapping[str, Any]]:
    """What a role may do: the statements of the policies attached to it, resolved."""
    for policy in environment.resources("AWS::IAM::Policy"):
        if {"Ref": role.id} in policy.properties["Roles"]:
            yield from environment.resolved(policy)["PolicyDocument"]["Statement"]


def listed(value: Any) -> list[str]:
    """IAM writes one thing as itself and several as a list."""
    return [value] if isinstance(value, str) else list(value)


def _substitute(text: str) -> str:
    for name, value in _PSEUDO.items():
        text = text.replace(f"${{{name}}}", str(value))
    return text
