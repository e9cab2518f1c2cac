"""Findings of cdk-nag that we live with, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Accepted:
    """Regular expressions for a rule and for the constructs it is accepted of, and why."""

    rule: str
    where: str
    reason: str

    def covers(self, rule: str, path: str) -> bool:
        """Whether a finding is this one."""
        return bool(re.fullmatch(self.rule, rule) and re.fullmatch(self.where, path))


_ROLES = r".*/(DefaultPolicy|TaskRole|ExecutionRole)/.*"

ACCEPTED: tuple[Accepted, ...] = (
    Accepted(
        r"AwsSolutions-IAM5\[Resource::\*\]",
        _ROLES,
        "X-Ray, log delivery and the registry's token know no resources; test_functions.py holds the list of actions",
    ),
    Accepted(
        r"AwsSolutions-IAM5\[Resource::omnigen(-dev)?-Data:ExportsOutputFnGetAttStorageAssets\w+/(users|assets)/\*\]",
        _ROLES,
        "the files of all users, in one bucket: a function serves every user, and keys are built in one module",
    ),
    Accepted(
        r"AwsSolutions-IAM5\[Resource::arn:.*:execution:omnigen(-dev)?-video:\*\]",
        _ROLES,
        "executions of this one state machine; their names are not known before they start",
    ),
    Accepted(
        r"AwsSolutions-IAM5\[Resource::arn:.*:task-definition/omnigen(-dev)?-compose:\*\]",
        r".*/Workflow/Role/.*",
        "revisions of this one task definition: an execution that waited for a person may start an older one",
    ),
    Accepted(
        r"AwsSolutions-IAM5\[Resource::arn:.*:task/<CompositionCluster\w+>/\*\]",
        r".*/Workflow/Role/.*",
        "tasks of this one cluster; their ids are not known before they run",
    ),
    Accepted(
        r"AwsSolutions-IAM[45]\[.*\]",
        r".*/App/Custom::CDKBucketDeployment\w+/ServiceRole/.*",
        "CDK's own function, which runs while deploying: it copies the page from CDK's assets to the website's bucket",
    ),
    Accepted(
        r"AwsSolutions-L1",
        r".*",
        "Python 3.13 is supported to 2029 and what the layers are built for; replicate is unproven on 3.14",
    ),
    Accepted(
        r"AwsSolutions-S1",
        r".*/(Assets|Files|AccessLogs)/.*",
        "a log of every read costs more than the reads; CloudTrail's data events can be switched on when one is wanted",
    ),
    Accepted(
        r"AwsSolutions-SMG4",
        r".*/Vault/.*",
        "vendors have no way to rotate their keys; a new signing key would break receivers that were not told",
    ),
    Accepted(
        r"AwsSolutions-COG2",
        r".*/People/Pool/.*",
        "a second factor is offered; making it a duty is for whoever runs the environment to decide",
    ),
    Accepted(r"AwsSolutions-COG8", r".*/People/Pool/.*", "the plus tier is paid per user and month"),
    Accepted(
        r"AwsSolutions-VPC7",
        r"Dev/.*",
        "flow logs are kept in prod; in dev nothing runs there most of the time",
    ),
    Accepted(r"AwsSolutions-ECS2", r".*/Composition/Task/.*", "names of tables and of a bucket are not secrets"),
    Accepted(
        r"AwsSolutions-SF1",
        r".*/Workflow/Machine/.*",
        "only errors are logged; the execution history has the rest, and the job record says what happened",
    ),
    Accepted(
        r"AwsSolutions-APIG4",
        r".*/GET --api--v1--(health|sign-in|docs|openapi\.json)/.*",
        "a health check, where to sign in, and the description of the API: they tell nothing about anybody",
    ),
    Accepted(
        r"AwsSolutions-CFR1",
        r".*/Distribution/.*",
        "customers are everywhere; who may sign in is the user pool's business",
    ),
    Accepted(
        r"AwsSolutions-CFR2",
        r".*/Distribution/.*",
        "a web firewall costs more per month than all else while idle; the API is throttled and wants a token",
    ),
    Accepted(
        r"AwsSolutions-CFR4",
        r".*/Distribution/.*",
        "the minimum TLS version can be set only together with a domain and certificate of one's own",
    ),
)
