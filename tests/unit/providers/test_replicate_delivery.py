"""What Replicate made is fetched, priced, and looked at before it is taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief_options import AspectRatio
from omnigen.errors import BadOutput, ProviderUnavailable, UnknownOutcome
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import ImageRequest, PredictionOutput
from omnigen.providers.replicate import ReplicateImageProvider

from tests.unit.providers.conftest import Answer, ScriptedVendor
from tests.unit.providers.replicate_client import prediction, predictions, video_provider

MP4 = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 100


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


IMAGE = ImageRequest(order_id="image-1", prompt="a lamp", aspect_ratio=AspectRatio.WIDE, width=1280, height=720, seed=3)


def delivered(vendor: ScriptedVendor, file: Answer, **changed: Any) -> PredictionOutput:
    made = {"status": "succeeded", "output": f"{vendor.url}/out.mp4", "input": {"duration": 6, "resolution": "720p"}}
    vendor.answers = [Answer(body=prediction(**(made | changed))), file]
    found = video_provider(vendor).poll("pred1")
    assert isinstance(found, PredictionOutput)
    return found


@pytest.mark.parametrize("status", ["starting", "processing"])
def test_a_prediction_at_work_is_looked_at_later(vendor: ScriptedVendor, status: str) -> None:
    vendor.answers = [Answer(body=prediction(status=status))]
    assert video_provider(vendor).poll("pred1") is None


def test_a_clip_is_fetched_without_the_key_and_charged_by_what_was_made(vendor: ScriptedVendor) -> None:
    found = delivered(vendor, Answer(body=MP4, media_type="video/mp4"))
    assert b"".join(found.content) == MP4
    assert (found.usage.seconds, found.usage.usd) == (Decimal(6), Decimal("1.20"))
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
    video_provider(vendor).cancel("pred1")
    assert vendor.asked[0].path == "/v1/predictions/pred1/cancel"


def test_a_picture_is_waited_for_fetched_and_priced(vendor: ScriptedVendor) -> None:
    vendor.answers = [
        Answer(status=201, body=prediction(status="processing")),
        Answer(status=503, body={}),
        Answer(body=prediction(status="succeeded", output=[f"{vendor.url}/a.png"])),
        Answer(body=PNG, media_type="image/png"),
    ]
    drawn = ReplicateImageProvider(predictions(vendor), find_model("seedream")).draw(IMAGE)
    assert (drawn.data, drawn.media_type, drawn.usage.usd) == (PNG, "image/png", Decimal("0.04"))
    assert vendor.asked[0].headers["prefer"] == "wait=60"
    assert [asked.method for asked in vendor.asked] == ["POST", "GET", "GET", "GET"]


def test_a_picture_that_cannot_be_fetched_is_still_ours(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.png")
    vendor.answers = [Answer(status=201, body=made), Answer(lost=True)]
    with pytest.raises(UnknownOutcome, match="could not be fetched"):
        ReplicateImageProvider(predictions(vendor), find_model("nano-banana")).draw(IMAGE)


def test_a_damaged_picture_is_charged(vendor: ScriptedVendor) -> None:
    made = prediction(status="succeeded", output=f"{vendor.url}/a.png")
    vendor.answers = [Answer(status=201, body=made), Answer(body="<html>")]
    with pytest.raises(BadOutput) as caught:
        ReplicateImageProvider(predictions(vendor), find_model("nano-banana")).draw(IMAGE)
    assert caught.value.usd == Decimal("0.039")
