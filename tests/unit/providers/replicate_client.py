"""Replicate's adapters at a scripted vendor, and what it may answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import ClipRequest, ReferenceImage
from omnigen.providers.replicate import PredictionsClient, ReplicateAccount, ReplicateVideoProvider
from omnigen.safe_http import Origin

from tests.unit.providers.conftest import KEY, ScriptedVendor

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
START = ReferenceImage(data=b"first", url="https://bucket.s3.amazonaws.com/frames/a.png?X-Amz-Signature=one")


def predictions(vendor: ScriptedVendor) -> PredictionsClient:
    origins = (Origin(vendor.url), Origin("https://*.replicate.delivery"))
    return PredictionsClient(ReplicateAccount(lambda: KEY, vendor.url), origins, pause=lambda seconds: None)


def video_provider(vendor: ScriptedVendor, model: str = "veo-3.1") -> ReplicateVideoProvider:
    return ReplicateVideoProvider(predictions(vendor), find_model(model), limit_seconds=600)


def prediction(**changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"id": "pred1", "model": "google/veo-3.1", "status": "starting", "input": {}}
    made |= {"output": None, "error": None, "data_removed": False, "created_at": "2026-11-21T09:00:00Z"}
    return made | changed


def sent(vendor: ScriptedVendor) -> dict[str, Any]:
    made: dict[str, Any] = vendor.asked[-1].json["input"]
    return made


def clip_with(**changed: Any) -> ClipRequest:
    return ClipRequest(**{**{name: getattr(CLIP, name) for name in CLIP.__dataclass_fields__}, **changed})
