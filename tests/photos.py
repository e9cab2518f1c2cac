"""Photos of a product as assets of a user, and a brief about that product."""

from __future__ import annotations

from typing import Any

from omnigen.domain.asset import Asset, AssetFacts, AssetKind, new_asset_id
from omnigen.domain.brief import Product
from omnigen.domain.product_photo import ProductPhoto
from omnigen.domain.storage_keys import digest
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import NOW
from tests.products import photo, product


def add_photo(app: AppContext, data: bytes, kind: AssetKind = AssetKind.PRODUCT_IMAGE, user_id: str = "ada") -> str:
    """A photo of the user's own, as the intake leaves it."""
    asset_id = new_asset_id(ULID())
    key = f"users/{user_id}/assets/{asset_id}.jpg"
    app.aws.objects.put(key, data, "image/jpeg")
    app.aws.assets.put(
        Asset(
            asset_id=asset_id,
            user_id=user_id,
            kind=kind,
            file_name="bottle.jpg",
            key=key,
            sha256=digest(data),
            content_type="image/jpeg",
            bytes=len(data),
            facts=AssetFacts(width=400, height=800),
            created_at=NOW,
        )
    )
    return asset_id


def photographed(app: AppContext) -> dict[str, Any]:
    """What a brief says about a product of which there is one photo."""
    asset = add_photo(app, photo(product(0), background=(120, 140, 150)))
    about = Product(name="Lumen", description="A night serum in a glass bottle", photos=(ProductPhoto(asset=asset),))
    return {"prompt": None, "product": about}
