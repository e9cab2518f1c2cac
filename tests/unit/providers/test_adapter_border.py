"""Whatever a vendor answers, nothing but a ProviderError leaves an adapter, and nothing passes unread."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx
import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omnigen.domain.brief_options import AspectRatio
from omnigen.errors import ConfigError, ProviderError, ProviderUnavailable, UnknownOutcome
from omnigen.providers.error_boundary import FREE_METHODS, ORDERING_METHODS, VendorAdapter
from omnigen.providers.factory import live_providers
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import (
    ImageRequest,
    MusicRequest,
    PredictionFailed,
    PredictionOutput,
    Providers,
    ReferenceImage,
    SpeechRequest,
    StyleRequest,
    TranscriptRequest,
)
from omnigen.safe_http import Origin
from omnigen.settings import read

from tests.unit.providers.conftest import KEY
from tests.unit.providers.openai_client import REQUEST
from tests.unit.providers.replicate_client import CLIP

STATUSES = st.sampled_from([200, 201, 202, 204, 301, 307, 400, 401, 402, 403, 404, 408, 409, 410, 418, 422, 429])
STATUSES |= st.sampled_from([500, 502, 503, 504, 520, 522, 524, 529])

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "id",
    "model",
    "status",
    "input",
    "output",
    "error",
    "logs",
    "metrics",
    "data_removed",
    "created_at",
    "results",
]
FIELDS += ["next", "data", "usage", "b64_json", "url", "flagged", "categories", "content", "detail", "retry_after"]
KNOWN_VALUES = st.sampled_from(
    ["succeeded", "failed", "canceled", "aborted", "starting", "processing", "completed", "incomplete", "message", "p1"]
)
OBJECTS = st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES | KNOWN_VALUES, max_size=8)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [b"<!DOCTYPE html><html>busy</html>", b"\x8b\x1f\x00\xff", b"\xef\xbb\xbf{}", b"[" * 5_000, b"{}", b""]
    ),
    OBJECTS.map(lambda value: json.dumps(value).encode()),
    JSON_VALUES.map(lambda value: json.dumps(value).encode()),
)
MEDIA_TYPES = st.sampled_from(["application/json", "text/html", "audio/pcm", "application/octet-stream", "x", ""])

IMAGE = ImageRequest(order_id="image-1", prompt="a lamp", aspect_ratio=AspectRatio.WIDE, width=1280, height=720)
SPEECH = SpeechRequest(order_id="speech-1", text="Hello.")
MUSIC = MusicRequest(order_id="music-1", prompt="calm piano", mood="calm", seconds=Decimal(6))
HEARD = TranscriptRequest(order_id="transcript-1", wav=b"RIFF", seconds=Decimal(4), language="en")
STYLE = StyleRequest(order_id="style-1", pictures=(ReferenceImage(data=b"one"),))

Call = Callable[[Providers], Any]
CALLS: dict[str, Call] = {
    "openai write": lambda live: live.text_providers[0].write(REQUEST),
    "openai describe": lambda live: live.vision_providers[0].describe(STYLE),
    "openai transcribe": lambda live: live.transcription_providers[0].transcribe(HEARD),
    "openai speak": lambda live: live.speech_providers[0].speak(SPEECH),
    "openai draw": lambda live: live.image_providers[0].draw(IMAGE),
    "openai judge": lambda live: live.moderation_providers[0].judge("a lamp"),
    "replicate write": lambda live: live.text_providers[-1].write(REQUEST),
    "replicate describe": lambda live: live.vision_providers[-1].describe(STYLE),
    "replicate speak": lambda live: live.speech_providers[-1].speak(SPEECH),
    "replicate draw": lambda live: live.image_providers[-1].draw(IMAGE),
    "replicate find picture": lambda live: live.image_providers[-1].find_existing(IMAGE),
    "replicate start clip": lambda live: live.video_providers[0].start(CLIP),
    "replicate find clip": lambda live: live.video_providers[0].find_existing(CLIP),
    "replicate poll clip": lambda live: _polled(live.video_providers[0].poll("p1")),
    "replicate cancel clip": lambda live: live.video_providers[0].cancel("p1"),
    "replicate start music": lambda live: live.music_providers[0].start(MUSIC),
    "replicate poll music": lambda live: _polled(live.music_providers[0].poll("p1")),
}


def _polled(found: PredictionOutput | PredictionFailed | None) -> object:
    return b"".join(found.content) if isinstance(found, PredictionOutput) else found


@contextmanager
def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, media_type: str) -> Iterator[None]:
    """Every request of both SDKs' HTTP clients gets this answer; no socket is opened."""
    headers = {"content-type": media_type, "location": "https://example.com/"}

    with monkeypatch.context() as patch:
        patch.setattr(
            httpx.HTTPTransport,
            "handle_request",
            lambda self, request: httpx.Response(status, content=body, headers=headers, request=request),
        )
        patch.setattr(
            httpx2.HTTPTransport,
            "handle_request",
            lambda self, request: httpx2.Response(status, content=body, headers=headers, request=request),
        )
        patch.setattr("time.sleep", lambda seconds: None)
        yield


