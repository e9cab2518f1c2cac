"""Creates what a synthesised template describes on the emulated AWS: the template is what runs, not a copy of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from local.cloud import LocalCloud
from local.events import schedule_event
from tests.infrastructure.templates import ACCOUNT, REGION, Environment, Resource

_LISTENS = "AWS::Events::Rule"

PLAYED = {
    _LISTENS: "moto sends no events of Step Functions and no ticks: `Deployment` reads the rules and calls the targets",
    "AWS::Lambda::EventSourceMapping": "read from the template when a queue has messages or a record goes",
    "AWS::ECS::TaskDefinition": "its environment is given to the local host's stand-in for Fargate",
    "AWS::IAM::Policy": "checked against what is called, by test_permissions.py",
}
"""Types that do their work here without being created."""

LEFT_OUT = {
    "AWS::ApiGatewayV2::Api": "the page and the API are run by their own suites",
    "AWS::ApiGatewayV2::Authorizer": "see Api",
    "AWS::ApiGatewayV2::Integration": "see Api",
    "AWS::ApiGatewayV2::Route": "see Api",
    "AWS::ApiGatewayV2::Stage": "see Api",
    "AWS::CloudFront::Distribution": "nothing here imitates it; test_page.py reads it",
    "AWS::CloudFront::Function": "run by test_page.py",
    "AWS::CloudFront::OriginAccessControl": "see Distribution",
    "AWS::CloudFront::ResponseHeadersPolicy": "see Distribution",
    "AWS::CloudWatch::Alarm": "watches, does no work",
    "AWS::CloudWatch::Dashboard": "watches, does no work",
    "AWS::Cognito::UserPool": "nobody signs in here",
    "AWS::Cognito::UserPoolClient": "nobody signs in here",
    "AWS::Cognito::UserPoolDomain": "nobody signs in here",
    "AWS::EC2::FlowLog": "the stand-in for Fargate has no network of its own",
    "AWS::EC2::InternetGateway": "see FlowLog",
    "AWS::EC2::Route": "see FlowLog",
    "AWS::EC2::RouteTable": "see FlowLog",
    "AWS::EC2::SecurityGroup": "see FlowLog",
    "AWS::EC2::Subnet": "see FlowLog",
    "AWS::EC2::SubnetRouteTableAssociation": "see FlowLog",
    "AWS::EC2::VPC": "see FlowLog",
    "AWS::EC2::VPCEndpoint": "see FlowLog",
    "AWS::EC2::VPCGatewayAttachment": "see FlowLog",
    "AWS::ECS::Cluster": "the stand-in for Fargate has one cluster",
    "AWS::ECS::ClusterCapacityProviderAssociations": "see Cluster",
    "AWS::Lambda::EventInvokeConfig": "the local host has its own retries",
    "AWS::Lambda::LayerVersion": "this installation is what the layers hold; test_layers.py builds them",
    "AWS::Lambda::Permission": "moto enforces none; test_triggers.py reads them",
    "AWS::Logs::LogGroup": "the local host writes files",
    "AWS::S3::BucketPolicy": "moto enforces none; test_storage.py reads it",
    "AWS::SNS::Topic": "watches, does no work",
    "AWS::SNS::TopicPolicy": "watches, does no work",
    "AWS::SQS::QueuePolicy": "moto enforces none",
    "Custom::CDKBucketDeployment": "publishes the page",
    "Custom::S3AutoDeleteObjects": "runs when the stack is destroyed",
}
"""Types that nobody needs for a job to run, with the reason."""


_OF_TABLES = (
    "TableName",
    "KeySchema",
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "StreamSpecification",
)

Overrides = Callable[[str], Mapping[str, str]]
"""What a caller, by name, is told besides what the template says."""


class Deployment:
    """The resources of one environment on a running emulator."""

    def __init__(
        self, cloud: LocalCloud, environment: Environment, overrides: Callable[[str], Mapping[str, str]]
    ) -> None:
        self._cloud = cloud
        self._environment = environment
        self._overrides = overrides

    def deploy(self) -> None:
        """Create everything in an order that works; KeyError for a type about which nobody has decided."""
        creators = {
            "AWS::DynamoDB::GlobalTable": self._table,
            "AWS::S3::Bucket": self._bucket,
            "AWS::SQS::Queue": self._queue,
            "AWS::SecretsManager::Secret": self._secret,
            "AWS::IAM::Role": self._role,
            "AWS::Lambda::Function": self._function,
            "AWS::StepFunctions::StateMachine": self._state_machine,
        }
        undecided = {r.type for r in self._environment.resources()} - creators.keys() - PLAYED.keys() - LEFT_OUT.keys()
        if undecided:
            raise KeyError(f"Nobody has decided what becomes of {sorted(undecided)}")
        for type_, create in creators.items():
            for resource in self._in_order(type_):
                create(resource, self._environment.resolved(resource))

    def told(self, function: str) -> dict[str, str]:
        """The environment of a function, by its blueprint name."""
        variables = self._environment.resolved(self.function(function))["Environment"]["Variables"]
        return {**variables, **self._overrides(function)}

    def composition_told(self) -> dict[str, str]:
        """The environment of the container."""
        task = self._environment.resolved(self._environment.only("AWS::ECS::TaskDefinition"))
        [container] = task["ContainerDefinitions"]
        return {entry["Name"]: entry["Value"] for entry in container["Environment"]} | self._overrides("compose")

    def function(self, name: str) -> Resource:
        """A function's resource, by its blueprint name."""
        made = self._environment.resources("AWS::Lambda::Function", "App")
        return next(one for one in made if self._environment.name(one).endswith(f"-{name}"))

    def publish(self, event: Mapping[str, Any]) -> list[str]:
        """As EventBridge: call the targets of every rule whose pattern the event fits; their answers."""
        rules = [self._environment.resolved(rule) for rule in self._environment.resources(_LISTENS)]
        fitting = [rule for rule in rules if _fits(event, rule.get("EventPattern"))]
        return [self._invoke(target["Arn"], event) for rule in fitting for target in rule["Targets"]]

    def tick(self) -> list[str]:
        """As the schedules: call their targets once."""
        rules = [self._environment.resolved(rule) for rule in self._environment.resources(_LISTENS)]
        timed = [rule for rule in rules if "ScheduleExpression" in rule]
        return [self._invoke(target["Arn"], schedule_event()) for rule in timed for target in rule["Targets"]]

    def remove_record(self, job_id: str) -> list[str]:
        """As time to live: delete a job's record, and hand the stream's record to whoever reads the stream."""
        tables = self._environment.resources("AWS::DynamoDB::GlobalTable")
        table = next(one for one in tables if self._environment.name(one).endswith("-jobs"))
        request = {"TableName": self._environment.name(table), "Key": {"job_id": {"S": job_id}}}
        old = self._cloud.client("dynamodb").delete_item(**request, ReturnValues="ALL_OLD")["Attributes"]
        record = {"eventName": "REMOVE", "dynamodb": {"Keys": request["Key"], "OldImage": old}}
        return [
            self._invoke(function, {"Records": [record]}) for function in self._readers(self._environment.arn(table))
        ]

    def _readers(self, source_arn: str) -> list[str]:
        mappings = [
            self._environment.resolved(m) for m in self._environment.resources("AWS::Lambda::EventSourceMapping")
        ]
        return [m["FunctionName"] for m in mappings if m["EventSourceArn"].startswith(source_arn)]

    def _invoke(self, function: str, event: Mapping[str, Any]) -> str:
        answer = self._cloud.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        payload: str = answer["Payload"].read().decode()
        if "FunctionError" in answer:
            raise RuntimeError(f"{function} failed: {payload}")
        return payload

    def _in_order(self, type_: str) -> list[Resource]:
        """A queue after its dead letters; of buckets the one for assets; of functions those that are ours."""
        found = self._environment.resources(type_, "Data" if type_ == "AWS::S3::Bucket" else None)
        if type_ == "AWS::Lambda::Function":
            found = [one for one in found if "FunctionName" in one.properties]
        return sorted(found, key=lambda resource: "RedrivePolicy" in resource.properties)

    def _table(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        same = (
            "TableName",
            "KeySchema",
            "AttributeDefinitions",
            "BillingMode",
            "GlobalSecondaryIndexes",
            "StreamSpecification",
        )
        request = {name: properties[name] for name in same if name in properties}
        if "StreamSpecification" in request:
            request["StreamSpecification"] = {"StreamEnabled": True, **request["StreamSpecification"]}
        self._cloud.client("dynamodb").create_table(**request)

    def _bucket(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        name, s3 = self._environment.name(resource), self._cloud.client("s3")
        s3.create_bucket(Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])

    def _queue(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        wanted = {
            "VisibilityTimeout": properties.get("VisibilityTimeout"),
            "RedrivePolicy": properties.get("RedrivePolicy"),
        }
        attributes = {key: json.dumps(value) for key, value in wanted.items() if value is not None}
        self._cloud.client("sqs").create_queue(QueueName=self._environment.name(resource), Attributes=attributes)

    def _secret(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Without a value, unless one is generated: as after a first deployment."""
        value = {"SecretString": "generated"} if "GenerateSecretString" in properties else {}
        self._cloud.client("secretsmanager").create_secret(Name=properties["Name"], **value)

    def _role(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        document = json.dumps(properties["AssumeRolePolicyDocument"])
        self._cloud.client("iam").create_role(
            RoleName=self._environment.name(resource), AssumeRolePolicyDocument=document
        )

    def _function(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        name = properties["FunctionName"]
        same = ("FunctionName", "Handler", "Runtime", "Timeout", "MemorySize", "Role")
        self._cloud.client("lambda").create_function(
            **{key: properties[key] for key in same},
            Code={"ZipFile": _empty_zip()},
            Environment={"Variables": self.told(name.rpartition("-")[2])},
        )

    def _state_machine(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        definition = properties["DefinitionString"]
        for name, value in properties["DefinitionSubstitutions"].items():
            definition = definition.replace(f"${{{name}}}", value)
        self._cloud.client("stepfunctions").create_state_machine(
            name=properties["StateMachineName"], definition=definition, roleArn=properties["RoleArn"]
        )


def ended_event(execution: Mapping[str, Any]) -> dict[str, Any]:
    """EventBridge's event about an execution that is over, from what DescribeExecution says of it."""
    same = ("executionArn", "stateMachineArn", "name", "status", "input")
    return {
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "account": ACCOUNT,
        "region": REGION,
        "detail": {name: execution[name] for name in same},
    }


def _fits(event: Any, pattern: Mapping[str, Any] | None) -> bool:
    """EventBridge's matching, as far as the rules here use it: nested names, and lists of the values allowed."""
    if pattern is None:
        return False
    return all(
        _fits(event.get(name, {}), wanted) if isinstance(wanted, Mapping) else event.get(name) in wanted
        for name, wanted in pattern.items()
    )


def _empty_zip() -> bytes:
    """The code is this installation."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w"):
        pass
    return buffer.getvalue()
