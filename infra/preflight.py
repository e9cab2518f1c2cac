"""`python -m infra.preflight Prod`: whether the account can take a deployment, before one is tried.

Reads only, but for the role of ECS that `--create-role` makes. Ends with 1 if something must be done first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

import boto3
from botocore.exceptions import ClientError

from infra.environments import Environment
from infra.settings_file import BadSettings, environments, named

FARGATE_ZONES = {
    "us-west-1": ("usw1-az1", "usw1-az3"),
    "ap-northeast-1": ("apne1-az1", "apne1-az2", "apne1-az4"),
    "ca-central-1": ("cac1-az1", "cac1-az2"),
    "cn-north-1": ("cnn1-az1", "cnn1-az2"),
}
"""Regions in which Fargate is not in every zone: the ECS guide, "AWS Fargate Regions", read 2026-11-27."""

FARGATE_VCPUS = "L-3032A538"
BOOTSTRAP_VERSION = 6
LAMBDA_CONCURRENCY = 100
"""Functions at the same time: fewer starve the state machine as soon as a few pages are open. New accounts have 10."""

Verdict = Literal["ok", "do first", "look"]

Clients = Callable[[str], Any]
"""Makes a boto3 client of a service."""


@dataclass(frozen=True)
class Finding:
    """What was looked at, and what to do about it; `look` is what no program can know."""

    about: str
    verdict: Verdict
    words: str


def preflight(environment: Environment, clients: Clients, *, create_role: bool = False) -> list[Finding]:
    """Every check; one that the credentials may not make is told as such."""
    checks: list[Callable[[], Iterator[Finding]]] = [
        lambda: _account(environment, clients),
        lambda: _bootstrap(clients),
        lambda: _ecs_role(clients, create_role),
        lambda: _fargate_quota(environment, clients),
        lambda: _lambda_quota(environment, clients),
        lambda: _zones(environment, clients),
        lambda: _cloudfront(environment, clients),
        lambda: _mail(clients),
    ]
    return [finding for check in checks for finding in _tried(check)]


def _tried(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except ClientError as error:
        reason = error.response["Error"]
        return [Finding(f"{error.operation_name}", "do first", f"{reason['Code']}: {reason['Message']}")]


def _account(environment: Environment, clients: Clients) -> Iterator[Finding]:
    account = clients("sts").get_caller_identity()["Account"]
    if environment.account in {None, account}:
        yield Finding("account", "ok", account)
    else:
        yield Finding(
            "account", "do first", f"these credentials are of {account}, {environment.name} is in {environment.account}"
        )


def _bootstrap(clients: Clients) -> Iterator[Finding]:
    ssm = clients("ssm")
    try:
        version = int(ssm.get_parameter(Name="/cdk-bootstrap/hnb659fds/version")["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        version = 0
    if version >= BOOTSTRAP_VERSION:
        yield Finding("bootstrap", "ok", f"version {version}")
    else:
        yield Finding("bootstrap", "do first", f"has version {version}, needs {BOOTSTRAP_VERSION}: run `cdk bootstrap`")


def _ecs_role(clients: Clients, create: bool) -> Iterator[Finding]:
    """The first cluster of an account fails while ECS makes this role."""
    iam = clients("iam")
    try:
        iam.get_role(RoleName="AWSServiceRoleForECS")
    except iam.exceptions.NoSuchEntityException:
        if create:
            iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")
            yield Finding("role of ECS", "ok", "made now; wait ten seconds before you deploy")
        else:
            yield Finding("role of ECS", "do first", "missing: run this again with --create-role")
    else:
        yield Finding("role of ECS", "ok", "there")


def _fargate_quota(environment: Environment, clients: Clients) -> Iterator[Finding]:
    needed = environment.compose_cpu_units / 1024
    quota = clients("service-quotas").get_service_quota(ServiceCode="fargate", QuotaCode=FARGATE_VCPUS)
    vcpus = float(quota["Quota"]["Value"])
    ask = f"aws service-quotas request-service-quota-increase --service-code fargate --quota-code {FARGATE_VCPUS}"
    at_once = environment.render_slots + environment.compositions
    wanted = needed * at_once
    if vcpus < needed:
        yield Finding(
            "Fargate", "do first", f"{vcpus:g} vCPU, a composition needs {needed:g}: {ask} --desired-value {wanted:g}"
        )
    elif vcpus < wanted:
        words = f"{vcpus:g} vCPU compose {vcpus // needed:g} videos at once, {at_once} may be wanted"
        yield Finding("Fargate", "look", f"{words}: {ask} --desired-value {wanted:g}")
    else:
        yield Finding("Fargate", "ok", f"{vcpus:g} vCPU")


def _lambda_quota(environment: Environment, clients: Clients) -> Iterator[Finding]:
    allowed = clients("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    needed = LAMBDA_CONCURRENCY + (environment.api_concurrency or 0)
    if allowed >= needed:
        yield Finding("Lambda", "ok", f"{allowed} at once")
    else:
        words = f"{allowed} functions at once, {needed} are needed"
        ask = "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384"
        yield Finding("Lambda", "do first", f"{words}: {ask} --desired-value 1000")


def _zones(environment: Environment, clients: Clients) -> Iterator[Finding]:
    ec2 = clients("ec2")
    listed = ec2.describe_availability_zones(Filters=[{"Name": "zone-type", "Values": ["availability-zone"]}])
    ids = {zone["ZoneName"]: zone["ZoneId"] for zone in listed["AvailabilityZones"]}
    chosen = environment.zones or tuple(sorted(ids)[:2])
    unknown = [zone for zone in chosen if zone not in ids]
    with_fargate = FARGATE_ZONES.get(ec2.meta.region_name)
    without = [zone for zone in chosen if zone in ids and with_fargate and ids[zone] not in with_fargate]
    if unknown:
        yield Finding("zones", "do first", f"{', '.join(unknown)} is not among {', '.join(sorted(ids))}")
    if without:
        good = [zone for zone, id_ in sorted(ids.items()) if id_ in (with_fargate or ())]
        yield Finding("zones", "do first", f"{', '.join(without)} has no Fargate; set zones to {', '.join(good)}")
    if not unknown and not without:
        yield Finding("zones", "ok", ", ".join(chosen))


def _cloudfront(environment: Environment, clients: Clients) -> Iterator[Finding]:
    """No call tells whether AWS has verified an account; one that has a distribution is verified."""
    if not environment.website:
        return
    if clients("cloudfront").list_distributions(MaxItems="1")["DistributionList"].get("Items"):
        yield Finding("CloudFront", "ok", "this account has distributions")
    else:
        words = "AWS refuses distributions of accounts it has not verified. If it does, write to its support"
        yield Finding("CloudFront", "look", f"{words}, and deploy with website = false meanwhile")


def _mail(clients: Clients) -> Iterator[Finding]:
    if clients("sesv2").get_account().get("ProductionAccessEnabled"):
        yield Finding("mail", "ok", "SES may write to anybody")
    else:
        yield Finding("mail", "look", "Cognito sends about 50 invitations and resets a day; SES is in its sandbox")


def main() -> int:
    """Print the findings; 1 if something must be done first, 2 if the settings are wrong."""
    parser = argparse.ArgumentParser(prog="python -m infra.preflight", description=__doc__)
    parser.add_argument("environment", help="dev, prod, or a table of deployments.toml")
    parser.add_argument(
        "--create-role", action="store_true", help="make the service-linked role of ECS if it is missing"
    )
    arguments = parser.parse_args()
    try:
        environment = named(arguments.environment.lower(), environments())
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    session = boto3.Session(region_name=environment.region)
    findings = preflight(environment, cast("Clients", session.client), create_role=arguments.create_role)
    for finding in findings:
        sys.stdout.write(f"{finding.verdict:8}  {finding.about:12}  {finding.words}\n")
    return 1 if any(finding.verdict == "do first" for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main())