@pytest.fixture(scope="module")
def live() -> Providers:
    tables = ("jobs", "usage", "slots", "projects", "user_assets", "brands", "idempotency")
    names = (*(f"{table}_table" for table in tables), "assets_bucket")
    environment = dict.fromkeys(map(str.upper, names), "x") | {"OMNIGEN_PROVIDERS": "live"}
    made = live_providers(read(environment), lambda vendor: KEY)
    _wait_for_nothing(made)
    return made


def _wait_for_nothing(made: Providers) -> None:
    """Blocking providers give up at once instead of polling a prediction that never ends."""
    for provider in (*made.text_providers, *made.vision_providers, *made.speech_providers, *made.image_providers):
        object.__setattr__(provider, "timeout_seconds", 0)
        predictions = getattr(provider, "predictions", None)
        if predictions:
            object.__setattr__(predictions, "pause", lambda seconds: None)
            object.__setattr__(predictions, "origins", (Origin("https://nowhere.invalid"),))


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=STATUSES, body=BODIES, media_type=MEDIA_TYPES)
def test_nothing_but_provider_errors_leaves_an_adapter(
    live: Providers, monkeypatch: pytest.MonkeyPatch, call: str, status: int, body: bytes, media_type: str
) -> None:
    said = ""
    with answering(monkeypatch, status, body, media_type):
        try:
            CALLS[call](live)
        except ProviderError as error:
            said = str(error)
    assert KEY not in said


@pytest.mark.parametrize("call", CALLS)
def test_a_refused_key_is_a_configuration_error_everywhere(
    live: Providers, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with answering(monkeypatch, 401, b"{}", "application/json"), pytest.raises((ConfigError, UnknownOutcome)):
        CALLS[call](live)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=STATUSES, body=BODIES, media_type=MEDIA_TYPES)
def test_a_text_passes_moderation_only_by_a_verdict(
    live: Providers, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, media_type: str
) -> None:
    with answering(monkeypatch, status, body, media_type):
        try:
            live.moderation_providers[0].judge("a lamp")
        except ProviderError:
            return
    verdicts = json.loads(body)["results"]
    assert verdicts
    assert all("flagged" in verdict for verdict in verdicts)


@pytest.mark.parametrize("body", [b'{"results": []}', b"{}", b'{"results": [{}]}', b"<html>busy</html>", b"\x8b\xff"])
def test_an_answer_without_a_verdict_is_no_pass(live: Providers, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    with answering(monkeypatch, 200, body, "application/json"), pytest.raises(ProviderUnavailable):
        live.moderation_providers[0].judge("a lamp")


def test_every_live_adapter_has_the_border_around_each_method_of_its_protocol(live: Providers) -> None:
    adapters = [adapter for group in vars(live).values() for adapter in group]
    assert all(isinstance(adapter, VendorAdapter) for adapter in adapters)
    for adapter in adapters:
        for name in (ORDERING_METHODS | FREE_METHODS) & set(dir(adapter)):
            assert hasattr(getattr(type(adapter), name), "__wrapped__"), f"{type(adapter).__name__}.{name}"


def test_a_bug_behind_the_border_leaves_a_typed_error_and_is_told_to_the_operator(
    adapter_defects: list[str], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(VendorAdapter):
        facts = find_model("veo")

        def start(self, request: object) -> str:
            raise AttributeError(request)

        def poll(self, prediction_id: str) -> None:
            raise TypeError(prediction_id)

    with pytest.raises(UnknownOutcome, match="AttributeError"):
        Broken().start("x")
    with pytest.raises(ProviderUnavailable, match="TypeError"):
        Broken().poll("x")
    assert adapter_defects == ["start: AttributeError", "poll: TypeError"]
    assert all(record.exc_info for record in caplog.records)
    assert capsys.readouterr().out.count('"error":"BadInput"') == 2
    adapter_defects.clear()
