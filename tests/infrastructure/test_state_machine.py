"""The state machine's text: three linters find nothing, ours finds what is planted, and the template fills it in."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from omnigen.blueprint import COMPOSE_CONTAINER, COMPOSE_PLACEHOLDERS, FUNCTIONS, STATE_MACHINE

from infra import NODE, ROOT
from tests.infrastructure.asl_lint import lint
from tests.infrastructure.templates import Environment, listed, statements

_TEXT = (ROOT / STATE_MACHINE).read_text(encoding="utf-8")
_MACHINE: dict[str, Any] = json.loads(_TEXT)
_VALIDATOR = ROOT / "node_modules" / "asl-validator"


def test_our_lint_finds_nothing() -> None:
    assert lint(_MACHINE) == []


def _tasks(machine: dict[str, Any], resource: str) -> list[dict[str, Any]]:
    """The tasks with a resource, however deep."""
    found = []
    for state in machine["States"].values():
        inner = [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]
        found += [state] if resource in state.get("Resource", "") else []
        found += [task for part in inner for task in _tasks(part, resource)]
    return found


def _first(machine: dict[str, Any], type_: str) -> dict[str, Any]:
    return next(state for state in machine["States"].values() if state["Type"] == type_)


def _deep(machine: dict[str, Any]) -> dict[str, Any]:
    """A state machine inside a Map inside a Parallel."""
    branches = _first(machine, "Parallel")["Branches"]
    maps = [state for branch in branches for state in branch["States"].values() if state["Type"] == "Map"]
    processor: dict[str, Any] = maps[0]["ItemProcessor"]
    return processor


_FAULTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "dangling Next": (lambda m: _first(m, "Task").update(Next="Nowhere"), "no state 'Nowhere'"),
    "dangling Default": (lambda m: _first(m, "Choice").update(Default="Nowhere"), "no state 'Nowhere'"),
    "unreachable": (lambda m: m["States"].update(Lost={"Type": "Succeed"}), "Lost: cannot be reached"),
    "nested dangling": (lambda m: _deep(m).update(StartAt="Nowhere"), "no state 'Nowhere'"),
    "no way on": (lambda m: _first(m, "Task").pop("Next"), "needs either Next or End"),
    "token kept": (lambda m: _tasks(m, "waitForTaskToken")[0]["Parameters"].update(Payload={}), "gives to nobody"),
    "no timeout": (lambda m: _tasks(m, "ecs:runTask")[0].pop("TimeoutSeconds"), "no TimeoutSeconds"),
    "camelCase": (lambda m: _tasks(m, "ecs:runTask")[0]["Parameters"].update(taskDefinition="x"), "unknown argument"),
    "no definition": (lambda m: _tasks(m, "ecs:runTask")[0]["Parameters"].pop("TaskDefinition"), "missing argument"),
    "deep argument": (
        lambda m: _tasks(m, "ecs:runTask")[0]["Parameters"]["Overrides"]["ContainerOverrides"][0].update(Cmd=[]),
        "unknown argument 'Cmd'",
    ),
    "wrong pattern": (lambda m: _tasks(m, "lambda:invoke")[0].update(Resource="x:lambda:invoke.sync"), "unknown integ"),
    "input replaced": (lambda m: _first(m, "Task").pop("ResultPath"), "would replace the input"),
    "error elsewhere": (lambda m: _first(m, "Task")["Catch"][0].update(ResultPath="$.oops"), "under $.error"),
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_our_lint_finds_a_planted_fault(fault: str) -> None:
    machine = copy.deepcopy(_MACHINE)
    plant, finding = _FAULTS[fault]
    plant(machine)
    assert [words for words in lint(machine) if finding in words]


@pytest.mark.skipif(not _VALIDATOR.is_dir(), reason="asl-validator is not there: run `npm ci`")
def test_asl_validator_finds_nothing() -> None:
    command = [
        str(NODE),
        str(_VALIDATOR / "dist" / "bin" / "asl-validator.js"),
        "--json-path",
        str(ROOT / STATE_MACHINE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_placeholders_are_functions_and_what_composition_needs() -> None:
    wanted = set(re.findall(r"\$\{(\w+)\}", _TEXT))
    assert wanted - set(COMPOSE_PLACEHOLDERS) <= {function.name for function in FUNCTIONS}
    assert set(COMPOSE_PLACEHOLDERS) <= wanted


def test_template_fills_in_every_placeholder(environment: Environment) -> None:
    machine = environment.only("AWS::StepFunctions::StateMachine")
    properties = environment.resolved(machine)
    assert json.loads(properties["DefinitionString"]) == _MACHINE
    values = properties["DefinitionSubstitutions"]
    assert set(values) == set(re.findall(r"\$\{(\w+)\}", _TEXT))
    arns = {environment.name(one): environment.arn(one) for one in environment.resources("AWS::Lambda::Function")}
    for name, value in values.items():
        if name not in COMPOSE_PLACEHOLDERS:
            assert value == next(arn for known, arn in arns.items() if known.endswith(f"-{name}"))


def test_the_workflow_is_standard_traced_and_logs_no_prompts(environment: Environment) -> None:
    properties = environment.resolved(environment.only("AWS::StepFunctions::StateMachine"))
    assert properties["StateMachineType"] == "STANDARD"
    assert properties["TracingConfiguration"] == {"Enabled": True}
    assert properties["LoggingConfiguration"]["Level"] == "ERROR"
    assert properties["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_the_workflow_may_call_exactly_the_functions_it_names(environment: Environment) -> None:
    machine = environment.only("AWS::StepFunctions::StateMachine")
    role = next(
        r for r in environment.resources("AWS::IAM::Role") if r.id == machine.properties["RoleArn"]["Fn::GetAtt"][0]
    )
    allowed = [s for s in statements(environment, role) if "lambda:InvokeFunction" in listed(s["Action"])]
    substitutions = environment.resolved(machine)["DefinitionSubstitutions"]
    called = {arn for arn in substitutions.values() if ":function:" in arn}
    assert {arn for statement in allowed for arn in listed(statement["Resource"])} == called


def test_the_workflow_may_run_the_composition_and_nothing_else(environment: Environment) -> None:
    machine = environment.only("AWS::StepFunctions::StateMachine")
    role = next(
        r for r in environment.resources("AWS::IAM::Role") if r.id == machine.properties["RoleArn"]["Fn::GetAtt"][0]
    )
    by_action = {action: s for s in statements(environment, role) for action in listed(s["Action"])}
    [task] = listed(by_action["ecs:RunTask"]["Resource"])
    family = environment.name(environment.only("AWS::ECS::TaskDefinition"))
    assert task.endswith(f":task-definition/{family}:*")
    assert {"ecs:StopTask", "ecs:DescribeTasks", "events:PutRule", "events:PutTargets", "events:DescribeRule"} <= set(
        by_action
    )
    definition = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))
    roles = {definition["TaskRoleArn"], definition["ExecutionRoleArn"]}
    assert set(listed(by_action["iam:PassRole"]["Resource"])) == roles


def test_the_container_that_is_overridden_is_the_one_that_is_defined(environment: Environment) -> None:
    [task] = _tasks(_MACHINE, "ecs:runTask")
    [override] = task["Parameters"]["Overrides"]["ContainerOverrides"]
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    assert override["Name"] == container["Name"] == COMPOSE_CONTAINER
