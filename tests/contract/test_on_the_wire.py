"""What goes over the line: only what the vendors' interfaces allow, once, in time, and with no key astray."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from omnigen.errors import ProviderError, ProviderThrottled, ProviderUnavailable, UnknownOutcome
from omnigen.providers import openai, replicate
from omnigen.providers.model_registry import Model, known_models
from omnigen.providers.protocols import Providers

from tests.contract.conftest import LiveWith
from tests.contract.fake_vendors import KEYS, FakeVendors, fake_vendors
from tests.contract.requests_to_make import (
    a_clip_request,
    a_music_request,
    a_picture,
    a_script_request,
    a_speech_request,
    a_transcript_request,
    an_image_request,
)

USABLE = [model for model in known_models() if model.vendor == "replicate" and model.usable]
THROTTLED = {"detail": "Your rate limit resets in ~3600s", "error": {"code": "rate_limit_exceeded", "message": "wait"}}


@pytest.fixture
def elsewhere() -> Iterator[FakeVendors]:
    """Another host."""
    with fake_vendors() as running:
        yield running


def models(capability: str) -> list[str]:
    return [model.id for model in USABLE if capability in model.capabilities]


def test_a_request_that_the_vendor_s_interface_does_not_allow_is_noticed(elsewhere: FakeVendors) -> None:
    answer = replicate.ReplicateAccount(lambda: "key", elsewhere.url)
    place, odd = "/v1/models/google/veo-3.1-fast/predictions", {"input": {"duration": 5}, "a": 1}
    answer.request("POST", place, about="x", json=odd)
    found = " ".join(elsewhere.violations)
    assert "'a' was unexpected" in found
    assert "5 is not one of [4, 6, 8]" in found
    assert "'prompt' is a required property" in found


@pytest.mark.parametrize(
    "model", [model for model in USABLE if "clip" in model.capabilities], ids=lambda model: model.id
)
@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("resolution", ["720p", "1080p"])
def test_every_video_model_takes_what_it_is_sent(
    vendors: FakeVendors, live_with: LiveWith, model: Model, ratio: str, resolution: str
) -> None:
    video_provider = live_with(OMNIGEN_CLIP_MODELS=model.id).video_providers[0]
    wide = a_clip_request(aspect_ratio=ratio, resolution=resolution, start_frame=a_picture())
    both = replace(wide, end_frame=a_picture("A red apple"), seconds=Decimal("7.25"))
    for request in (wide, both) if model.needs_start_frame else (a_clip_request(), wide, both):
        video_provider.start(request)
    sent = [made.input for made in vendors.replicate.made.values()]
    assert all(given.get("generate_audio") in {False, None} for given in sent)
    assert all(video_provider.quote(request) > 0 for request in (wide, both))


@pytest.mark.parametrize("model", [model for model in USABLE if model.sound], ids=lambda model: model.id)
def test_every_model_that_makes_sound_takes_the_field_that_asks_for_it(
    vendors: FakeVendors, live_with: LiveWith, model: Model
) -> None:
    video_provider = live_with(OMNIGEN_CLIP_MODELS=model.id).video_providers[0]
    request = a_clip_request(with_sound=True)
    video_provider.start(request)
    [made] = vendors.replicate.made.values()
    assert made.input["generate_audio"] is True
    assert video_provider.quote(request) >= video_provider.quote(replace(request, with_sound=False))
    assert video_provider.find_existing(request) == made.id


@pytest.mark.parametrize("model", models("music"))
def test_every_music_model_takes_what_it_is_sent(vendors: FakeVendors, live_with: LiveWith, model: str) -> None:
    music_provider = live_with(OMNIGEN_MUSIC_MODELS=model).music_providers[0]
    music_provider.start(a_music_request(seconds=Decimal("29.75")))
    assert music_provider.quote(a_music_request()) > 0
    assert len(vendors.replicate.made) == 1


@pytest.mark.parametrize("model", models("image"))
def test_every_image_model_takes_what_it_is_sent(vendors: FakeVendors, live_with: LiveWith, model: str) -> None:
    assert live_with(OMNIGEN_IMAGE_MODELS=model).image_providers[0].draw(an_image_request()).data


@pytest.mark.parametrize("model", ["gpt-transcribe", "whisper-1"])
def test_a_recording_is_sent_with_its_language_and_its_names_where_the_model_takes_them(
    vendors: FakeVendors, live_with: LiveWith, model: str
) -> None:
    listener = live_with(OMNIGEN_TRANSCRIPT_MODELS=model).transcription_providers[0]
    request = a_transcript_request(names=("Oceane", "Aurora"))
    heard = listener.transcribe(request)
    sent = {name: value for name, value in vendors.seen[-1].form.items() if name != "file"}
    hints: dict[str, dict[str, object]] = {
        "gpt-transcribe": {"languages": ["en"], "keywords": ["Oceane", "Aurora"]},
        "whisper-1": {"language": "en"},
    }
    assert sent == hints[model] | {"model": model, "response_format": "json"}
    assert vendors.seen[-1].form["file"] == request.wav
    assert heard.usage.seconds == request.seconds
    assert heard.usage.usd == listener.quote(request)


Call = Callable[[Providers], object]
CALLS: dict[str, Call] = {
    "/v1/responses": lambda live: live.text_providers[0].write(a_script_request()),
    "/v1/images": lambda live: live.image_providers[0].draw(an_image_request()),
    "/v1/audio/speech": lambda live: live.speech_providers[0].speak(a_speech_request()),
    "/v1/audio/transcriptions": lambda live: live.transcription_providers[0].transcribe(a_transcript_request()),
    "/v1/moderations": lambda live: live.moderation_providers[0].judge("a text"),
    "/predictions": lambda live: live.video_providers[0].start(a_clip_request()),
}


@pytest.mark.parametrize("place", CALLS)
@pytest.mark.parametrize("headers", [{}, {"Retry_After": "1"}, {"Retry_After": "3600"}], ids=str)
def test_a_call_is_made_once_and_nobody_waits_as_long_as_the_vendor_says(
    vendors: FakeVendors, live: Providers, place: str, headers: dict[str, str]
) -> None:
    vendors.say(place, 429, THROTTLED, times=99, **headers)
    started = time.monotonic()
    with pytest.raises(ProviderThrottled):
        CALLS[place](live)
    assert time.monotonic() - started < 10
    assert len(vendors.seen) == 1


def test_a_look_is_made_once_as_well(vendors: FakeVendors, live: Providers) -> None:
    prediction_id = live.video_providers[0].start(a_clip_request())
    vendors.say("/v1/predictions/", 503, {"detail": "busy"}, method="GET", times=99, Retry_After="3600")
    with pytest.raises(ProviderUnavailable):
        live.video_providers[0].poll(prediction_id)
    assert len(vendors.seen) == 2


def test_our_own_time_limits_hold_for_looks_and_orders(vendors: FakeVendors) -> None:
    vendors.fail("/v1/", method="GET", slow_seconds=5)
    vendors.fail("/v1/", method="POST", slow_seconds=5)
    account = replicate.ReplicateAccount(lambda: KEYS["replicate"], vendors.url)
    with pytest.raises(ProviderUnavailable):
        account.request("GET", "/v1/models/google/veo-3.1", about="google/veo-3.1", seconds=0.3)
    place = "/v1/models/google/veo-3.1/predictions"
    with pytest.raises(UnknownOutcome):
        account.request("POST", place, about="x", seconds=0.3, ordering=True, json={"input": {"prompt": "x"}})
    assert len(vendors.replicate.made) == 1
    asked = openai.OpenAIAccount(lambda: KEYS["openai"], f"{vendors.url}/v1")
    vendors.fail("/v1/moderations", slow_seconds=5)
    with pytest.raises(UnknownOutcome):
        asked.request("m", lambda client: client.moderations.create(model="m", input="x"), seconds=0.3)


def test_a_slow_answer_is_still_an_answer(vendors: FakeVendors, live: Providers) -> None:
    vendors.fail("/v1/images", slow_seconds=0.4)
    assert live.image_providers[0].draw(an_image_request()).data
    assert vendors.paid == 1


def test_every_order_carries_its_deadline(vendors: FakeVendors, live: Providers) -> None:
    live.video_providers[0].start(a_clip_request())
    (made,) = vendors.replicate.made.values()
    assert 600 <= int(made.headers["Cancel-After"].removesuffix("s")) <= 900


def test_of_two_equal_orders_the_newest_that_lives_is_found(vendors: FakeVendors, live: Providers) -> None:
    video_provider = live.video_providers[0]
    ids = [video_provider.start(a_clip_request()) for _ in range(5)]
    assert video_provider.find_existing(a_clip_request()) == ids[-1]
    video_provider.cancel(ids[-1])
    assert video_provider.find_existing(a_clip_request()) == ids[-2]


def test_a_clip_from_another_picture_is_not_taken_for_ours(vendors: FakeVendors, live: Providers) -> None:
    video_provider = live.video_providers[0]
    ours, theirs = a_clip_request(start_frame=a_picture()), a_clip_request(start_frame=a_picture("A red apple"))
    made = video_provider.start(theirs)
    assert video_provider.find_existing(ours) is None
    assert video_provider.find_existing(a_clip_request()) is None
    assert video_provider.find_existing(theirs) == made


def test_no_key_goes_where_files_lie(vendors: FakeVendors, live: Providers) -> None:
    drawn = live.video_providers[0]
    prediction_id = drawn.start(a_clip_request())
    drawn.poll(prediction_id)
    delivery = drawn.poll(prediction_id)
    b"".join(delivery.content)  # type: ignore[union-attr]
    fetched = [request for request in vendors.seen if request.path.startswith("/files/")]
    assert len(fetched) == 1
    assert not any(key in json.dumps(dict(fetched[0].headers)) for key in KEYS.values())


def test_the_next_page_is_asked_of_the_same_host(vendors: FakeVendors, elsewhere: FakeVendors, live: Providers) -> None:
    vendors.say(
        "/v1/predictions", 200, {"next": f"{elsewhere.url}/v1/predictions?cursor=2", "results": []}, method="GET"
    )
    assert live.video_providers[0].find_existing(a_clip_request()) is None
    assert elsewhere.seen == []
    assert vendors.seen[-1].query == {"cursor": "2"}


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429, 500])
def test_no_key_is_in_any_log_or_error(
    vendors: FakeVendors, live: Providers, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """Also where a vendor repeats it in its answer."""
    caplog.set_level(logging.DEBUG)
    told = {"detail": f"no: {KEYS['replicate']}", "error": {"code": "x", "message": f"Incorrect: {KEYS['openai']}"}}
    for place in CALLS:
        if status != 200:
            vendors.say(place, status, told)
    written = [_told(call, live) for call in CALLS.values()] + [record.getMessage() for record in caplog.records]
    written += [repr(live), repr(vars(live.video_providers[0]))]
    assert caplog.records
    assert not any(key in text for key in KEYS.values() for text in written)
    assert any(KEYS["openai"] in str(request.headers) for request in vendors.seen)


def _told(call: Call, live: Providers) -> str:
    try:
        call(live)
    except ProviderError:
        return traceback.format_exc()
    return ""
