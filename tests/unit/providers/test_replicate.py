"""Replicate's adapters against a scripted vendor: orders, looks, failures, and finding what was ordered."""

from __future__ import annotations

import hashlib
import json
import logging
import traceback
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import AspectRatio, Resolution
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
from omnigen.net import Origin
from omnigen.providers.protocols import ClipRequest, Delivery, Ended, ImageRequest, MusicRequest, Picture, SpeechRequest
from omnigen.providers.registry import find_model
from omnigen.providers.replicate import (
    Account,
    Bench,
    ReplicateFilmmaker,
    ReplicateIllustrator,
    ReplicateMusician,
    ReplicateNarrator,
)

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor

MP4 = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 100
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt " + b"\x00" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100
CLIP = ClipRequest(
    order_id="clip-s01-0123456789abcdef",
    prompt="A lamp",
    seconds=Decimal(5),
    aspect_ratio=AspectRatio.WIDE,
    resolution=Resolution.P720,
    width=1280,
    height=720,
    seed=7,
)
START = Picture(data=b"first", url="https://bucket.s3.amazonaws.com/frames/a.png?X-Amz-Signature=one")
IMAGE = ImageRequest(order_id="image-1", prompt="a lamp", aspect_ratio=AspectRatio.WIDE, width=1280, height=720, seed=3)


def bench(vendor: ScriptedVendor) -> Bench:
    origins = (Origin(vendor.url), Origin("https://*.replicate.delivery"))
    return Bench(Account(lambda: KEY, vendor.url), origins, pause=lambda seconds: None)


def filmmaker(vendor: ScriptedVendor, model: str = "veo-3.1") -> ReplicateFilmmaker:
    return ReplicateFilmmaker(bench(vendor), find_model(model), limit_seconds=600)


def prediction(**changed: Any) -> dict[str, Any]:
    made = {"id": "pred1", "model": "google/veo-3.1", "status": "starting", "input": {}, "output": None, "error": None}
    return made | {"data_removed": False, "created_at": "2026-11-21T09:00:00Z"} | changed


def sent(vendor: ScriptedVendor) -> dict[str, Any]:
    made: dict[str, Any] = vendor.asked[-1].json["input"]
    return made


def clip_with(**changed: Any) -> ClipRequest:
    return ClipRequest(**{**{name: getattr(CLIP, name) for name in CLIP.__dataclass_fields__}, **changed})


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
    assert filmmaker(vendor, model).start(clip_with(start_frame=START)) == "pred1"
    assert vendor.asked[0].path == f"/v1/models/{find_model(model).id}/predictions"
    assert expected.items() <= sent(vendor).items()
    assert vendor.asked[0].headers["cancel-after"] == "600s"


def test_an_end_frame_goes_only_where_the_model_takes_one(vendor: ScriptedVendor) -> None:
    end = Picture(data=b"last", url="https://bucket.s3.amazonaws.com/frames/b.png")
    vendor.answers = [Answer(status=201, body=prediction())]
    for model in ("veo-3.1", "seedance-1-fast"):
        filmmaker(vendor, model).start(clip_with(start_frame=START, end_frame=end))
    assert vendor.asked[0].json["input"]["last_frame"] == end.url
    assert end.url not in vendor.asked[1].json["input"].values()
    assert filmmaker(vendor, "veo-3.1").takes_end_frame
    assert not filmmaker(vendor, "seedance-1-fast").takes_end_frame


def test_a_model_that_needs_a_picture_says_so_before_it_is_asked(vendor: ScriptedVendor) -> None:
    with pytest.raises(ConfigError, match="keyframes"):
        filmmaker(vendor, "wan-2.7").start(CLIP)
    assert vendor.asked == []


@pytest.mark.parametrize(
    "url", [None, "http://127.0.0.1:5000/frame.png", "https://localhost/frame.png", "https://10.0.0.1/f.png"]
)
def test_a_picture_that_only_we_can_reach_is_uploaded(vendor: ScriptedVendor, url: str | None) -> None:
    file = {"id": "f1", "urls": {"get": "https://api.replicate.com/v1/files/f1"}}
    vendor.answers = [Answer(status=201, body=file), Answer(status=201, body=prediction())]
    filmmaker(vendor).start(clip_with(start_frame=Picture(data=b"picture-bytes", url=url)))
    assert vendor.asked[0].path == "/v1/files"
    assert b"picture-bytes" in vendor.asked[0].data
    assert sent(vendor)["image"] == "https://api.replicate.com/v1/files/f1"


