"""OpenAI's adapters against a scripted vendor: what is sent, what comes out, and what every failure means."""

from __future__ import annotations

import base64
import io
import json
import logging
import traceback
import wave
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import AspectRatio, Brief
from omnigen.domain.script import ScriptDraft
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
from omnigen.providers.openai import (
    Account,
    OpenAIIllustrator,
    OpenAIModerator,
    OpenAINarrator,
    OpenAIStyleReader,
    OpenAIWriter,
)
from omnigen.providers.protocols import ImageRequest, Picture, SpeechRequest, StyleRequest, TextRequest
from omnigen.providers.registry import find_model
from omnigen.settings import Settings

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor

DRAFT: dict[str, Any] = {
    "title": "Morning",
    "product_name": "Aurora",
    "call_to_action": "Try it",
    "look": {"light": "low sun", "colour_grade": "amber", "mood": "calm"},
    "sound": {"mood": "warm", "description": "Slow piano."},
    "segments": [{"text": "One."}, {"text": "Two."}],
}
REQUEST = TextRequest(
    order_id="script-0123456789abcdef",
    brief=Brief(prompt="a lamp"),
    instructions="Write.",
    input="<data>{}</data>",
    form=ScriptDraft,
    scene_seconds=(Decimal(4), Decimal(6)),
    word_budgets=(8, 12),
)
IMAGE = ImageRequest(order_id="image-1", prompt="a lamp", aspect_ratio=AspectRatio.WIDE, width=1280, height=720)


def account(vendor: ScriptedVendor) -> Account:
    return Account(lambda: KEY, f"{vendor.url}/v1")


def writer(vendor: ScriptedVendor, settings: Settings) -> OpenAIWriter:
    return OpenAIWriter(account(vendor), find_model("gpt-6-luna"), settings)


def illustrator(vendor: ScriptedVendor) -> OpenAIIllustrator:
    return OpenAIIllustrator(account(vendor), find_model("flare"))


def response(text: str = "", **changed: Any) -> Answer:
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    usage = {"input_tokens": 1_000, "output_tokens": 200}
    return Answer(body={"id": "r", "status": "completed", "output": [message], "usage": usage} | changed)


def refusal(status: int, code: str | None = None, message: str = "no") -> Answer:
    error = {"error": {"message": message, "type": "t", "param": None, "code": code}}
    return Answer(status=status, body=error)


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


