"""The API's description is true: it is the one committed, and the server keeps to its schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from omnigen import __version__
from omnigen.domain.webhook import body_of, challenge_body, repeats_challenge, signed_headers
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.api.handler import application
from functions.api.openapi_document import document
from local.api import openapi_document, page_limits
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
    assert openapi_document.PLACE.read_text(encoding="utf-8") == openapi_document.text(), "run: make openapi"


def test_the_limits_that_the_page_shows_are_the_document_s() -> None:
    assert page_limits.PLACE.read_text(encoding="utf-8") == page_limits.page_limits(DOCUMENT), "run: make openapi"
    assert '"maximum": 120' in page_limits.page_limits(DOCUMENT)


def test_the_document_is_valid_openapi_3_1() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_operation_says_what_may_go_wrong() -> None:
    assert "application/problem+json" in DOCUMENT["components"]["responses"]["Problem"]["content"]
    for operation in operations():
        for kind in ("4XX", "5XX"):
            assert operation["responses"][kind] == {"$ref": "#/components/responses/Problem"}
        assert operation["summary"]


def test_every_operation_and_every_schema_has_a_short_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in operations()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in names)
    titles = [schema["title"] for schema in DOCUMENT["components"]["schemas"].values()]
    assert len(set(titles)) == len(titles)


def test_the_document_has_the_version_of_the_program() -> None:
    assert DOCUMENT["info"]["version"] == version("omnigen") == __version__


def test_a_webhook_delivery_is_described_as_it_is_sent() -> None:
    operation = DOCUMENT["webhooks"]["jobStatusChanged"]["post"]
    body = json.loads(body_of("job_01M7YQNG5N91ZWTV4P7J6JG8BY", "completed", 1, 42, 1_795_265_802))
    schemas = {"components": {"schemas": DOCUMENT["components"]["schemas"]}}
    Draft202012Validator({"$ref": "#/components/schemas/WebhookEvent"} | schemas).validate(body)
    assert set(body) == {"type", "timestamp", "data"}
    named = {parameter["name"] for parameter in operation["parameters"]}
    assert named == set(signed_headers(["whsec_c2VjcmV0"], "msg", 1, b"{}")) - {"content-type"}


def test_a_verification_is_described_as_it_is_sent() -> None:
    operation = DOCUMENT["webhooks"]["receiverVerification"]["post"]
    schemas = {"components": {"schemas": DOCUMENT["components"]["schemas"]}}
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema | schemas).validate(json.loads(challenge_body("text", 1_795_265_802)))
    answer = operation["responses"]["2XX"]["content"]["application/json"]["schema"]
    assert repeats_challenge("text", json.dumps(dict.fromkeys(answer["required"], "text")).encode())


def operations() -> list[dict[str, Any]]:
    """Every operation of the document."""
    return [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]


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