REFUSALS = [
    (401, "Unauthenticated", ConfigError),
    (402, "insufficient credit", ConfigError),
    (403, "no", ConfigError),
    (404, "model not found", ModelGone),
    (422, "The specified version does not exist", ModelGone),
    (422, "- input.duration: must be one of", BadInput),
    (422, "The input was flagged as sensitive (E005)", PolicyBlocked),
    (429, "Request was throttled. Your rate limit resets in ~3s.", ProviderThrottled),
    (500, "oops", ProviderUnavailable),
    (503, "oops", ProviderUnavailable),
    (504, "oops", UnknownOutcome),
]


@pytest.mark.parametrize(("status", "detail", "kind"), REFUSALS)
def test_every_refusal_has_its_meaning_and_is_asked_once(
    vendor: ScriptedVendor, status: int, detail: str, kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(status=status, body={"detail": detail})]
    with pytest.raises(ProviderError) as caught:
        filmmaker(vendor).start(CLIP)
    assert type(caught.value) is kind
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(lost=True),
        Answer(status=201, body=prediction(), cut=True),
        Answer(status=201, body="<html>"),
        Answer(body={}),
    ],
)
def test_an_order_whose_answer_is_lost_may_stand(vendor: ScriptedVendor, answer: Answer) -> None:
    vendor.answers = [answer]
    with pytest.raises(UnknownOutcome):
        filmmaker(vendor).start(CLIP)
    assert len(vendor.asked) == 1


def test_a_host_that_is_not_there_took_no_order() -> None:
    nobody = Bench(Account(lambda: KEY, "http://127.0.0.1:9"))
    with pytest.raises(ProviderUnavailable):
        ReplicateFilmmaker(nobody, find_model("veo"), 600).start(CLIP)


@pytest.mark.parametrize("answer", [Answer(status=429, body={}), Answer(status=503, body={}), Answer(lost=True)])
def test_a_look_is_made_once_and_its_failure_is_not_the_predictions(vendor: ScriptedVendor, answer: Answer) -> None:
    """The SDK would look ten times, waiting as long as it is told."""
    vendor.answers = [answer]
    with pytest.raises((ProviderUnavailable, ProviderThrottled)):
        filmmaker(vendor).check("pred1")
    assert len(vendor.asked) == 1


ENDS = [
    ({"status": "failed", "error": "The input or output was flagged as sensitive. (E005)"}, PolicyBlocked),
    ({"status": "failed", "error": "NSFW content detected"}, PolicyBlocked),
    ({"status": "failed", "error": "Prediction interrupted; please retry (code: PA)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Director: unexpected error handling prediction (E9828)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Service is temporarily unavailable (E004)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Health check failed (E8765)"}, ProviderUnavailable),
    ({"status": "failed", "error": None, "logs": "…"}, ProviderUnavailable),
    ({"status": "failed", "error": "Invalid input: duration (E006)"}, BadInput),
    ({"status": "canceled"}, ProviderUnavailable),
    ({"status": "aborted"}, ProviderUnavailable),
    ({"status": "succeeded", "output": None}, PolicyBlocked),
    ({"status": "succeeded", "output": []}, PolicyBlocked),
    ({"status": "succeeded", "output": ""}, PolicyBlocked),
]


@pytest.mark.parametrize(("state", "kind"), ENDS)
def test_a_prediction_that_came_to_nothing_says_why(
    vendor: ScriptedVendor, state: dict[str, Any], kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(body=prediction(**state))]
    ended = filmmaker(vendor).check("pred1")
    assert isinstance(ended, Ended)
    assert type(ended.error) is kind
    assert not ended.all_reserved


def test_goods_that_nobody_fetched_in_time_are_paid_for(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=prediction(status="succeeded", data_removed=True))]
    ended = filmmaker(vendor).check("pred1")
    assert isinstance(ended, Ended)
    assert isinstance(ended.error, BadOutput)
    assert ended.all_reserved


@pytest.mark.parametrize("status", ["starting", "processing"])
def test_a_prediction_at_work_is_looked_at_later(vendor: ScriptedVendor, status: str) -> None:
    vendor.answers = [Answer(body=prediction(status=status))]
    assert filmmaker(vendor).check("pred1") is None


def delivered(vendor: ScriptedVendor, file: Answer, **changed: Any) -> Delivery:
    made = {"status": "succeeded", "output": f"{vendor.url}/out.mp4", "input": {"duration": 6, "resolution": "720p"}}
    vendor.answers = [Answer(body=prediction(**(made | changed))), file]
    found = filmmaker(vendor).check("pred1")
    assert isinstance(found, Delivery)
    return found


