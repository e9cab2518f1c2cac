"""What every failure of OpenAI means, and that it costs one request."""

from __future__ import annotations

import json
import logging
import traceback
from decimal import Decimal

import pytest
from omnigen.errors import (
    BadInput,
    BadOutput,
    ConfigError,
    ModelGone,
    PolicyBlocked,
    ProviderError,
    ProviderThrottled,
    ProviderUnavailable,
    UnknownOutcome,
)
from omnigen.providers.model_registry import find_model
from omnigen.providers.openai import OpenAIAccount, OpenAIImageProvider, OpenAITextProvider
from omnigen.settings import Settings

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor
from tests.unit.providers.openai_client import DRAFT, IMAGE, REQUEST, account, image_provider, refusal, response, writer

FAILURES = [
    (refusal(429, "rate_limit_exceeded"), ProviderThrottled),
    (refusal(429, "insufficient_quota"), ConfigError),
    (refusal(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"), ConfigError),
    (refusal(403, None, "Your organization must be verified to use the model `gpt-image-2.5-flare`."), ModelGone),
    (refusal(403, "unsupported_country_region_territory", "Country, region, or territory not supported"), ModelGone),
    (refusal(403, "model_not_found", "Project `p` does not have access to model `gpt-6-luna`"), ModelGone),
    (refusal(400, "invalid_prompt", "Invalid prompt: your prompt was flagged"), PolicyBlocked),
    (refusal(402, None), ConfigError),
    (refusal(404, "model_not_found"), ModelGone),
    (refusal(400, "content_policy_violation"), PolicyBlocked),
    (refusal(400, "moderation_blocked"), PolicyBlocked),
    (refusal(400, "context_length_exceeded"), BadInput),
    (refusal(400, "invalid_json_schema"), BadInput),
    (refusal(422, None), BadInput),
    (refusal(500, None), ProviderUnavailable),
    (refusal(503, None), ProviderUnavailable),
    (Answer(status=502, body="<html>bad gateway</html>", media_type="text/html"), UnknownOutcome),
    (Answer(status=524, body="<html>timeout</html>", media_type="text/html"), UnknownOutcome),
    (Answer(status=504, body={"error": {"message": "timeout", "code": None}}), UnknownOutcome),
    (Answer(status=408, body={}), UnknownOutcome),
    (Answer(lost=True), UnknownOutcome),
    (Answer(body={"a": "b" * 500}, cut=True), UnknownOutcome),
]


@pytest.mark.parametrize(("answer", "kind"), FAILURES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_failure_has_its_meaning_and_costs_one_request(
    vendor: ScriptedVendor, settings: Settings, answer: Answer, kind: type[ProviderError]
) -> None:
    vendor.answers = [answer]
    with pytest.raises(ProviderError) as writing:
        writer(vendor, settings).write(REQUEST)
    with pytest.raises(ProviderError) as drawing:
        image_provider(vendor).draw(IMAGE)
    assert (type(writing.value), type(drawing.value)) == (kind, kind)
    assert len(vendor.asked) == 2


def test_a_host_that_is_not_there_took_no_order(settings: Settings) -> None:
    nobody = OpenAIAccount(lambda: KEY, "http://127.0.0.1:9/v1")
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        OpenAITextProvider(nobody, find_model("gpt-6-luna"), settings).write(REQUEST)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            response('{"title": "half', status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
            BadOutput,
            "cut short",
        ),
        (response("", status="incomplete", incomplete_details={"reason": "content_filter"}), PolicyBlocked, "filtered"),
        (
            response("", output=[{"type": "message", "content": [{"type": "refusal", "refusal": "I cannot."}]}]),
            PolicyBlocked,
            "I cannot",
        ),
        (response("certainly! here is"), BadOutput, "did not keep to the form"),
        (response(json.dumps(DRAFT | {"extra": 1})), BadOutput, "extra"),
        (response(json.dumps({key: DRAFT[key] for key in DRAFT if key != "look"})), BadOutput, "look: Field required"),
        (response(""), BadOutput, "nothing"),
        (response("", status="failed", error={"code": "server_error", "message": "oops"}), ProviderUnavailable, "oops"),
    ],
)
def test_an_answer_that_is_none_is_paid_and_says_what_is_wrong(
    vendor: ScriptedVendor, settings: Settings, answer: Answer, kind: type[ProviderError], words: str
) -> None:
    vendor.answers = [answer]
    with pytest.raises(kind, match=words) as caught:
        writer(vendor, settings).write(REQUEST)
    assert caught.value.usd == Decimal("0.0002")
    assert len(vendor.asked) == 1


def test_a_broken_form_brings_the_answer_along_for_the_repair(vendor: ScriptedVendor, settings: Settings) -> None:
    vendor.answers = [response('{"title": 7}')]
    with pytest.raises(BadOutput) as caught:
        writer(vendor, settings).write(REQUEST)
    assert caught.value.answer == '{"title": 7}'


def test_a_page_that_is_no_answer_at_all_is_bad_output(vendor: ScriptedVendor, settings: Settings) -> None:
    vendor.answers = [Answer(body="<html>hello</html>", media_type="text/html")]
    with pytest.raises(BadOutput, match="no response"):
        writer(vendor, settings).write(REQUEST)


@pytest.mark.parametrize("status", [401, 429, 400, 500])
def test_the_key_is_in_no_log_and_no_traceback(
    vendor: ScriptedVendor, settings: Settings, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    vendor.answers = [refusal(status, "x", f"Incorrect API key provided: {KEY}.")]
    with pytest.raises(ProviderError) as caught:
        writer(vendor, settings).write(REQUEST)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(account(vendor))
    assert KEY not in shown
    assert vendor.asked[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_changed_key_is_taken_up(vendor: ScriptedVendor) -> None:
    keys = iter(["first", "second"])
    vendor.answers = [Answer(body={"created": 1, "data": [{"b64_json": "cG5n"}]})]
    drawing = OpenAIImageProvider(OpenAIAccount(lambda: next(keys), f"{vendor.url}/v1"), find_model("flare"))
    drawing.draw(IMAGE)
    drawing.draw(IMAGE)
    assert [asked.headers["authorization"] for asked in vendor.asked] == ["Bearer first", "Bearer second"]
