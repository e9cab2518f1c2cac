"""An imitated OpenAI: five paths, each answering as its document says."""

from __future__ import annotations

import base64
import io
import time
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.contract import fake_media
from tests.contract.replies import Reply
from tests.contract.vendor_interfaces import Request

_SHAPES = {"wide": "16:9", "tall": "9:16", "square": "1:1"}
_CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)


@dataclass
class FakeOpenAI:
    """`texts` are given instead of fitting answers, `answers` are changes to whole answers; each is used once."""

    PATHS: ClassVar[frozenset[str]] = frozenset(
        {"/v1/responses", "/v1/images/generations", "/v1/audio/speech", "/v1/audio/transcriptions", "/v1/moderations"}
    )

    charged: int = 0
    texts: list[str] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    retired: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def knows(self, request: Request) -> bool:
        """Whether the path is one of its own."""
        return request.path in self.PATHS or (
            request.path.startswith("/v1/models/") and "/" not in request.path.removeprefix("/v1/models/")
        )

    def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        if request.path.startswith("/v1/models/"):
            return self._model(request.path.rpartition("/")[2])
        asked = request.asked
        if asked["model"] in self.gone:
            return _error(404, "model_not_found", f"The model `{asked['model']}` does not exist")
        if request.path == "/v1/moderations":
            return self._moderated(asked)
        self.charged += 1
        changes = self.answers.pop(0) if self.answers else {}
        if request.path == "/v1/audio/speech":
            content = fake_media.samples(asked["input"], asked.get("speed", 1.0))
            return Reply(200, changes.get("body", content), changes.get("content_type", "application/octet-stream"))
        if request.path == "/v1/audio/transcriptions":
            return Reply.of(200, self._heard(asked) | changes)
        made = self._drawn(asked) if request.path == "/v1/images/generations" else self._written(asked)
        return Reply.of(200, made | changes)

    def _model(self, name: str) -> Reply:
        if name in self.gone:
            return _error(404, "model_not_found", f"The model `{name}` does not exist")
        facts = {"id": name, "object": "model", "created": 1_780_000_000, "owned_by": "openai"}
        return Reply.of(200, facts | {"shutdown_date": self.retired.get(name)})

    def _moderated(self, asked: Mapping[str, Any]) -> Reply:
        hits = {name: name == "violence" and "how to kill" in asked["input"] for name in _CATEGORIES}
        result = {
            "flagged": any(hits.values()),
            "categories": hits,
            "category_scores": dict.fromkeys(_CATEGORIES, 0.01),
            "category_applied_input_types": {name: ["text"] for name in _CATEGORIES},
        }
        return Reply.of(200, {"id": "modr-1", "model": asked["model"], "results": [result]})

    def _heard(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        text = self.texts.pop(0) if self.texts else "Meet the bottle you will keep. Take it along."
        with wave.open(io.BytesIO(asked["file"])) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        return {"text": text, "usage": {"type": "duration", "seconds": seconds}}

    def _drawn(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        width, height = map(int, asked["size"].split("x"))
        shape = "wide" if width > height else "tall" if height > width else "square"
        picture = base64.b64encode(fake_media.still(asked["prompt"], _SHAPES[shape])).decode()
        usage = {
            "input_tokens": 40,
            "output_tokens": 1_500,
            "total_tokens": 1_540,
            "input_tokens_details": {"text_tokens": 40, "image_tokens": 0},
        }
        return {"created": int(time.time()), "data": [{"b64_json": picture}], "usage": usage}

    def _written(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        form = asked.get("text", {}).get("format", {}).get("type")
        fitting = fake_media.draft(asked["instructions"]) if form == "json_schema" else "Soft light, warm colours."
        text = self.texts.pop(0) if self.texts else fitting
        piece = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
        return response(asked, [piece])


def response(asked: Mapping[str, Any], content: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole answer of `POST /responses` with this content."""
    said = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": content}
    usage = {
        "input_tokens": 700,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 300,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 1_000,
    }
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": int(time.time()),
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": asked.get("instructions"),
        "model": asked["model"],
        "tools": [],
        "output": [said],
        "parallel_tool_calls": True,
        "metadata": {},
        "tool_choice": "auto",
        "temperature": asked.get("temperature", 1.0),
        "top_p": 1.0,
        "usage": usage,
    }


def refusal(words: str) -> dict[str, Any]:
    """The change that makes an answer a refusal."""
    content = [{"type": "refusal", "refusal": words}]
    return {
        "output": [{"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": content}]
    }


def _error(status: int, code: str, message: str) -> Reply:
    return Reply.of(status, error(code, message))


def error(code: str, message: str, kind: str = "invalid_request_error") -> dict[str, Any]:
    """The body of an error."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
