"""Creates what a synthesised template describes on the emulated AWS: the template is what runs, not a copy of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from local.emulator.cloud import LocalCloud
from tests.infrastructure.templates import Environment, Resource

PLAYED = {
    "AWS::Events::Rule": "moto sends neither events of Step Functions nor ticks: wiring.py calls the targets",
    "AWS::Lambda::EventSourceMapping": "wiring.py reads it when a queue has messages or a record goes",
    "AWS::ApiGatewayV2::Authorizer": "front_door.py lets in whom it names",
    "AWS::ApiGatewayV2::Integration": "front_door.py calls the function it names",
    "AWS::ApiGatewayV2::Route": "front_door.py goes by them",
    "AWS::ECS::TaskDefinition": "its environment is given to the local host's stand-in for Fargate",
    "AWS::IAM::Policy": "checked against what is called, by test_permissions.py",
}
"""Types that do their work here without being created."""

LEFT_OUT = {
    "AWS::ApiGatewayV2::Api": "an address; CORS is the browser's business, and test_page.py reads it",
    "AWS::ApiGatewayV2::Stage": "throttles and writes the access log; test_page.py reads it",
    "AWS::Budgets::Budget": "watches, does no work",
    "AWS::CloudFront::Distribution": "nothing here imitates it; test_page.py reads it",
    "AWS::CloudFront::Function": "run by test_page.py",
    "AWS::CloudFront::OriginAccessControl": "see Distribution",
    "AWS::CloudFront::ResponseHeadersPolicy": "see Distribution",
    "AWS::CloudWatch::Alarm": "watches, does no work",
    "AWS::CloudWatch::Dashboard": "watches, does no work",
    "AWS::Cognito::UserPool": "nobody signs in here",
    "AWS::Cognito::UserPoolClient": "nobody signs in here",
    "AWS::Cognito::UserPoolGroup": "nobody signs in here",
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
    "AWS::KMS::Alias": "videos are not signed here: test_provenance.py of the rendering suite does",
    "AWS::KMS::Key": "see Alias",
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

STAND_INS = {"DeliverWebhook": "tests.infrastructure.webhook_receiver.handler"}
"""Functions whose handler is another one here."""


class Deployment:
    """The resources of one environment on a running emulator."""

    def __init__(self, cloud: LocalCloud, environment: Environment, overrides: Overrides) -> None:
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

    def configure(self, overrides: Overrides) -> None:
        """As an operator who changes settings: tell every function something else besides what the template says."""
        self._overrides = overrides
        for resource in self._in_order("AWS::Lambda::Function"):
            name = self._environment.name(resource)
            variables = self.told(name.rpartition("-")[2])
            self._cloud.client("lambda").update_function_configuration(
                FunctionName=name, Environment={"Variables": variables}
            )

    def told(self, function: str) -> dict[str, str]:
        """The environment of a function, by its blueprint name."""
        variables = self._environment.resolved(self.function(function))["Environment"]["Variables"]
        return {**variables, **self._overrides(function)}

    def composition_told(self) -> dict[str, str]:
        """The environment of the container."""
        task = self._environment.resolved(self._environment.only("AWS::ECS::TaskDefinition"))
        [container] = task["ContainerDefinitions"]
        variables: dict[str, str] = {entry["Name"]: entry["Value"] for entry in container["Environment"]}
        return {**variables, **self._overrides("compose")}

    def function(self, name: str) -> Resource:
        """A function's resource, by its blueprint name."""
        made = self._environment.resources("AWS::Lambda::Function", "App")
        return next(one for one in made if self._environment.name(one).endswith(f"-{name}"))

    def _in_order(self, type_: str) -> list[Resource]:
        """A queue after its dead letters; of buckets the one for assets; of functions those that are ours."""
        found = self._environment.resources(type_, "Data" if type_ == "AWS::S3::Bucket" else None)
        if type_ == "AWS::Lambda::Function":
            found = [one for one in found if "FunctionName" in one.properties]
        return sorted(found, key=lambda resource: "RedrivePolicy" in resource.properties)

    def _table(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        request = {name: properties[name] for name in _OF_TABLES if name in properties}
        if "StreamSpecification" in request:
            request["StreamSpecification"] = {"StreamEnabled": True, **request["StreamSpecification"]}
        dynamodb = self._cloud.client("dynamodb")
        dynamodb.create_table(**request)
        if "TimeToLiveSpecification" in properties:
            expiry = properties["TimeToLiveSpecification"]
            dynamodb.update_time_to_live(TableName=properties["TableName"], TimeToLiveSpecification=expiry)

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
        name = properties["FunctionName"].rpartition("-")[2]
        same = ("FunctionName", "Runtime", "Timeout", "MemorySize", "Role")
        self._cloud.client("lambda").create_function(
            **{key: properties[key] for key in same},
            Handler=STAND_INS.get(name, properties["Handler"]),
            Code={"ZipFile": _empty_zip()},
            Environment={"Variables": self.told(name)},
        )

    def _state_machine(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        definition = properties["DefinitionString"]
        for name, value in properties["DefinitionSubstitutions"].items():
            definition = definition.replace(f"${{{name}}}", value)
        self._cloud.client("stepfunctions").create_state_machine(
            name=properties["StateMachineName"], definition=definition, roleArn=properties["RoleArn"]
        )


def _empty_zip() -> bytes:
    """The code is this installation."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w"):
        pass
    return buffer.getvalue()
