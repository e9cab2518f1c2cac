"""The `openai` package's own types as a second check of requests and answers, independent of our extract.

The package describes what a caller may send as TypedDicts, which pydantic can validate, and answers as pydantic models.
The `replicate` package has no types for requests: `test_vendor_packages.py` compares what it sends itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, get_type_hints

from openai.types import ImagesResponse, Model, ModerationCreateResponse
from openai.types.audio import Transcription
from openai.types.audio.speech_create_params import SpeechCreateParams
from openai.types.audio.transcription_create_params import TranscriptionCreateParamsNonStreaming
from openai.types.image_generate_params import ImageGenerateParamsNonStreaming
from openai.types.moderation_create_params import ModerationCreateParams
from openai.types.responses import Response
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import TypeAdapter, ValidationError

REQUESTS: Mapping[str, Any] = {
    "/v1/responses": ResponseCreateParamsNonStreaming,
    "/v1/images/generations": ImageGenerateParamsNonStreaming,
    "/v1/audio/speech": SpeechCreateParams,
    "/v1/moderations": ModerationCreateParams,
}
FORMS: Mapping[str, Any] = {"/v1/audio/transcriptions": TranscriptionCreateParamsNonStreaming}
"""Requests with files, of which only the names of fields are compared: pydantic knows no schema of a file."""

ANSWERS: Mapping[str, Any] = {
    "/v1/responses": Response,
    "/v1/images/generations": ImagesResponse,
    "/v1/audio/transcriptions": Transcription,
    "/v1/moderations": ModerationCreateResponse,
}
"""By path; `GET /v1/models/{model}` answers a Model, and speech comes as bytes."""


def openai_violation(method: str, path: str, sent: bytes, answered: bytes) -> str | None:
    """What the package's types do not allow in a request to OpenAI or in its answer; None where they allow both."""
    answer = Model if method == "GET" else ANSWERS.get(path)
    try:
        if method == "POST" and (unknown := _unknown_fields(path, json.loads(sent))):
            return f"the openai package knows no field {unknown}"
        if answer is not None:
            _types(answer).validate_json(answered)
    except ValidationError as error:
        return f"the openai package's types do not allow it: {error}"
    return None


def _unknown_fields(path: str, sent: Any) -> str:
    """The first field, as a path, that the type does not have."""
    return (
        _dropped_by(REQUESTS[path], sent)
        if path in REQUESTS
        else min(set(sent) - set(get_type_hints(FORMS[path])), default="")
    )


def _dropped_by(kind: Any, sent: Any) -> str:
    """The first field, as a path, that validation dropped because the type does not have it."""
    types = _types(kind)
    return _dropped(sent, types.dump_python(types.validate_python(sent), mode="json"))


def _dropped(sent: Any, kept: Any, at: str = "") -> str:
    if isinstance(sent, dict) and isinstance(kept, dict):
        for name, value in sent.items():
            if name not in kept:
                return f"{at}{name}"
            if deeper := _dropped(value, kept[name], f"{at}{name}."):
                return deeper
    if isinstance(sent, list) and isinstance(kept, list):
        pairs = enumerate(zip(sent, kept, strict=True))
        return next(filter(None, (_dropped(one, two, f"{at}{index}.") for index, (one, two) in pairs)), "")
    return ""


@cache
def _types(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
