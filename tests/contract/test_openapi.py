"""The API's description is true: it is the one committed, and the server keeps to its schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.api.handler import application
from functions.api.routes.openapi import document
from local.api import openapi_document
from local.api.server import PREFIX, api_mounted
from local.api.tokens import tokens_of
from local.emulator.cloud import LocalCloud
from tests.conftest import SETTINGS

DOCUMENT = document(application())

schema = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Few jobs, so that what chance submits does not keep the machine busy."""
    return {"environment": {**SETTINGS, "OMNIGEN_WEBHOOK_KEY": "master", "OMNIGEN_JOBS_PER_DAY": "12"}}


@pytest.fixture(scope="module")
def server(cloud: LocalCloud) -> Iterator[tuple[str, str]]:
    """Address and token of the API on the local host."""
    with api_mounted(cloud, at_once=4):
        yield f"{cloud.url}{PREFIX}", tokens_of(cloud.data_dir).issue("chance")


def test_the_committed_document_is_the_code_s() -> None:
    assert openapi_document.PLACE.read_text(encoding="utf-8") == openapi_document.text(), (
        "run: python -m local.api.openapi_document"
    )


def test_the_document_is_valid_openapi_3_1() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_operation_says_what_may_go_wrong() -> None:
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert operation["summary"]


def test_every_route_of_the_design_is_there() -> None:
    text = (Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8")
    for path in (
        "/generate",
        "/generate/script",
        "/estimate",
        "/jobs",
        "/jobs/{job_id}/events",
        "/jobs/{job_id}/deliveries/{number}/replay",
        "/projects/{project_id}",
        "/scripts/{script_id}/create-video",
        "/scenes/{scene_id}/images",
        "/images/{image_id}/reject",
        "/uploads",
        "/usage",
        "/models",
        "/health/video",
    ):
        assert f'"{path}"' in text


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
def test_the_server_keeps_to_its_description_whatever_it_is_sent(
    case: schemathesis.Case[Any], server: tuple[str, str]
) -> None:
    address, token = server
    case.query = {name: value for name, value in (case.query or {}).items() if name != "wait"}  # nobody waits here
    answer = case.call(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60)
    assert answer.status_code < 500, answer.text
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    case.validate_response(answer, checks=checks)
