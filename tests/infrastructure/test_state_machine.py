"""The state machine's text as it is deployed: a stock validator finds nothing, and the template fills it in.

Our own linter of it is in tests/workflow/asl_lint.py.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import COMPOSE_CONTAINER, COMPOSE_PLACEHOLDERS, FUNCTIONS, STATE_MACHINE

from infra import NODE, ROOT
from infra.composition import LIMIT_VARIABLES
from tests.infrastructure.templates import Environment, listed, statements
from tests.workflow.asl_graph import places

_TEXT = (ROOT / STATE_MACHINE).read_text(encoding="utf-8")
_MACHINE: dict[str, Any] = json.loads(_TEXT)
_VALIDATOR = ROOT / "node_modules" / "asl-validator"


@pytest.mark.skipif(not _VALIDATOR.is_dir(), reason="asl-validator is not there: run `npm ci`")
def test_asl_validator_finds_nothing() -> None:
    done = _validated(ROOT / STATE_MACHINE)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not _VALIDATOR.is_dir(), reason="asl-validator is not there: run `npm ci`")
def test_asl_validator_would_find_a_fault(tmp_path: Path) -> None:
    machine = copy.deepcopy(_MACHINE)
    machine["States"]["WriteScript"]["Next"] = "Nowhere"
    broken = tmp_path / "broken.asl.json"
    broken.write_text(json.dumps(machine), encoding="utf-8")
    done = _validated(broken)
    assert done.returncode != 0
    assert "Nowhere" in done.stdout + done.stderr


def _validated(file: Path) -> subprocess.CompletedProcess[str]:
    command = [str(NODE), str(_VALIDATOR / "dist" / "bin" / "asl-validator.js"), "--json-path", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


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


def test_no_deployment_takes_away_what_a_waiting_execution_asks_for(environment: Environment) -> None:
    """An execution may wait for weeks, and an update removes the task's revision before, so no revision is named."""
    values = environment.resolved(environment.only("AWS::StepFunctions::StateMachine"))["DefinitionSubstitutions"]
    assert values["ComposeTask"] == environment.name(environment.only("AWS::ECS::TaskDefinition"))
    assert [value for value in values.values() if re.search(r":\d+$", value)] == []


def test_a_task_that_fargate_cannot_start_is_tried_for_hours() -> None:
    """Capacity, quota, throttling: all clips are paid by then, and waiting costs nothing."""
    [task] = [place.state for place in places(_MACHINE) if place.name == "ComposeVideo"]
    first, last = task["Retry"]
    assert all(error.startswith("ECS.") for error in first["ErrorEquals"])
    assert "ECS.AmazonECSException" in first["ErrorEquals"]  # what Step Functions makes of an answer with failures
    assert last["ErrorEquals"] == ["States.TaskFailed"]
    waits = [
        min(first["IntervalSeconds"] * first["BackoffRate"] ** n, first["MaxDelaySeconds"])
        for n in range(first["MaxAttempts"])
    ]
    assert sum(waits) / 2 > 2 * 3600  # full jitter waits half of that on average


def test_a_container_that_starts_early_is_the_one_that_composes_later() -> None:
    early, later = (
        next(place.state for place in places(_MACHINE) if place.name == name)
        for name in ("ComposeEarly", "ComposeVideo")
    )
    same = ("Cluster", "TaskDefinition", "NetworkConfiguration")
    assert [early["Parameters"][name] for name in same] == [later["Parameters"][name] for name in same]
    assert early["Catch"][0]["ErrorEquals"] == ["States.ALL"]


def test_a_changed_limit_leaves_the_composition_as_it_is(environment: Environment) -> None:
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    told = {entry["Name"]: entry["Value"] for entry in container["Environment"]}
    assert not told.keys() & LIMIT_VARIABLES
    assert told["AWS_DEFAULT_REGION"] == told["AWS_REGION"]


def test_a_stopped_composition_ends_at_once(environment: Environment) -> None:
    """Python as the first process of a container would not hear SIGTERM."""
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    assert container["LinuxParameters"]["InitProcessEnabled"] is True
    assert container["StopTimeout"] <= 30


def test_the_container_that_is_overridden_is_the_one_that_is_defined(environment: Environment) -> None:
    tasks = [place.state for place in places(_MACHINE) if "ecs:runTask" in place.state.get("Resource", "")]
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    named = {task["Parameters"]["Overrides"]["ContainerOverrides"][0]["Name"] for task in tasks}
    assert named == {container["Name"]} == {COMPOSE_CONTAINER}
