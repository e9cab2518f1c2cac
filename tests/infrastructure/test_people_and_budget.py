"""Settings of a deployment about people, the API's share of functions, and AWS's own budget."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from omnigen.domain.caller import ADMIN_GROUP
from pydantic import ValidationError

from infra.environments import Environment as Settings
from infra.federation import Federation
from infra.user_pool import UserPool
from tests.infrastructure.templates import Environment

OIDC: dict[str, Any] = {
    "name": "Corporate",
    "issuer": "https://idp.example.com",
    "client_id": "c",
    "client_secret_name": "omnigen/idp",
}


def test_there_is_a_group_of_administrators(environment: Environment) -> None:
    assert environment.only("AWS::Cognito::UserPoolGroup").properties["GroupName"] == ADMIN_GROUP


def test_a_second_factor_can_be_demanded(dev: Environment, trial: Environment) -> None:
    asked = {name: _pool(one)["MfaConfiguration"] for name, one in (("dev", dev), ("trial", trial))}
    assert asked == {"dev": "OPTIONAL", "trial": "ON"}


def test_people_may_sign_in_at_an_identity_provider_of_their_own(dev: Environment, trial: Environment) -> None:
    assert dev.resources("AWS::Cognito::UserPoolIdentityProvider") == []
    saml = trial.only("AWS::Cognito::UserPoolIdentityProvider").properties
    assert (saml["ProviderType"], saml["ProviderName"]) == ("SAML", "Corporate")
    assert saml["ProviderDetails"]["MetadataURL"] == "https://idp.example.com/metadata.xml"
    clients = [client.properties for client in trial.resources("AWS::Cognito::UserPoolClient")]
    assert [client["SupportedIdentityProviders"] for client in clients] == [["Corporate"]] * 2


def test_the_secret_of_an_oidc_provider_is_not_in_the_template() -> None:
    stack = cdk.Stack(cdk.App(), "S")
    settings = Settings(name="dev", federation=Federation(**OIDC))
    UserPool(stack, "People", environment=settings)
    template = cdk.assertions.Template.from_stack(stack)
    [oidc] = template.find_resources("AWS::Cognito::UserPoolIdentityProvider").values()
    details = oidc["Properties"]["ProviderDetails"]
    assert details["client_secret"] == "{{resolve:secretsmanager:omnigen/idp:SecretString:::}}"
    assert details["oidc_issuer"] == OIDC["issuer"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Corporate"},
        {"name": "Corporate", "issuer": "https://idp.example.com"},
        {**OIDC, "metadata_url": "https://idp.example.com/m"},
        {**OIDC, "issuer": "http://idp.example.com"},
        {**OIDC, "name": "a b"},
    ],
)
def test_a_half_described_provider_stops_the_synthesis(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Federation(**wrong)


def test_pages_cannot_take_all_functions(dev: Environment, trial: Environment) -> None:
    reserved = {
        environment.name(function): function.properties["ReservedConcurrentExecutions"]
        for environment in (dev, trial)
        for function in environment.resources("AWS::Lambda::Function", "App")
        if "ReservedConcurrentExecutions" in function.properties
    }
    assert reserved == {"omnigen-trial-Api": 40}


def test_aws_tells_before_its_own_budget_is_used_up(dev: Environment, trial: Environment) -> None:
    assert dev.resources("AWS::Budgets::Budget") == []
    month = trial.only("AWS::Budgets::Budget").properties
    assert month["Budget"]["BudgetLimit"] == {"Amount": 80, "Unit": "USD"}
    assert month["Budget"]["CostFilters"] == {"TagKeyValue": ["user:environment$trial"]}
    told = month["NotificationsWithSubscribers"]
    assert [one["Notification"]["NotificationType"] for one in told] == ["ACTUAL", "FORECASTED"]
    assert {one["Subscribers"][0]["Address"] for one in told} == {"ops@example.com"}


def _pool(environment: Environment) -> dict[str, Any]:
    pool: dict[str, Any] = environment.resolved(environment.only("AWS::Cognito::UserPool"))
    return pool
