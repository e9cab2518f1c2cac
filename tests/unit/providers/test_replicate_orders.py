"""What Replicate's models are asked, each in its own words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief_options import AspectRatio
from omnigen.errors import ConfigError
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import MusicRequest, ReferenceImage, SpeechRequest
from omnigen.providers.replicate import ReplicateMusicProvider, ReplicateSpeechProvider

from tests.unit.providers.conftest import Answer, ScriptedVendor
from tests.unit.providers.replicate_client import (
    CLIP,
    START,
    clip_with,
    prediction,
    predictions,
    sent,
    video_provider,
)

WAV = b"RIFF\x00\x00\x00\x00WAVEfmt " + b"\x00" * 100


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("veo-3.1", {"duration": 6, "image": START.url, "aspect_ratio": "16:9", "generate_audio": False, "seed": 7}),
        ("seedance-2.0", {"duration": 5, "image": START.url, "resolution": "720p", "generate_audio": False}),
        ("kling", {"duration": 5, "start_image": START.url}),
        ("wan-2.7", {"duration": 5, "first_frame": START.url, "resolution": "720p"}),
        ("seedance-1-fast", {"duration": 5, "image": START.url}),
    ],
)
def test_every_video_model_is_asked_in_its_own_words(
    vendor: ScriptedVendor, model: str, expected: dict[str, Any]
) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    assert video_provider(vendor, model).start(clip_with(start_frame=START)) == "pred1"
    assert vendor.asked[0].path == f"/v1/models/{find_model(model).id}/predictions"
    assert expected.items() <= sent(vendor).items()
    assert vendor.asked[0].headers["cancel-after"] == "780s", "after our own limit of 600 s"


def test_an_end_frame_goes_only_where_the_model_takes_one(vendor: ScriptedVendor) -> None:
    end = ReferenceImage(data=b"last", url="https://bucket.s3.amazonaws.com/frames/b.png")
    vendor.answers = [Answer(status=201, body=prediction())]
    for model in ("veo-3.1", "seedance-1-fast"):
        video_provider(vendor, model).start(clip_with(start_frame=START, end_frame=end))
    assert vendor.asked[0].json["input"]["last_frame"] == end.url
    assert end.url not in vendor.asked[1].json["input"].values()
    assert video_provider(vendor, "veo-3.1").takes_end_frame
    assert not video_provider(vendor, "seedance-1-fast").takes_end_frame


@pytest.mark.parametrize("model", ["veo-3.1", "veo-3.1-fast", "seedance-2.0"])
def test_a_model_that_makes_sound_is_asked_for_effects_alone(vendor: ScriptedVendor, model: str) -> None:
    vendor.answers = [Answer(status=201, body=prediction())] * 2
    for with_sound in (True, False):
        video_provider(vendor, model).start(clip_with(with_sound=with_sound))
    heard, silent = (asked.json["input"] for asked in vendor.asked)
    assert (heard["generate_audio"], silent["generate_audio"]) == (True, False)
    assert "Sounds: clean effects and ambience" in heard["prompt"]
    assert "Sounds:" not in silent["prompt"]
    assert ("speech" in heard.get("negative_prompt", "speech")) > ("speech" in silent.get("negative_prompt", ""))


def test_a_model_without_sound_is_asked_for_none(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    kling = video_provider(vendor, "kling")
    kling.start(clip_with(with_sound=True))
    assert not kling.makes_sound
    assert not {"generate_audio", "sound"} & vendor.asked[0].json["input"].keys()


def test_a_model_that_needs_a_picture_says_so_before_it_is_asked(vendor: ScriptedVendor) -> None:
    with pytest.raises(ConfigError, match="keyframes"):
        video_provider(vendor, "wan-2.7").start(CLIP)
    assert vendor.asked == []


@pytest.mark.parametrize(
    "url", [None, "http://127.0.0.1:5000/frame.png", "https://localhost/frame.png", "https://10.0.0.1/f.png"]
)
def test_a_picture_that_only_we_can_reach_is_uploaded(vendor: ScriptedVendor, url: str | None) -> None:
    file = {"id": "f1", "urls": {"get": "https://api.replicate.com/v1/files/f1"}}
    vendor.answers = [Answer(status=201, body=file), Answer(status=201, body=prediction())]
    video_provider(vendor).start(clip_with(start_frame=ReferenceImage(data=b"picture-bytes", url=url)))
    assert vendor.asked[0].path == "/v1/files"
    assert b"picture-bytes" in vendor.asked[0].data
    assert sent(vendor)["image"] == "https://api.replicate.com/v1/files/f1"


def test_speech_is_asked_for_in_the_models_voice_and_language(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.wav")
    vendor.answers = [Answer(status=201, body=made), Answer(body=WAV, media_type="audio/wav")]
    request = SpeechRequest(order_id="s", text="Guten Tag.", voice="warm", language="de-AT", speed=Decimal(3))
    spoken = ReplicateSpeechProvider(predictions(vendor), find_model("speech-2.8")).speak(request)
    asked = vendor.asked[0].json["input"]
    assert (asked["voice_id"], asked["language_boost"], asked["speed"]) == ("Wise_Woman", "German", 2.0)
    assert (spoken.media_type, spoken.usage.usd) == ("audio/wav", Decimal("0.0006"))


@pytest.mark.parametrize(
    ("model", "expected", "usd"),
    [
        ("stable-audio", {"duration": 31, "seed": 5}, "0.20"),
        ("music-2.6", {"is_instrumental": True}, "0.15"),
        ("lyria", {}, "0.04"),
    ],
)
def test_music_is_instrumental_and_as_long_as_the_film(
    vendor: ScriptedVendor, model: str, expected: dict[str, Any], usd: str
) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    music_provider = ReplicateMusicProvider(predictions(vendor), find_model(model), 300)
    request = MusicRequest(order_id="m", prompt="calm piano", mood="calm", seconds=Decimal("30.25"), seed=5)
    assert music_provider.start(request) == "pred1"
    assert expected.items() <= sent(vendor).items()
    assert music_provider.quote(request) == Decimal(usd)


def test_square_films_are_ordered_wide_where_there_are_no_square_ones(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    for model in ("veo-3.1", "kling"):
        video_provider(vendor, model).start(clip_with(aspect_ratio=AspectRatio.SQUARE))
    assert [asked.json["input"]["aspect_ratio"] for asked in vendor.asked] == ["16:9", "1:1"]


def test_what_is_sent_is_json_that_survives_a_round_trip(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor).start(clip_with(prompt='Größe 東京 "quoted" \\ $x'))
    assert json.loads(vendor.asked[0].data)["input"]["prompt"] == 'Größe 東京 "quoted" \\ $x'
