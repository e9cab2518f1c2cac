"""Scripts and storyboards at OpenAI: what is sent, what comes out, and what is repaired."""

from __future__ import annotations

import json
from decimal import Decimal

from omnigen.domain.script import ScriptDraft
from omnigen.settings import Settings

from tests.unit.providers.conftest import ScriptedVendor
from tests.unit.providers.openai_client import DRAFT, REQUEST, refusal, response, writer


def test_a_script_is_asked_for_once_in_strict_form_and_paid_by_the_token(
    vendor: ScriptedVendor, settings: Settings
) -> None:
    vendor.answers = [response(json.dumps(DRAFT))]
    written = writer(vendor, settings).write(REQUEST)
    assert written.draft == ScriptDraft.model_validate(DRAFT)
    assert written.usage.usd == Decimal("0.0000001") * 1_000 + Decimal("0.0000005") * 200
    (asked,) = vendor.asked
    assert asked.path == "/v1/responses"
    assert asked.json["text"]["format"]["strict"] is True
    assert asked.json["temperature"] == 0.8
    assert asked.json["store"] is False
    assert asked.headers["x-client-request-id"] == REQUEST.order_id
    assert written.usage.usd <= writer(vendor, settings).quote(REQUEST)


def test_after_a_complaint_the_refused_answer_is_part_of_the_conversation(
    vendor: ScriptedVendor, settings: Settings
) -> None:
    vendor.answers = [response(json.dumps(DRAFT))]
    writer(vendor, settings).write(REQUEST.again("Segment 1 is too long.", '{"title": "x"}'))
    said = vendor.asked[0].json["input"]
    assert [turn["role"] for turn in said] == ["user", "assistant", "user"]
    assert said[1]["content"] == '{"title": "x"}'
    assert said[2]["content"].startswith("Segment 1 is too long.")


def test_a_model_that_takes_no_temperature_is_asked_without(vendor: ScriptedVendor, settings: Settings) -> None:
    vendor.answers = [
        refusal(400, "unsupported_parameter", "Unsupported parameter: 'temperature' is not supported with this model."),
        response(json.dumps(DRAFT)),
    ]
    writer(vendor, settings).write(REQUEST)
    assert ["temperature" in asked.json for asked in vendor.asked] == [True, False]