FAILURES = [
    (refusal(429, "rate_limit_exceeded"), ProviderThrottled),
    (refusal(429, "insufficient_quota"), ConfigError),
    (refusal(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"), ConfigError),
    (refusal(403, None), ConfigError),
    (refusal(402, None), ConfigError),
    (refusal(404, "model_not_found"), ModelGone),
    (refusal(400, "content_policy_violation"), PolicyBlocked),
    (refusal(400, "moderation_blocked"), PolicyBlocked),
    (refusal(400, "context_length_exceeded"), BadInput),
    (refusal(400, "invalid_json_schema"), BadInput),
    (refusal(422, None), BadInput),
    (refusal(500, None), ProviderUnavailable),
    (refusal(503, None), ProviderUnavailable),
    (Answer(status=502, body="<html>bad gateway</html>", media_type="text/html"), ProviderUnavailable),
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
        illustrator(vendor).draw(IMAGE)
    assert (type(writing.value), type(drawing.value)) == (kind, kind)
    assert len(vendor.asked) == 2


def test_a_host_that_is_not_there_took_no_order(settings: Settings) -> None:
    nobody = Account(lambda: KEY, "http://127.0.0.1:9/v1")
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        OpenAIWriter(nobody, find_model("gpt-6-luna"), settings).write(REQUEST)


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


def test_a_picture_is_drawn_in_the_shape_asked_for(vendor: ScriptedVendor) -> None:
    usage = {
        "input_tokens": 20,
        "output_tokens": 1_100,
        "total_tokens": 1_120,
        "input_tokens_details": {"text_tokens": 20, "image_tokens": 0},
    }
    vendor.answers = [
        Answer(body={"created": 1, "data": [{"b64_json": base64.b64encode(b"png").decode()}], "usage": usage})
    ]
    drawn = illustrator(vendor).draw(IMAGE)
    assert drawn.data == b"png"
    assert vendor.asked[0].json["size"] == "1536x864"
    assert drawn.usage.usd == Decimal("0.000005") * 20 + Decimal("0.00003") * 1_100
    assert drawn.usage.usd <= illustrator(vendor).quote(IMAGE)


@pytest.mark.parametrize(
    ("ratio", "width", "height", "size"),
    [
        (AspectRatio.WIDE, 1920, 1080, "2048x1152"),
        (AspectRatio.TALL, 720, 1280, "864x1536"),
        (AspectRatio.TALL, 1080, 1920, "1152x2048"),
        (AspectRatio.SQUARE, 720, 720, "1024x1024"),
        (AspectRatio.SQUARE, 1080, 1080, "1088x1088"),
    ],
)
def test_pictures_are_at_least_as_large_as_needed(
    vendor: ScriptedVendor, ratio: AspectRatio, width: int, height: int, size: str
) -> None:
    vendor.answers = [Answer(body={"created": 1, "data": [{"b64_json": "cG5n"}]})]
    illustrator(vendor).draw(ImageRequest(order_id="i", prompt="p", aspect_ratio=ratio, width=width, height=height))
    assert vendor.asked[0].json["size"] == size


@pytest.mark.parametrize("body", [{"created": 1, "data": []}, {"created": 1}])
def test_an_answer_without_a_picture_is_a_refusal(vendor: ScriptedVendor, body: dict[str, Any]) -> None:
    vendor.answers = [Answer(body=body)]
    with pytest.raises(PolicyBlocked, match="without a picture"):
        illustrator(vendor).draw(IMAGE)


def test_speech_is_a_wav_of_exactly_the_samples_that_came(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=b"\x01\x00" * 24_000, media_type="audio/pcm")]
    narrator = OpenAINarrator(account(vendor), find_model("tts-1-hd"))
    spoken = narrator.speak(SpeechRequest(order_id="speech-1", text="Hello there.", voice="warm", speed=Decimal("1.1")))
    with wave.open(io.BytesIO(spoken.data)) as sound:
        assert sound.getnframes() / sound.getframerate() == 1.0
    asked = vendor.asked[0].json
    assert (asked["voice"], asked["speed"], asked["response_format"]) == ("sage", 1.1, "pcm")
    assert (spoken.usage.characters, spoken.usage.usd) == (12, Decimal("0.00036"))


def test_long_texts_are_read_in_parts_and_joined(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=b"\x01\x00" * 2_400, media_type="audio/pcm")]
    text = "A sentence that goes on for a while, as sentences do. " * 160
    spoken = OpenAINarrator(account(vendor), find_model("tts-1")).speak(SpeechRequest(order_id="s", text=text.strip()))
    parts = [asked.json["input"] for asked in vendor.asked]
    assert all(len(part) <= 4_096 for part in parts)
    assert " ".join(parts).split() == text.split()
    with wave.open(io.BytesIO(spoken.data)) as sound:
        assert sound.getnframes() == 2_400 * len(parts)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"", media_type="audio/pcm"),
        Answer(body={"error": "x"}),
        Answer(body=b"abc", media_type="audio/pcm"),
    ],
)
def test_what_is_no_sound_is_bad_output(vendor: ScriptedVendor, answer: Answer) -> None:
    vendor.answers = [answer]
    with pytest.raises(BadOutput):
        OpenAINarrator(account(vendor), find_model("tts-1")).speak(SpeechRequest(order_id="s", text="Hello."))


def test_pictures_are_shown_as_data_and_described_in_one_line(vendor: ScriptedVendor) -> None:
    vendor.answers = [response("Soft light,\nmuted greens.")]
    reader = OpenAIStyleReader(account(vendor), find_model("gpt-6-luna"))
    request = StyleRequest(
        order_id="style-1", pictures=(Picture(data=b"one"), Picture(data=b"two", media_type="image/jpeg"))
    )
    described = reader.describe(request)
    assert described.text == "Soft light, muted greens."
    assert described.usage.images == 2
    content = vendor.asked[0].json["input"][0]["content"]
    assert [part["type"] for part in content] == ["input_text", "input_image", "input_image"]
    assert content[2]["image_url"] == "data:image/jpeg;base64," + base64.b64encode(b"two").decode()
    assert described.usage.usd <= reader.quote(request)


def test_moderation_names_what_it_flags(vendor: ScriptedVendor) -> None:
    result = {"flagged": True, "categories": {"violence": True, "hate": False, "self-harm/intent": True}}
    vendor.answers = [Answer(body={"id": "m", "model": "x", "results": [result | {"category_scores": {}}]})]
    verdict = OpenAIModerator(account(vendor), find_model("omni-moderation-latest")).judge("text")
    assert verdict.flagged == ("self-harm/intent", "violence")


def test_moderation_lets_the_rest_pass(vendor: ScriptedVendor) -> None:
    result = {"flagged": False, "categories": {"violence": False}, "category_scores": {}}
    vendor.answers = [Answer(body={"id": "m", "model": "x", "results": [result]})]
    assert OpenAIModerator(account(vendor), find_model("omni-moderation-latest")).judge("text").flagged == ()


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
    drawing = OpenAIIllustrator(Account(lambda: next(keys), f"{vendor.url}/v1"), find_model("flare"))
    drawing.draw(IMAGE)
    drawing.draw(IMAGE)
    assert [asked.headers["authorization"] for asked in vendor.asked] == ["Bearer first", "Bearer second"]
