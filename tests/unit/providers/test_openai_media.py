"""Pictures, speech and moderation at OpenAI: what is sent, and what comes out."""

from __future__ import annotations

import base64
import io
import wave
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief_options import AspectRatio
from omnigen.errors import BadOutput, PolicyBlocked
from omnigen.providers.model_registry import find_model
from omnigen.providers.openai import OpenAIModerationProvider, OpenAISpeechProvider, OpenAIVisionProvider
from omnigen.providers.protocols import ImageRequest, ReferenceImage, SpeechRequest, StyleRequest

from tests.unit.providers.conftest import Answer, ScriptedVendor
from tests.unit.providers.openai_client import IMAGE, account, image_provider, response


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
    drawn = image_provider(vendor).draw(IMAGE)
    assert drawn.data == b"png"
    assert vendor.asked[0].json["size"] == "1536x864"
    assert drawn.usage.usd == Decimal("0.000005") * 20 + Decimal("0.00003") * 1_100
    assert drawn.usage.usd <= image_provider(vendor).quote(IMAGE)


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
    image_provider(vendor).draw(ImageRequest(order_id="i", prompt="p", aspect_ratio=ratio, width=width, height=height))
    assert vendor.asked[0].json["size"] == size


@pytest.mark.parametrize("body", [{"created": 1, "data": []}, {"created": 1}])
def test_an_answer_without_a_picture_is_a_refusal(vendor: ScriptedVendor, body: dict[str, Any]) -> None:
    vendor.answers = [Answer(body=body)]
    with pytest.raises(PolicyBlocked, match="without a picture"):
        image_provider(vendor).draw(IMAGE)


def test_speech_is_a_wav_of_exactly_the_samples_that_came(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=b"\x01\x00" * 24_000, media_type="audio/pcm")]
    speech_provider = OpenAISpeechProvider(account(vendor), find_model("tts-1-hd"))
    spoken = speech_provider.speak(
        SpeechRequest(order_id="speech-1", text="Hello there.", voice="warm", speed=Decimal("1.1"))
    )
    with wave.open(io.BytesIO(spoken.data)) as sound:
        assert sound.getnframes() / sound.getframerate() == 1.0
    asked = vendor.asked[0].json
    assert (asked["voice"], asked["speed"], asked["response_format"]) == ("sage", 1.1, "pcm")
    assert (spoken.usage.characters, spoken.usage.usd) == (12, Decimal("0.00036"))


def test_long_texts_are_read_in_parts_and_joined(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=b"\x01\x00" * 2_400, media_type="audio/pcm")]
    text = "A sentence that goes on for a while, as sentences do. " * 160
    spoken = OpenAISpeechProvider(account(vendor), find_model("tts-1")).speak(
        SpeechRequest(order_id="s", text=text.strip())
    )
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
        OpenAISpeechProvider(account(vendor), find_model("tts-1")).speak(SpeechRequest(order_id="s", text="Hello."))


def test_pictures_are_shown_as_data_and_described_in_one_line(vendor: ScriptedVendor) -> None:
    vendor.answers = [response("Soft light,\nmuted greens.")]
    reader = OpenAIVisionProvider(account(vendor), find_model("gpt-6-luna"))
    request = StyleRequest(
        order_id="style-1", pictures=(ReferenceImage(data=b"one"), ReferenceImage(data=b"two", media_type="image/jpeg"))
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
    verdict = OpenAIModerationProvider(account(vendor), find_model("omni-moderation-latest")).judge("text")
    assert verdict.flagged == ("self-harm/intent", "violence")


def test_moderation_lets_the_rest_pass(vendor: ScriptedVendor) -> None:
    result = {"flagged": False, "categories": {"violence": False}, "category_scores": {}}
    vendor.answers = [Answer(body={"id": "m", "model": "x", "results": [result]})]
    assert OpenAIModerationProvider(account(vendor), find_model("omni-moderation-latest")).judge("text").flagged == ()
