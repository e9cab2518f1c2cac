"""What an environment with offline providers has, and what it does not."""

from __future__ import annotations

from typing import Any

from omnigen.deployment.resources import API, FUNCTIONS

from infra.function_permissions import FUNCTION_NEEDS, needs_of
from tests.infrastructure.templates import Environment

_OFFLINE = {"OMNIGEN_PROVIDERS": "offline", "OMNIGEN_OFFLINE_ORDERS": "bucket", "OMNIGEN_OFFLINE_MEDIA": "plain"}


def test_every_function_and_the_composition_are_told_that_providers_are_offline(free: Environment) -> None:
    told = [free.resolved(one)["Environment"]["Variables"] for one in free.resources("AWS::Lambda::Function", "App")]
    ours = [variables for variables in told if "OMNIGEN_ENV" in variables]
    assert len(ours) >= len(FUNCTIONS) + 1
    [container] = free.resolved(free.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    ours.append({entry["Name"]: entry["Value"] for entry in container["Environment"]})
    for variables in ours:
        assert variables.items() >= _OFFLINE.items()


def test_no_function_is_told_of_a_vendors_key_or_may_read_one(free: Environment) -> None:
    needs = [needs_of(function.name, offline=True) for function in (*FUNCTIONS, API)]
    assert not [one for one in needs if "openai-api-key" in one or "replicate-api-key" in one]
    told = [free.resolved(one)["Environment"]["Variables"] for one in free.resources("AWS::Lambda::Function", "App")]
    assert not [one for one in told if {"OPENAI_API_KEY_SECRET", "REPLICATE_API_TOKEN_SECRET"} & set(one)]


def test_who_asked_a_vendor_uses_the_order_log_and_nobody_else_does() -> None:
    asked = {name for name, needs in FUNCTION_NEEDS.items() if {"openai-api-key", "replicate-api-key"} & set(needs)}
    logs = {name for name in FUNCTION_NEEDS if "assets/offline/*" in needs_of(name, offline=True)}
    assert logs == asked
    assert not [name for name in FUNCTION_NEEDS if "assets/offline/*" in needs_of(name, offline=False)]


def test_what_the_offline_vendor_keeps_goes_after_a_week(free: Environment, prod: Environment) -> None:
    assert _rules(free)["offline-orders"]["ExpirationInDays"] == 7
    assert "offline-orders" not in _rules(prod)


def test_offline_functions_have_the_layers_that_live_ones_have(free: Environment, dev: Environment) -> None:
    assert _layers(free) == _layers(dev)


def _rules(environment: Environment) -> dict[str, Any]:
    bucket = environment.resolved(environment.only("AWS::S3::Bucket", "Data"))
    return {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}


def _layers(environment: Environment) -> dict[str, int]:
    functions = environment.resources("AWS::Lambda::Function", "App")
    return {
        environment.name(one).rpartition("-")[2]: len(one.properties.get("Layers", ()))
        for one in functions
        if "FunctionName" in one.properties
    }
