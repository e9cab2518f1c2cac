"""Every way in which a vendor can fail, what must come of it, and how many orders may be paid at most.

`test_failures.py` holds every case; `providers_page.py` writes them down as docs/providers.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.contract.fake_openai import error, refusal
from tests.contract.fake_replicate import Outcome
from tests.contract.fake_vendors import FakeVendors

FIRST_CLIP, NEXT_CLIP = "google/veo-3.1-fast", "kwaivgi/kling-v2.5-turbo-pro"
REPLICATE_IMAGE, OPENAI_IMAGE = "bytedance/seedream-4.5", "gpt-image-2.5-flare"
REPLICATE_SPEECH, OPENAI_SPEECH = "minimax/speech-2.8-turbo", "tts-1"
OPENAI_SCRIPT, NEXT_SCRIPT = "gpt-6-luna", "openai/gpt-4o"

Thing = Literal["clip", "image", "speech", "script"]
Arrange = Callable[[FakeVendors], object]


@dataclass(frozen=True)
class Case:
    """`models` are asked in this order; `ends` is the model that delivers, or the error with which the stage fails."""

    seen: str
    thing: Thing
    models: tuple[str, ...]
    arrange: Arrange
    ends: str
    paid: int = 1
    ordered: int | None = None
    """Orders that a vendor took, where that is not the number paid: it does not charge for those that failed."""

    @property
    def name(self) -> str:
        """For the test."""
        return f"{self.models[0]}: {self.seen}"


def _predictions(*outcomes: Outcome) -> Arrange:
    return lambda vendors: vendors.replicate.outcomes.extend(outcomes)


def _failed(words: str) -> Outcome:
    return Outcome(status="failed", error=words)


def _says(place: str, status: int, body: object, times: int = 1) -> Arrange:
    return lambda vendors: vendors.say(place, status, body, times=times)


def _lost(place: str, how: str) -> Arrange:
    return lambda vendors: vendors.fail(place, lost=how)


def _both(first: Arrange, second: Arrange) -> Arrange:
    def arrange(vendors: FakeVendors) -> None:
        first(vendors)
        second(vendors)

    return arrange


CLIPS = (FIRST_CLIP, NEXT_CLIP)
ORDER = "/predictions"
THROTTLED = {"detail": "Request was throttled. Your rate limit resets in ~1s.", "status": 429}
UNKNOWN = {"detail": "The requested resource could not be found.", "status": 404}

REPLICATE = (
    Case("429 rate limit", "clip", CLIPS, _says(ORDER, 429, THROTTLED), FIRST_CLIP),
    Case("500", "clip", CLIPS, _says(ORDER, 500, "<html>oops"), FIRST_CLIP),
    Case("503 twice", "clip", CLIPS, _says(ORDER, 503, {"detail": "unavailable"}, 2), NEXT_CLIP),
    Case(
        "(code: PA)",
        "clip",
        CLIPS,
        _predictions(_failed("Prediction interrupted; please retry (code: PA)")),
        FIRST_CLIP,
        1,
        2,
    ),
    Case(
        "Director error",
        "clip",
        CLIPS,
        _predictions(_failed("Director: unexpected error handling prediction (E9243)")),
        FIRST_CLIP,
        1,
        2,
    ),
    Case("E004", "clip", CLIPS, _predictions(_failed("Service is temporarily unavailable (E004)")), FIRST_CLIP, 1, 2),
    Case("E8765 twice", "clip", CLIPS, _predictions(_failed("E8765"), _failed("E8765")), NEXT_CLIP, 1, 3),
    Case("E9828", "clip", CLIPS, _predictions(_failed("E9828: internal")), FIRST_CLIP, 1, 2),
    Case("status aborted", "clip", CLIPS, _predictions(Outcome(status="aborted")), FIRST_CLIP, 1, 2),
    Case("404 model", "clip", CLIPS, lambda v: v.replicate.gone.add(FIRST_CLIP), NEXT_CLIP),
    Case(
        "E005 sensitive",
        "clip",
        CLIPS,
        _predictions(_failed("The input or output was flagged as sensitive. (E005)")),
        "PolicyBlocked",
        0,
        1,
    ),
    Case("NSFW", "clip", CLIPS, _predictions(_failed("NSFW content detected")), "PolicyBlocked", 0, 1),
    Case("succeeded, empty", "clip", CLIPS, _predictions(Outcome(output=[])), "PolicyBlocked", 1),
    Case(
        "422", "clip", CLIPS, _says(ORDER, 422, {"detail": "- input.duration: must be one of 4, 6, 8"}), "BadInput", 0
    ),
    Case("401", "clip", CLIPS, _says(ORDER, 401, {"detail": "You did not pass a valid token"}), "ConfigError", 0),
    Case("402", "clip", CLIPS, _says(ORDER, 402, {"detail": "Insufficient credit"}), "ConfigError", 0),
    Case("403", "clip", CLIPS, _says(ORDER, 403, {"detail": "Forbidden"}), "ConfigError", 0),
    Case("an HTML page as clip", "clip", CLIPS, _predictions(Outcome(file=b"<html>busy</html>" * 9)), NEXT_CLIP, 2),
    Case("a file elsewhere", "clip", CLIPS, _predictions(Outcome(output="https://example.com/a.mp4")), NEXT_CLIP, 2),
    Case("answer to the order lost", "clip", CLIPS, _lost(ORDER, "dropped"), FIRST_CLIP),
    Case("answer cut in half", "clip", CLIPS, _lost(ORDER, "cut"), FIRST_CLIP),
    Case("answer garbled", "clip", CLIPS, _lost(ORDER, "garbled"), FIRST_CLIP),
    Case("504 after taking it", "clip", CLIPS, _lost(ORDER, "gateway"), FIRST_CLIP),
    Case("download cut in half", "clip", CLIPS, lambda v: v.fail("/files/", lost="cut", method="GET"), FIRST_CLIP),
    Case(
        "a look throttled",
        "clip",
        CLIPS,
        lambda v: v.say("/v1/predictions/p", 429, THROTTLED, method="GET"),
        FIRST_CLIP,
    ),
    Case(
        "a look dropped", "clip", CLIPS, lambda v: v.fail("/v1/predictions/p", lost="dropped", method="GET"), FIRST_CLIP
    ),
    Case(
        "lost, and the search throttled",
        "clip",
        CLIPS,
        _both(_lost(ORDER, "dropped"), lambda v: v.say(ORDER, 429, THROTTLED, method="GET")),
        FIRST_CLIP,
    ),
    Case("image: answer lost", "image", (REPLICATE_IMAGE,), _lost(ORDER, "dropped"), REPLICATE_IMAGE),
    Case(
        "image: download cut",
        "image",
        (REPLICATE_IMAGE,),
        lambda v: v.fail("/files/", lost="cut", method="GET"),
        REPLICATE_IMAGE,
    ),
    Case(
        "image: HTML page",
        "image",
        (REPLICATE_IMAGE, OPENAI_IMAGE),
        _predictions(Outcome(file=b"<html>" * 9)),
        OPENAI_IMAGE,
        2,
    ),
    Case("speech: answer lost", "speech", (REPLICATE_SPEECH,), _lost(ORDER, "dropped"), REPLICATE_SPEECH),
    Case(
        "script: not JSON",
        "script",
        (NEXT_SCRIPT, OPENAI_SCRIPT),
        _predictions(Outcome(output=["Sure! ", "Here it is"])),
        OPENAI_SCRIPT,
        2,
    ),
    Case("script: answer lost", "script", (NEXT_SCRIPT,), _lost(ORDER, "cut"), NEXT_SCRIPT),
)

IMAGES = (OPENAI_IMAGE, REPLICATE_IMAGE)
SCRIPTS = (OPENAI_SCRIPT, NEXT_SCRIPT)
DRAW, WRITE, SPEAK = "/v1/images/generations", "/v1/responses", "/v1/audio/speech"
UNFINISHED = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}

OPENAI = (
    Case(
        "429 rate_limit_exceeded",
        "image",
        IMAGES,
        _says(DRAW, 429, error("rate_limit_exceeded", "slow down")),
        OPENAI_IMAGE,
    ),
    Case("500", "image", IMAGES, _says(DRAW, 500, error("server_error", "oops")), OPENAI_IMAGE),
    Case("503 twice", "image", IMAGES, _says(DRAW, 503, error("overloaded", "busy"), 2), REPLICATE_IMAGE),
    Case("404 model_not_found", "image", IMAGES, lambda v: v.openai.gone.add(OPENAI_IMAGE), REPLICATE_IMAGE),
    Case(
        "moderation_blocked",
        "image",
        IMAGES,
        _says(DRAW, 400, error("moderation_blocked", "rejected by the safety system")),
        "PolicyBlocked",
        0,
    ),
    Case(
        "content_policy_violation",
        "image",
        IMAGES,
        _says(DRAW, 400, error("content_policy_violation", "no")),
        "PolicyBlocked",
        0,
    ),
    Case(
        "answered without a picture",
        "image",
        IMAGES,
        lambda v: v.openai.answers.append({"data": []}),
        "PolicyBlocked",
        1,
    ),
    Case(
        "damaged base64",
        "image",
        IMAGES,
        lambda v: v.openai.answers.append({"data": [{"b64_json": "%%%"}]}),
        REPLICATE_IMAGE,
        2,
    ),
    Case("400 invalid", "image", IMAGES, _says(DRAW, 400, error("invalid_value", "Invalid size")), "BadInput", 0),
    Case("401", "image", IMAGES, _says(DRAW, 401, error("invalid_api_key", "Incorrect API key")), "ConfigError", 0),
    Case(
        "429 insufficient_quota",
        "image",
        IMAGES,
        _says(DRAW, 429, error("insufficient_quota", "You exceeded your quota")),
        "ConfigError",
        0,
    ),
    Case("answer lost", "image", IMAGES, _lost(DRAW, "dropped"), OPENAI_IMAGE, 2),
    Case(
        "refusal",
        "script",
        SCRIPTS,
        lambda v: v.openai.answers.append(refusal("I cannot help with that.")),
        "PolicyBlocked",
    ),
    Case("cut short", "script", SCRIPTS, lambda v: v.openai.answers.append(UNFINISHED), NEXT_SCRIPT, 2),
    Case("violates the form", "script", SCRIPTS, lambda v: v.openai.texts.append('{"title": 3}'), NEXT_SCRIPT, 2),
    Case("not JSON", "script", SCRIPTS, lambda v: v.openai.texts.append("Here you are"), NEXT_SCRIPT, 2),
    Case(
        "context_length_exceeded",
        "script",
        SCRIPTS,
        _says(WRITE, 400, error("context_length_exceeded", "too long")),
        "BadInput",
        0,
    ),
    Case(
        "invalid_json_schema",
        "script",
        SCRIPTS,
        _says(WRITE, 400, error("invalid_json_schema", "bad schema")),
        "BadInput",
        0,
    ),
    Case(
        "speech: 500",
        "speech",
        (OPENAI_SPEECH, REPLICATE_SPEECH),
        _says(SPEAK, 500, error("server_error", "oops")),
        OPENAI_SPEECH,
    ),
    Case("speech: answer lost", "speech", (OPENAI_SPEECH,), _lost(SPEAK, "dropped"), OPENAI_SPEECH, 2),
)

CASES = REPLICATE + OPENAI
