"""The Lambdas: what they run, what they are told, and how little they may do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from omnigen import settings
from omnigen.deployment.resources import API, AUTHORIZER, FUNCTIONS, Function

from infra.function_permissions import FUNCTION_NEEDS
from tests.infrastructure.templates import Environment, Resource, listed, statements

_OURS = {function.name: function for function in (*FUNCTIONS, API, AUTHORIZER)}

_NO_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
"""Actions that AWS knows no resource for, of those that functions may do."""


def test_there_is_one_lambda_for_each_function_of_the_blueprint(environment: Environment) -> None:
    assert set(_lambdas(environment)) == set(_OURS) == set(FUNCTION_NEEDS)


@pytest.mark.parametrize("function", _OURS.values(), ids=lambda function: function.name)
def test_lambda_is_as_the_blueprint_says(function: Function, environment: Environment) -> None:
    properties = environment.resolved(_lambdas(environment)[function.name])
    assert properties["Handler"] == function.handler
    assert (properties["MemorySize"], properties["Timeout"]) == (function.memory_mb, function.timeout_seconds)
    assert (properties["Runtime"], properties["Architectures"]) == ("python3.13", ["arm64"])
    assert properties["TracingConfig"] == {"Mode": "Active"}
    assert properties["LoggingConfig"]["LogFormat"] == "JSON"
    assert len(properties["Layers"]) == 2 + function.opens_media + function.admits_files + function.cuts_pictures


@pytest.mark.parametrize("function", _OURS.values(), ids=lambda function: function.name)
def test_zip_holds_the_handler_and_no_other_function(
    function: Function, dev: Environment, assembly_folder: Path
) -> None:
    asset = assembly_folder / f"asset.{_asset_hash(_lambdas(dev)[function.name])}"
    held = {str(path.relative_to(asset)) for path in asset.rglob("*") if path.is_file()}
    module = function.module.replace(".", "/") + ".py"
    folder = module.rpartition("/")[0]
    assert module in held
    assert all(path in {module, "functions/__init__.py"} or (folder != "functions" and folder in path) for path in held)


@pytest.mark.parametrize("function", _OURS.values(), ids=lambda function: function.name)
def test_environment_satisfies_the_settings(function: Function, environment: Environment) -> None:
    told = _told(environment, function)
    found = settings.read(told)
    assert found.omnigen_providers == "live"
    assert found.state_machine_arn in {environment.arn(environment.only("AWS::StepFunctions::StateMachine"))}
    assert bool(found.webhook_queue_url) is ("webhooks" in FUNCTION_NEEDS[function.name])


def test_functions_are_told_the_names_of_things_that_exist(environment: Environment) -> None:
    known = {environment.name(resource) for resource in environment.resources()}
    for function in _OURS.values():
        told = _told(environment, function)
        named = {
            value for name, value in told.items() if name.endswith(("_TABLE", "_BUCKET", "_SECRET", "_SECRET_NAME"))
        }
        assert named <= known


def test_no_function_may_do_everything_or_anything_to_everything(environment: Environment) -> None:
    for name, made in _lambdas(environment).items():
        for statement in statements(environment, _role(environment, made)):
            actions, resources = listed(statement["Action"]), listed(statement["Resource"])
            assert not [action for action in actions if "*" in action], name
            assert resources != ["*"] or set(actions) <= _NO_RESOURCE, name


def test_functions_write_only_to_logs_that_are_kept_for_a_week(environment: Environment) -> None:
    for group in environment.resources("AWS::Logs::LogGroup"):
        assert group.properties["RetentionInDays"] == 7
    for made in _lambdas(environment).values():
        logs = [s for s in statements(environment, _role(environment, made)) if "logs:PutLogEvents" in s["Action"]]
        [arn] = {arn for statement in logs for arn in listed(statement["Resource"])}
        assert arn.endswith(f":log-group:/aws/lambda/{environment.name(made)}:*")


def test_nothing_secret_is_in_a_template(environment: Environment) -> None:
    """Functions get the names of secrets and read them when they run."""
    assert "resolve:secretsmanager" not in json.dumps(environment.templates)


def _lambdas(environment: Environment) -> dict[str, Resource]:
    """Ours, by blueprint name: CDK brings a few of its own."""
    made = environment.resources("AWS::Lambda::Function", "App")
    return {environment.name(one).rpartition("-")[2]: one for one in made if "FunctionName" in one.properties}


def _told(environment: Environment, function: Function) -> dict[str, str]:
    variables: dict[str, str] = environment.resolved(_lambdas(environment)[function.name])["Environment"]["Variables"]
    return variables


def _role(environment: Environment, made: Resource) -> Resource:
    id_ = made.properties["Role"]["Fn::GetAtt"][0]
    return next(role for role in environment.resources("AWS::IAM::Role", "App") if role.id == id_)


def _asset_hash(made: Resource) -> Any:
    return made.properties["Code"]["S3Key"].removesuffix(".zip")