def test_a_clip_is_fetched_without_the_key_and_charged_by_what_was_made(vendor: ScriptedVendor) -> None:
    found = delivered(vendor, Answer(body=MP4, media_type="video/mp4"))
    assert b"".join(found.content) == MP4
    assert (found.usage.seconds, found.usage.usd) == (6, Decimal("1.20"))
    assert "authorization" in vendor.asked[0].headers
    assert "authorization" not in vendor.asked[1].headers


def test_an_error_page_is_not_a_clip(vendor: ScriptedVendor) -> None:
    with pytest.raises(BadOutput, match="no media instead of video/mp4"):
        list(delivered(vendor, Answer(body="<html>sorry</html>", media_type="video/mp4")).content)


def test_a_clip_that_breaks_off_can_be_fetched_again(vendor: ScriptedVendor) -> None:
    with pytest.raises(ProviderUnavailable):
        list(delivered(vendor, Answer(body=MP4, cut=True)).content)


def test_a_clip_is_not_fetched_from_elsewhere(vendor: ScriptedVendor) -> None:
    found = delivered(vendor, Answer(), output="https://evil.example/out.mp4")
    with pytest.raises(BadOutput, match=r"evil\.example"):
        list(found.content)


@pytest.mark.parametrize("status", [200, 404])
def test_cancelling_is_fine_whether_or_not_it_is_still_there(vendor: ScriptedVendor, status: int) -> None:
    vendor.answers = [Answer(status=status, body=prediction(status="canceled"))]
    filmmaker(vendor).cancel("pred1")
    assert vendor.asked[0].path == "/v1/predictions/pred1/cancel"


def remembered(vendor: ScriptedVendor, request: ClipRequest, **changed: Any) -> dict[str, Any]:
    """The prediction that Replicate would remember of an order."""
    vendor.answers = [Answer(status=201, body=prediction())]
    filmmaker(vendor).start(request)
    made = prediction(id="found", status="processing", input=sent(vendor))
    vendor.asked.clear()
    return made | changed


def found_among(vendor: ScriptedVendor, request: ClipRequest, *made: dict[str, Any]) -> str | None:
    vendor.answers = [Answer(body={"results": list(made), "next": None})]
    return filmmaker(vendor).find(request)


def test_a_lost_order_is_found_by_its_input_under_a_new_signature(vendor: ScriptedVendor) -> None:
    request = clip_with(start_frame=START)
    made = remembered(vendor, request)
    again = Picture(data=b"first", url="https://bucket.s3.amazonaws.com/frames/a.png?X-Amz-Signature=two")
    assert found_among(vendor, clip_with(start_frame=again), made) == "found"
    assert vendor.asked[0].path.startswith("/v1/predictions?created_after=")


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "Another lamp"},
        {"seed": 8},
        {"seconds": Decimal(8)},
        {"start_frame": None},
        {"start_frame": Picture(data=b"x", url="https://bucket.s3.amazonaws.com/frames/other.png")},
        {"end_frame": Picture(data=b"x", url="https://bucket.s3.amazonaws.com/frames/b.png")},
    ],
)
def test_another_order_is_not_taken_for_ours_either_way(vendor: ScriptedVendor, other: dict[str, Any]) -> None:
    ours, theirs = clip_with(start_frame=START), clip_with(**({"start_frame": START} | other))
    assert found_among(vendor, ours, remembered(vendor, theirs)) is None
    vendor.asked.clear()
    assert found_among(vendor, theirs, remembered(vendor, ours)) is None


@pytest.mark.parametrize(
    "change", [{"status": "failed"}, {"status": "canceled"}, {"status": "aborted"}, {"model": "a/b"}]
)
def test_what_came_to_nothing_is_not_found(vendor: ScriptedVendor, change: dict[str, Any]) -> None:
    assert found_among(vendor, CLIP, remembered(vendor, CLIP, **change)) is None


