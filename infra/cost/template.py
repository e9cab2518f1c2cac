"""What of the synthesised template costs something: counts and sizes, as CloudFormation would read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GIB = 1024


@dataclass(frozen=True, kw_only=True)
class TemplateFacts:
    """Figures of one environment. `memory_mb` is by a function's name in `deployment/resources.py`."""

    secrets: int
    signing_keys: int
    alarms: int
    """Metrics that alarms watch, each of which is charged."""

    dashboards: int
    tables: int
    routes: int
    polled_queues: int
    always_on: int
    """NAT gateways, load balancers, services, databases, endpoints: what costs while nobody is there."""

    sweep_minutes: int
    log_days: int
    memory_mb: Mapping[str, int]
    task_vcpus: float
    task_memory_gb: float
    task_disk_gb: int


_ALWAYS_ON = frozenset(
    {
        "AWS::EC2::NatGateway",
        "AWS::EC2::Instance",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ECS::Service",
        "AWS::RDS::DBInstance",
        "AWS::RDS::DBCluster",
        "AWS::ElastiCache::CacheCluster",
        "AWS::WAFv2::WebACL",
    }
)


def facts_of(assembly: Path) -> TemplateFacts:
    """Read the templates of one environment from its folder in the cloud assembly."""
    found = list(_resources(assembly))

    def count(type_: str) -> int:
        return len(_properties(found, type_))

    [task] = _properties(found, "AWS::ECS::TaskDefinition")
    [minutes] = [
        int(every[1])
        for rule in _properties(found, "AWS::Events::Rule")
        if (every := re.fullmatch(r"rate\((\d+) minutes\)", str(rule.get("ScheduleExpression"))))
    ]
    functions = _properties(found, "AWS::Lambda::Function")
    return TemplateFacts(
        signing_keys=count("AWS::KMS::Key"),
        secrets=count("AWS::SecretsManager::Secret"),
        alarms=sum(_watched(alarm) for alarm in _properties(found, "AWS::CloudWatch::Alarm")),
        dashboards=count("AWS::CloudWatch::Dashboard"),
        tables=count("AWS::DynamoDB::GlobalTable"),
        routes=count("AWS::ApiGatewayV2::Route"),
        polled_queues=sum(
            "StartingPosition" not in one for one in _properties(found, "AWS::Lambda::EventSourceMapping")
        ),
        always_on=sum(count(type_) for type_ in _ALWAYS_ON)
        + sum(one.get("VpcEndpointType") == "Interface" for one in _properties(found, "AWS::EC2::VPCEndpoint")),
        sweep_minutes=minutes,
        log_days=max(group["RetentionInDays"] for group in _properties(found, "AWS::Logs::LogGroup")),
        memory_mb={
            one["FunctionName"].rpartition("-")[2]: one["MemorySize"] for one in functions if "FunctionName" in one
        },
        task_vcpus=int(task["Cpu"]) / GIB,
        task_memory_gb=int(task["Memory"]) / GIB,
        task_disk_gb=task["EphemeralStorage"]["SizeInGiB"],
    )


def _resources(assembly: Path) -> Iterator[Mapping[str, Any]]:
    for path in sorted(assembly.glob("*.template.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))["Resources"].values()


def _properties(found: list[Mapping[str, Any]], type_: str) -> list[Mapping[str, Any]]:
    return [resource.get("Properties", {}) for resource in found if resource["Type"] == type_]


def _watched(alarm: Mapping[str, Any]) -> int:
    """How many metrics an alarm watches; an expression is none."""
    return sum("MetricStat" in metric for metric in alarm.get("Metrics", [])) or 1
