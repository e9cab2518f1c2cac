"""Our extracts of the vendors' interfaces are valid, dated and complete, and both checks find mistakes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from omnigen.providers.model_registry import Model, known_models
from openapi_spec_validator import validate

from tests.contract.fake_openai import response
from tests.contract.sdk_types import openai_violation
from tests.contract.vendor_interfaces import (
    Request,
    VendorInterface,
    VendorName,
    described_models,
    document,
    input_violation,
    model_interface,
)

SENT = [model for model in known_models() if model.vendor == "replicate" and model.usable]
WRITE: dict[str, Any] = {
    "model": "gpt-6-luna",
    "input": [{"role": "user", "content": "An ad"}],
    "text": {"format": {"type": "json_schema", "name": "Script", "schema": {"type": "object"}, "strict": True}},
    "max_output_tokens": 400,
    "store": False,
}
ANSWER = response(WRITE, [{"type": "output_text", "text": "{}", "annotations": [], "logprobs": []}])


@pytest.mark.parametrize("vendor", ["openai", "replicate"])
def test_an_extract_is_valid_openapi_and_names_its_source_and_date(vendor: VendorName) -> None:
    validate(document(vendor))
    facts = document(vendor)["info"]
    assert facts["x-source"]
    assert date(2026, 1, 1) < date.fromisoformat(facts["x-source-date"]) <= date.fromisoformat(facts["x-read-on"])


@pytest.mark.parametrize("model", SENT, ids=lambda model: model.id)
def test_every_field_that_a_model_is_sent_is_in_its_dated_schema_and_no_other(model: Model) -> None:
    told = model_interface(model.id)
    Draft202012Validator.check_schema(told["input"])
    mark = {model.order_tag.field} if model.order_tag else set()
    photos = {model.references.field} if model.references else set()
    assert set(told["input"]["properties"]) == {*model.inputs.values(), *model.options, *mark, *photos}
    assert set(told["input"].get("required", ())) <= set(told["input"]["properties"])
    assert told["model"] == model.id
    assert told["source"]
    assert date.fromisoformat(told["source_date"]) <= min(
        fact.checked_on for fact in model.facts if fact.about == "inputs"
    )


def test_no_schema_is_left_of_a_model_that_is_sent_nothing() -> None:
    assert described_models() == {model.id for model in SENT}
    assert input_violation("nobody/nothing", {}) == (
        "nobody/nothing: interfaces/replicate_models/ has no file for this model"
    )


def _extract_says(request: dict[str, Any], answer: dict[str, Any]) -> str:
    """The violation that the extract alone finds."""
    openai = VendorInterface("openai", check_sdk_types=False)
    sent = Request("POST", "/v1/responses", {}, {"Content-Type": "application/json"}, json.dumps(request).encode())
    openai.check(sent, 200, "application/json", json.dumps(answer).encode())
    return " ".join(openai.violations)


def _package_says(request: dict[str, Any], answer: dict[str, Any]) -> str:
    """The violation that the openai package's types alone find."""
    found = openai_violation("POST", "/v1/responses", json.dumps(request).encode(), json.dumps(answer).encode())
    return found or ""


BOTH = pytest.mark.parametrize("check", [_extract_says, _package_says], ids=["extract", "package"])


@BOTH
def test_a_request_as_we_make_it_is_allowed(check: Any) -> None:
    assert check(WRITE, ANSWER) == ""


@BOTH
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"seed": 7}, "seed"),
        ({"max_output_tokens": "many"}, "many"),
        ({"reasoning": {"effort": "a lot"}}, "a lot"),
        ({"input": [{"role": "user", "content": [{"type": "input_text", "words": "An ad"}]}]}, "words"),
        ({"text": {"format": {"type": "json_schema", "name": "Script", "schema": {}, "exact": True}}}, "exact"),
    ],
    ids=str,
)
def test_each_check_finds_a_malformed_request_to_openai(check: Any, changes: dict[str, Any], named: str) -> None:
    assert named in check(WRITE | changes, ANSWER)


@BOTH
@pytest.mark.parametrize("changes", [{"status": "done"}, {"usage": {"input_tokens": 1}}, {"output": "text"}], ids=str)
def test_each_check_finds_a_malformed_answer_of_openai(check: Any, changes: dict[str, Any]) -> None:
    assert next(iter(changes)) in check(WRITE, ANSWER | changes)
