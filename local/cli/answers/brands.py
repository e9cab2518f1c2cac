"""What the API answers about brands and the user's own files, as types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict


class AssetAnswer(TypedDict):
    """A file of the user's own; `facts` as they were measured, null for what does not apply."""

    asset_id: str
    kind: str
    file_name: str
    content_type: str
    bytes: int
    facts: Mapping[str, object]
    warnings: Sequence[str]
    licence: str
    created_at: int
    url: str


class KitAnswer(TypedDict):
    """What a brand is."""

    name: str


class BrandUseAnswer(TypedDict):
    """A video that was made with a brand."""

    job_id: str
    title: str
    status: str


class BrandAnswer(TypedDict):
    """A brand in one version; `updated_at` in Unix seconds."""

    brand_id: str
    rev: int
    kit: KitAnswer
    updated_at: int
