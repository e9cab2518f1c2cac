"""Orders at Replicate whose answer was lost are found again, and no other is taken for them."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import pytest
from omnigen.errors import UnknownOutcome
from omnigen.providers.model_registry import find_model, known_models
from omnigen.providers.protocols import ClipRequest, ReferenceImage
from omnigen.providers.replicate.provider import tagged

from tests.unit.providers.conftest import Answer, ScriptedVendor
from tests.unit.providers.replicate_client import CLIP, START, clip_with, prediction, sent, video_provider


def remembered(vendor: ScriptedVendor, request: ClipRequest, **changed: Any) -> dict[str, Any]:
    """The prediction that Replicate would remember of an order."""
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor).start(request)
    made = prediction(id="found", status="processing", input=sent(vendor))
    vendor.asked.clear()
    return made | changed


def found_among(vendor: ScriptedVendor, request: ClipRequest, *made: dict[str, Any]) -> str | None:
    vendor.answers = [Answer(body={"results": list(made), "next": None})]
    return video_provider(vendor).find_existing(request)


def test_a_lost_order_is_found_by_its_input_under_a_new_signature(vendor: ScriptedVendor) -> None:
    request = clip_with(start_frame=START)
    made = remembered(vendor, request)
    again = ReferenceImage(data=b"first", url="https://bucket.s3.amazonaws.com/frames/a.png?X-Amz-Signature=two")
    assert found_among(vendor, clip_with(start_frame=again), made) == "found"
    assert vendor.asked[0].path.startswith("/v1/predictions?created_after=")


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "Another lamp"},
        {"seed": 8},
        {"seconds": Decimal(8)},
        {"start_frame": None},
        {"start_frame": ReferenceImage(data=b"x", url="https://bucket.s3.amazonaws.com/frames/other.png")},
        {"end_frame": ReferenceImage(data=b"x", url="https://bucket.s3.amazonaws.com/frames/b.png")},
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
    request = clip_with(start_frame=ReferenceImage(data=b"mine"))
    file = {"id": "f1", "urls": {"get": "https://api.replicate.com/v1/files/f1"}}
    vendor.answers = [Answer(status=201, body=file), Answer(status=201, body=prediction())]
    video_provider(vendor).start(request)
    made = prediction(id="found", status="succeeded", input=sent(vendor))
    vendor.asked.clear()
    sums = {"sha256": hashlib.sha256(b"mine" if same else b"other").hexdigest()}
    vendor.answers = [Answer(body={"results": [made], "next": None}), Answer(body={"id": "f1", "checksums": sums})]
    assert video_provider(vendor).find_existing(request) == ("found" if same else None)
    assert vendor.asked[1].path == "/v1/files/f1"


@pytest.mark.parametrize(
    "model", [model.id for model in known_models() if model.vendor == "replicate" and model.order_tag]
)
def test_the_same_wish_of_another_order_has_another_input(model: str) -> None:
    facts = find_model(model)
    ours, theirs = (tagged(facts, {"prompt": "A lamp"}, order) for order in ("job-1-clip", "job-2-clip"))
    assert ours != theirs
    assert ours == tagged(facts, {"prompt": "A lamp"}, "job-1-clip")


@pytest.mark.parametrize("model", ["veo-3.1", "kling"])
def test_the_same_wish_of_another_order_is_not_adopted(vendor: ScriptedVendor, model: str) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor, model).start(clip_with(job_id="job-of-another-user"))
    theirs = prediction(id="theirs", model=find_model(model).id, status="processing", input=sent(vendor))
    vendor.answers = [Answer(body={"results": [theirs], "next": None})]
    assert video_provider(vendor, model).find_existing(CLIP) is None
    assert video_provider(vendor, model).find_existing(clip_with(job_id="job-of-another-user")) == "theirs"


@pytest.mark.parametrize("model", ["veo-3.1", "seedance-2.0"])
def test_predictions_of_other_purchases_are_passed_over(vendor: ScriptedVendor, model: str) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor, model).start(CLIP)
    made = prediction(model=find_model(model).id, status="succeeded", input=sent(vendor))
    vendor.answers = [Answer(body={"results": [made | {"id": "theirs"}, made | {"id": "ours"}], "next": None})]
    assert video_provider(vendor, model).find_existing(CLIP.without(["theirs"])) == "ours"


@pytest.mark.parametrize("model", ["seedance-2.0", "bytedance/seedance-1-pro-fast"])
def test_a_seed_of_the_brief_is_the_seed_at_the_vendor(vendor: ScriptedVendor, model: str) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor, model).start(clip_with(seed=7))
    assert sent(vendor)["seed"] == 7


def test_later_pages_are_asked_of_our_own_host(vendor: ScriptedVendor) -> None:
    made = remembered(vendor, CLIP)
    vendor.answers = [
        Answer(body={"results": [], "next": "https://evil.example/v1/predictions?cursor=c"}),
        Answer(body={"results": [made], "next": None}),
    ]
    assert video_provider(vendor).find_existing(CLIP) == "found"
    assert vendor.asked[1].path == "/v1/predictions?cursor=c"


@pytest.mark.parametrize("answer", [Answer(status=500, body={}), Answer(lost=True), Answer(status=429, body={})])
def test_while_nobody_can_say_whether_it_was_ordered_it_is_not_ordered_again(
    vendor: ScriptedVendor, answer: Answer
) -> None:
    vendor.answers = [answer]
    with pytest.raises(UnknownOutcome):
        video_provider(vendor).find_existing(CLIP)
