"""The network of the composition: public subnets without NAT, which cost nothing while nothing runs."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.environments import Environment

_ZONES = 2
_TASKS = "Tasks"


class Network(Construct):
    """`vpc`, and `tasks`: a security group that lets HTTPS out and nothing in.

    A task takes an address: the subnets `Tasks` have 1,019 each. Those called `Compose`, of 251, are what earlier
    versions used: executions that wait at a gate still name them, and what a subnet spans cannot be changed.

    A task has a public address to fetch its image and write its logs; S3 and DynamoDB are reached through gateway
    endpoints, which are free.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            availability_zones=list(environment.zones) or None,
            max_azs=None if environment.zones else _ZONES,
            nat_gateways=0,
            restrict_default_security_group=False,  # would bring a function of its own; nothing is in that group
            subnet_configuration=[_subnets("Compose", 24), _subnets(_TASKS, 22)],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "DynamoDb": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )
        self.tasks = ec2.SecurityGroup(
            self, "Tasks", vpc=self.vpc, description="Compositions: HTTPS out, nothing in", allow_all_outbound=False
        )
        self.tasks.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS")
        if environment.flow_logs:
            self._log_rejected()

    @property
    def subnet_ids(self) -> str:
        """Separated by commas: how the state machine's text takes a list."""
        return cdk.Fn.join(
            ",", [subnet.subnet_id for subnet in self.vpc.select_subnets(subnet_group_name=_TASKS).subnets]
        )

    def _log_rejected(self) -> None:
        group = logs.LogGroup(
            self, "Rejected", retention=logs.RetentionDays.ONE_WEEK, removal_policy=cdk.RemovalPolicy.DESTROY
        )
        self.vpc.add_flow_log(
            "FlowLog",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(group),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )


def _subnets(name: str, mask: int) -> ec2.SubnetConfiguration:
    """Public subnets of this name, one for each zone."""
    return ec2.SubnetConfiguration(
        name=name, subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=mask, map_public_ip_on_launch=False
    )
