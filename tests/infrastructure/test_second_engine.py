"""CloudFormation of a second engine creates both stacks from the templates, with nothing changed but what it lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import API, AUTHORIZER, FUNCTIONS, TABLES

from infra.api import OPEN_ROUTES, ORDER_ROUTES
from tests.infrastructure.ministack import PROGRAM, UNKNOWN, Ministack, known_part, ministack

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="MiniStack is not there: run `make .venv/ministack`")


class Deployed:
    """One environment on MiniStack: `stacks` as CloudFormation describes them, by Data and App."""

    def __init__(self, engine: Ministack, assembly: Path) -> None:
        self.engine = engine
        self.stacks: dict[str, Mapping[str, Any]] = {}
        self.templates: dict[str, Mapping[str, Any]] = {}
        for part in ("Data", "App"):
            [template] = assembly.glob(f"*{part}*.template.json")
            [assets] = assembly.glob(f"*{part}*.assets.json")
            self.templates[part] = json.loads(template.read_text(encoding="utf-8"))
            described = engine.deploy(f"omnigen-{part}", self.templates[part], json.loads(assets.read_text("utf-8")))
            self.stacks[part] = described

    @property
    def outputs(self) -> dict[str, str]:
        """What both stacks say to whoever deploys."""
        outputs = (output for stack in self.stacks.values() for output in stack["Outputs"])
        return {output["OutputKey"]: output["OutputValue"] for output in outputs}


@pytest.fixture(scope="module")
def deployed(assembly_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with ministack(tmp_path_factory.mktemp("ministack")) as engine:
        yield Deployed(engine, assembly_folder / "assembly-Prod")


def test_both_stacks_are_created(deployed: Deployed) -> None:
    statuses = {part: stack["StackStatus"] for part, stack in deployed.stacks.items()}
    assert statuses == dict.fromkeys(("Data", "App"), "CREATE_COMPLETE"), [
        *deployed.engine.failures("omnigen-Data"),
        *deployed.engine.failures("omnigen-App"),
    ]


def test_only_what_the_engine_lacks_is_left_out(deployed: Deployed) -> None:
    for template in deployed.templates.values():
        made = known_part(template)["Resources"]
        missing = {resource["Type"] for name, resource in template["Resources"].items() if name not in made}
        assert missing <= {*UNKNOWN, "AWS::CloudWatch::Alarm"}


def test_whoever_deploys_gets_values_and_no_references(deployed: Deployed) -> None:
    assert {"ApiUrl", "WebsiteUrl", "ClientId", "UserPoolId", "AssetsBucket", "StateMachineArn"} <= set(
        deployed.outputs
    )
    assert [value for value in deployed.outputs.values() if not value or "${" in value or "Fn::" in value] == []


def test_tables_and_functions_have_the_names_the_program_uses(deployed: Deployed) -> None:
    tables = deployed.engine.client("dynamodb").list_tables()["TableNames"]
    assert {f"omnigen-{table.name}" for table in TABLES} <= set(tables)
    pages = deployed.engine.client("lambda").get_paginator("list_functions").paginate()
    functions = {function["FunctionName"]: function for page in pages for function in page["Functions"]}
    assert {f"omnigen-{function.name}" for function in (*FUNCTIONS, API, AUTHORIZER)} <= set(functions)
    told = functions["omnigen-WriteScript"]["Environment"]["Variables"]
    assert told["ASSETS_BUCKET"] == deployed.outputs["AssetsBucket"]
    assert told["STATE_MACHINE_ARN"] == deployed.outputs["StateMachineArn"]


def test_the_state_machine_is_accepted_and_names_what_was_created(deployed: Deployed) -> None:
    states = deployed.engine.client("stepfunctions")
    definition = states.describe_state_machine(stateMachineArn=deployed.outputs["StateMachineArn"])["definition"]
    assert "${" not in definition
    composing = json.loads(definition)["States"]["ComposeVideo"]["Parameters"]
    families = deployed.engine.client("ecs").list_task_definition_families()["families"]
    assert composing["TaskDefinition"] in families


def test_the_api_has_its_routes_and_asks_for_tokens_of_our_pool(deployed: Deployed) -> None:
    gateway = deployed.engine.client("apigatewayv2")
    api_id = deployed.outputs["ApiUrl"].partition("//")[2].partition(".")[0]
    routes = {route["RouteKey"]: route for route in gateway.get_routes(ApiId=api_id)["Items"]}
    assert {*OPEN_ROUTES, *ORDER_ROUTES} <= set(routes)
    assert {routes[key].get("AuthorizationType", "NONE") for key in ORDER_ROUTES} == {"CUSTOM"}
    [authorizer] = gateway.get_authorizers(ApiId=api_id)["Items"]
    assert authorizer["AuthorizerType"] == "REQUEST"
    assert "-Authorizer/invocations" in authorizer["AuthorizerUri"]
