"""The look at an account before the first deployment, with stubbed answers of AWS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.environments import Environment
from infra.preflight import FARGATE_VCPUS, Finding, preflight

REGION = "us-west-1"
PROD = Environment(name="prod", account="111122223333", region=REGION, zones=("us-west-1a", "us-west-1c"))

Answer = tuple[str, Any]
READY: Mapping[str, list[Answer]] = {
    "sts": [("get_caller_identity", {"Account": "111122223333"})],
    "ssm": [("get_parameter", {"Parameter": {"Value": "28"}})],
    "iam": [
        (
            "get_role",
            {
                "Role": {
                    "Path": "/aws-service-role/",
                    "RoleName": "AWSServiceRoleForECS",
                    "RoleId": "AROAEXAMPLEEXAMPLE",
                    "Arn": "arn:aws:iam::111122223333:role/AWSServiceRoleForECS",
                    "CreateDate": "2026-01-01T00:00:00Z",
                }
            },
        )
    ],
    "service-quotas": [("get_service_quota", {"Quota": {"QuotaCode": FARGATE_VCPUS, "Value": 80.0}})],
    "lambda": [("get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 1000}})],
    "ec2": [
        (
            "describe_availability_zones",
            {
                "AvailabilityZones": [
                    {"ZoneName": f"us-west-1{letter}", "ZoneId": f"usw1-az{number}"}
                    for letter, number in (("a", 3), ("b", 2), ("c", 1))
                ]
            },
        )
    ],
    "cloudfront": [
        (
            "list_distributions",
            {"DistributionList": {"Marker": "", "MaxItems": 1, "IsTruncated": False, "Quantity": 0}},
        )
    ],
    "sesv2": [("get_account", {"ProductionAccessEnabled": True})],
}


class Aws:
    """boto3 clients that answer what they were told, once each, and refuse every other call."""

    def __init__(self, answers: Mapping[str, list[Answer]]) -> None:
        self._stubs: list[Stubber] = []
        self._clients: dict[str, Any] = {}
        for service, told in answers.items():
            keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
            client = boto3.client(service, region_name=REGION, **keys)  # type: ignore[call-overload]
            stub = Stubber(client)
            for method, answer in told:
                if isinstance(answer, str):
                    stub.add_client_error(method, answer, "words of AWS")
                else:
                    stub.add_response(method, answer)
            stub.activate()
            self._stubs.append(stub)
            self._clients[service] = client

    def __call__(self, service: str, /) -> Any:
        return self._clients[service]

    def check(self) -> None:
        """Every answer was asked for."""
        for stub in self._stubs:
            stub.assert_no_pending_responses()


def findings(
    environment: Environment = PROD, changed: Mapping[str, list[Answer]] | None = None, *, create_role: bool = False
) -> Mapping[str, Finding]:
    """The findings by what they are about, of an account that is ready but for what is changed."""
    aws = Aws({**READY, **(changed or {})})
    found = preflight(environment, aws, create_role=create_role)
    aws.check()
    return {finding.about: finding for finding in found}


def test_an_account_that_is_ready_leaves_only_what_no_program_can_know() -> None:
    found = findings()
    assert {about for about, finding in found.items() if finding.verdict != "ok"} == {"CloudFront"}
    assert "website = false" in found["CloudFront"].words
    assert found["Fargate"] == Finding("Fargate", "ok", "80 vCPU")


def _refusals() -> Iterator[tuple[str, str, dict[str, list[Answer]]]]:
    yield (
        "account",
        "of 999999999999, prod is in 111122223333",
        {"sts": [("get_caller_identity", {"Account": "9" * 12})]},
    )
    yield "bootstrap", "version 0, needs 6", {"ssm": [("get_parameter", "ParameterNotFound")]}
    yield "role of ECS", "--create-role", {"iam": [("get_role", "NoSuchEntity")]}
    small = {"Quota": {"QuotaCode": FARGATE_VCPUS, "Value": 2.0}}
    yield "Fargate", "needs 4: .*--desired-value 80", {"service-quotas": [("get_service_quota", small)]}
    few = {"AccountLimit": {"ConcurrentExecutions": 10}}
    yield "Lambda", "10 functions at once, 100 are needed", {"lambda": [("get_account_settings", few)]}
    yield "GetServiceQuota", "AccessDenied: words of AWS", {"service-quotas": [("get_service_quota", "AccessDenied")]}


@pytest.mark.parametrize(("about", "words", "changed"), list(_refusals()), ids=[about for about, *_ in _refusals()])
def test_what_must_be_done_first_is_told_with_its_remedy(
    about: str, words: str, changed: dict[str, list[Answer]]
) -> None:
    finding = findings(changed=changed)[about]
    assert finding.verdict == "do first"
    assert re.search(words, finding.words)


def test_a_zone_without_fargate_is_refused_with_those_that_have_it() -> None:
    finding = findings(PROD.model_copy(update={"zones": ("us-west-1a", "us-west-1b")}))["zones"]
    assert finding == Finding("zones", "do first", "us-west-1b has no Fargate; set zones to us-west-1a, us-west-1c")


def test_a_zone_that_does_not_exist_is_refused_with_those_that_do() -> None:
    finding = findings(PROD.model_copy(update={"zones": ("us-west-1a", "us-west-1z")}))["zones"]
    assert (finding.verdict, "us-west-1z is not among us-west-1a" in finding.words) == ("do first", True)


def test_fewer_compositions_than_renderings_are_told_and_not_refused() -> None:
    some = {"Quota": {"QuotaCode": FARGATE_VCPUS, "Value": 6.0}}
    finding = findings(changed={"service-quotas": [("get_service_quota", some)]})["Fargate"]
    assert finding.verdict == "look"
    assert "compose 1 videos at once, 20 may be wanted" in finding.words


def test_the_role_is_made_only_when_that_was_asked_for() -> None:
    made = {"Role": READY["iam"][0][1]["Role"]}
    answers: list[Answer] = [("get_role", "NoSuchEntity"), ("create_service_linked_role", made)]
    assert findings(changed={"iam": answers}, create_role=True)["role of ECS"].verdict == "ok"


def test_without_a_website_cloudfront_is_not_asked() -> None:
    found = findings(PROD.model_copy(update={"website": False}), {"cloudfront": []})
    assert "CloudFront" not in found