@pytest.mark.parametrize("same", [True, False])
def test_an_uploaded_picture_is_known_by_its_checksum(vendor: ScriptedVendor, same: bool) -> None:
    made = prediction(id="found", status="succeeded")
    made["input"] = {"prompt": "A lamp", "duration": 6, "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}
    made["input"] |= {"generate_audio": False, "image": "https://api.replicate.com/v1/files/f1"}
    sums = {"sha256": hashlib.sha256(b"mine" if same else b"other").hexdigest()}
    vendor.answers = [Answer(body={"results": [made], "next": None}), Answer(body={"id": "f1", "checksums": sums})]
    found = filmmaker(vendor).find(clip_with(start_frame=Picture(data=b"mine")))
    assert found == ("found" if same else None)
    assert vendor.asked[1].path == "/v1/files/f1"


def test_later_pages_are_asked_of_our_own_host(vendor: ScriptedVendor) -> None:
    made = remembered(vendor, CLIP)
    vendor.answers = [
        Answer(body={"results": [], "next": "https://evil.example/v1/predictions?cursor=c"}),
        Answer(body={"results": [made], "next": None}),
    ]
    assert filmmaker(vendor).find(CLIP) == "found"
    assert vendor.asked[1].path == "/v1/predictions?cursor=c"


@pytest.mark.parametrize("answer", [Answer(status=500, body={}), Answer(lost=True), Answer(status=429, body={})])
def test_while_nobody_can_say_whether_it_was_ordered_it_is_not_ordered_again(
    vendor: ScriptedVendor, answer: Answer
) -> None:
    vendor.answers = [answer]
    with pytest.raises(UnknownOutcome):
        filmmaker(vendor).find(CLIP)


def test_a_picture_is_waited_for_fetched_and_priced(vendor: ScriptedVendor) -> None:
    vendor.answers = [
        Answer(status=201, body=prediction(status="processing")),
        Answer(status=503, body={}),
        Answer(body=prediction(status="succeeded", output=[f"{vendor.url}/a.png"])),
        Answer(body=PNG, media_type="image/png"),
    ]
    drawn = ReplicateIllustrator(bench(vendor), find_model("seedream")).draw(IMAGE)
    assert (drawn.data, drawn.media_type, drawn.usage.usd) == (PNG, "image/png", Decimal("0.04"))
    assert vendor.asked[0].headers["prefer"] == "wait=60"
    assert [asked.method for asked in vendor.asked] == ["POST", "GET", "GET", "GET"]


def test_a_picture_that_cannot_be_fetched_is_still_ours(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.png")
    vendor.answers = [Answer(status=201, body=made), Answer(lost=True)]
    with pytest.raises(UnknownOutcome, match="could not be fetched"):
        ReplicateIllustrator(bench(vendor), find_model("nano-banana")).draw(IMAGE)


def test_a_damaged_picture_is_charged(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.png")
    vendor.answers = [Answer(status=201, body=made), Answer(body="<html>")]
    with pytest.raises(BadOutput) as caught:
        ReplicateIllustrator(bench(vendor), find_model("nano-banana")).draw(IMAGE)
    assert caught.value.usd == Decimal("0.039")


def test_speech_is_asked_for_in_the_models_voice_and_language(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.wav")
    vendor.answers = [Answer(status=201, body=made), Answer(body=WAV, media_type="audio/wav")]
    request = SpeechRequest(order_id="s", text="Guten Tag.", voice="warm", language="de-AT", speed=Decimal(3))
    spoken = ReplicateNarrator(bench(vendor), find_model("speech-2.8")).speak(request)
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
    musician = ReplicateMusician(bench(vendor), find_model(model), 300)
    request = MusicRequest(order_id="m", prompt="calm piano", mood="calm", seconds=Decimal("30.25"), seed=5)
    assert musician.start(request) == "pred1"
    assert expected.items() <= sent(vendor).items()
    assert musician.quote(request) == Decimal(usd)


def test_square_films_are_ordered_wide_where_there_are_no_square_ones(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    for model in ("veo-3.1", "kling"):
        filmmaker(vendor, model).start(clip_with(aspect_ratio=AspectRatio.SQUARE))
    assert [asked.json["input"]["aspect_ratio"] for asked in vendor.asked] == ["16:9", "1:1"]


@pytest.mark.parametrize("status", [401, 422, 500])
def test_the_key_is_in_no_log_and_no_traceback(
    vendor: ScriptedVendor, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    vendor.answers = [Answer(status=status, body={"detail": f"bad token {KEY}"})]
    with pytest.raises(ProviderError) as caught:
        filmmaker(vendor).start(CLIP)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(filmmaker(vendor))
    assert KEY not in shown
    assert vendor.asked[0].headers["authorization"] == f"Bearer {KEY}"


def test_what_is_sent_is_json_that_survives_a_round_trip(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    filmmaker(vendor).start(clip_with(prompt='Größe 東京 "quoted" \\ $x'))
    assert json.loads(vendor.asked[0].data)["input"]["prompt"] == 'Größe 東京 "quoted" \\ $x'
