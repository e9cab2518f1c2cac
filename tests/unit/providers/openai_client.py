"""OpenAI's adapters at a scripted vendor, and what it may answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.script import ScriptDraft
from omnigen.providers.model_registry import find_model
from omnigen.providers.openai import OpenAIAccount, OpenAIImageProvider, OpenAITextProvider
from omnigen.providers.protocols import ImageRequest, TextRequest
from omnigen.settings import Settings

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor

DRAFT: dict[str, Any] = {
    "understood": {
        "name": "Aurora",
        "kind": "a lamp",
        "noun": "lamp",
        "category": "product",
        "features": [],
        "facts": [],
        "audience": "",
        "action": "",
        "tone": "",
    },
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


def account(vendor: ScriptedVendor) -> OpenAIAccount:
    return OpenAIAccount(lambda: KEY, f"{vendor.url}/v1")


def writer(vendor: ScriptedVendor, settings: Settings) -> OpenAITextProvider:
    return OpenAITextProvider(account(vendor), find_model("gpt-6-luna"), settings)


def image_provider(vendor: ScriptedVendor) -> OpenAIImageProvider:
    return OpenAIImageProvider(account(vendor), find_model("flare"))


def response(text: str = "", **changed: Any) -> Answer:
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    usage = {"input_tokens": 1_000, "output_tokens": 200}
    return Answer(body={"id": "r", "status": "completed", "output": [message], "usage": usage} | changed)


def refusal(status: int, code: str | None = None, message: str = "no") -> Answer:
    error = {"error": {"message": message, "type": "t", "param": None, "code": code}}
    return Answer(status=status, body=error)
