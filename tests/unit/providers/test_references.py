"""Photos of the product at the models that take some: under which field, how many, and beside what."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief_options import AspectRatio
from omnigen.providers.model_registry import find_model, known_models
from omnigen.providers.protocols import ClipRequest, ImageRequest, Providers, ReferenceImage
from omnigen.providers.replicate import ReplicateImageProvider

from tests.contract.vendor_interfaces import input_violation
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

PHOTOS = tuple(
    ReferenceImage(data=b"photo", url=f"https://bucket.s3.amazonaws.com/photos/{number}.jpg") for number in range(12)
)
STILL = ImageRequest(
    order_id="image-1", prompt="A bottle", aspect_ratio=AspectRatio.TALL, width=720, height=1280, references=PHOTOS[:2]
)


def addresses(count: int) -> list[str | None]:
    return [photo.url for photo in PHOTOS[:count]]


def asked(vendor: ScriptedVendor, model: str, request: ClipRequest) -> dict[str, Any]:
    """The input that a model is sent for a clip; it keeps to the model's dated schema."""
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor, model).start(request)
    assert input_violation(find_model(model).id, sent(vendor)) is None
    return sent(vendor)


def test_seedance_gets_up_to_nine_photos_and_is_told_which_they_are(vendor: ScriptedVendor) -> None:
    given = asked(vendor, "seedance-2.0", clip_with(references=PHOTOS))
    assert given["reference_images"] == addresses(9)
    assert given["prompt"].endswith("The product is shown in " + ", ".join(f"[Image{n}]" for n in range(1, 10)) + ".")


def test_veo_gets_up_to_three_photos_in_wide_clips_of_eight_seconds(vendor: ScriptedVendor) -> None:
    given = asked(vendor, "veo-3.1", clip_with(references=PHOTOS, seconds=Decimal(8)))
    assert given["reference_images"] == addresses(3)
    assert (given["duration"], given["aspect_ratio"]) == (8, "16:9")


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        ("veo-3.1", {"seconds": Decimal(4)}),
        ("veo-3.1", {"seconds": Decimal(8), "aspect_ratio": AspectRatio.TALL}),
        ("veo-3.1", {"seconds": Decimal(8), "start_frame": START}),
        ("seedance-2.0", {"start_frame": START}),
        ("kling", {"start_frame": START}),
        ("seedance-1-fast", {}),
    ],
    ids=str,
)
def test_photos_are_left_out_where_the_model_does_not_take_them(
    vendor: ScriptedVendor, model: str, changes: dict[str, Any]
) -> None:
    """The frame on which a clip starts goes before: it shows the product already, and the cut depends on it."""
    given = asked(vendor, model, clip_with(references=PHOTOS[:1], **changes))
    assert str(addresses(1)[0]) not in json.dumps(given)
    if "start_frame" in changes:
        assert START.url in given.values()


def test_a_clip_with_photos_costs_what_it_costs_without(vendor: ScriptedVendor) -> None:
    for model in ("veo-3.1", "seedance-2.0"):
        provider = video_provider(vendor, model)
        assert provider.quote(clip_with(references=PHOTOS)) == provider.quote(CLIP)


def test_an_order_with_photos_is_found_again_by_them(vendor: ScriptedVendor) -> None:
    request = clip_with(references=PHOTOS[:2])
    made = asked(vendor, "seedance-2.0", request)
    page = {"results": [prediction(model="bytedance/seedance-2.0", input=made)], "next": None}
    vendor.answers = [Answer(body=page)]
    assert video_provider(vendor, "seedance-2.0").find_existing(request) == "pred1"
    vendor.answers = [Answer(body=page)]
    assert video_provider(vendor, "seedance-2.0").find_existing(replace(request, references=PHOTOS[:1])) is None


def test_stills_are_drawn_after_the_photos(vendor: ScriptedVendor) -> None:
    provider = ReplicateImageProvider(predictions(vendor), find_model("seedream"))
    done = prediction(model="bytedance/seedream-4.5", status="failed", error="stop here")
    vendor.answers = [Answer(status=201, body=done)]
    with pytest.raises(Exception, match="stop here"):
        provider.draw(STILL)
    assert sent(vendor)["image_input"] == addresses(2)
    assert input_violation("bytedance/seedream-4.5", sent(vendor)) is None
    vendor.answers = [Answer(status=201, body=done)]
    with pytest.raises(Exception, match="stop here"):
        provider.draw(replace(STILL, references=()))
    assert "image_input" not in sent(vendor)


def test_the_schema_of_seedance_refuses_photos_beside_a_start_frame() -> None:
    together = {"prompt": "A lamp", "image": "https://a.example/1.png", "reference_images": ["https://a.example/2.png"]}
    assert input_violation("bytedance/seedance-2.0", together) is not None


def test_a_clip_with_photos_goes_first_to_a_model_that_takes_them(vendor: ScriptedVendor) -> None:
    providers = Providers(
        text_providers=(),
        vision_providers=(),
        transcription_providers=(),
        speech_providers=(),
        image_providers=(),
        video_providers=tuple(video_provider(vendor, model) for model in ("veo-3.1", "seedance-2.0", "kling")),
        music_providers=(),
        moderation_providers=(),
    )

    def first(**changes: Any) -> str:
        return providers.video_providers_for_clip(clip_with(**changes))[0].model

    assert first() == "google/veo-3.1"
    assert first(references=PHOTOS[:1], seconds=Decimal(4)) == "bytedance/seedance-2.0"
    assert first(references=PHOTOS[:1], seconds=Decimal(8)) == "google/veo-3.1"
    assert first(references=PHOTOS[:1], start_frame=START) == "google/veo-3.1"


def test_every_fact_about_references_has_a_source_and_a_date() -> None:
    known = [model.references for model in known_models() if model.references]
    assert len(known) >= 3
    assert all(one.source and one.max_count >= 1 for one in known)
