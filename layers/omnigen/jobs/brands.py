"""The brand of a job: pinned when it is submitted, its files copied, and what it never says refused."""

from __future__ import annotations

from collections.abc import Mapping

from omnigen.domain.asset import Asset, AssetKind
from omnigen.domain.brand import BrandFile, BrandKit, PinnedBrand
from omnigen.domain.brand_words import never_said, not_said
from omnigen.domain.brief import Brief
from omnigen.domain.storage_keys import Keys
from omnigen.errors import InvalidRequest, NotFound
from omnigen.runtime.context import AppContext


def with_brand(app: AppContext, user_id: str, brief: Brief) -> Brief:
    """The brief with the newest version of its brand in `brand`, and with what the brand usually has.

    NotFound for a brand that is not the user's, InvalidRequest for logos and fonts that are not.
    """
    brand = brief.brand and PinnedBrand(**{name: getattr(brief.brand, name) for name in BrandKit.model_fields})
    if brief.brand_id:
        brand = app.aws.brands.get(user_id, brief.brand_id).pinned
    if brand is None:
        return brief
    check_files(app, user_id, brand, "brand.")
    narration, music = brief.narration, brief.music
    spoken = {
        "voice": narration.voice or brand.voice,
        "pronunciations": dict(brand.pronunciations) | dict(narration.pronunciations),
    }
    changes = {
        "brand_id": None,
        "brand": brand,
        "narration": narration.model_copy(update=spoken),
        "music": music.model_copy(update={"mood": music.mood or brand.music_mood}),
    }
    return brief.model_copy(update=changes)


def check_files(app: AppContext, user_id: str, brand: BrandKit, prefix: str = "") -> None:
    """InvalidRequest, naming the field, for a logo or a font that is not an asset of the user's of that kind."""
    logo, fonts = brand.logo, brand.fonts
    wanted = {
        "logo.on_light": (logo.on_light, AssetKind.LOGO),
        "logo.on_dark": (logo.on_dark, AssetKind.LOGO),
        "fonts.heading": (fonts.heading, AssetKind.FONT),
        "fonts.body": (fonts.body, AssetKind.FONT),
    }
    for field, (asset_id, kind) in wanted.items():
        if asset_id:
            _asset(app, user_id, asset_id, kind, f"{prefix}{field}")


def copy_files(app: AppContext, user_id: str, job_id: str, brand: BrandKit | None) -> dict[str, BrandFile]:
    """Copy a brand's logos and fonts into the job's folder, so that nothing that happens to them changes the job."""
    copied = {}
    for asset_id in dict.fromkeys((*brand.logo_ids, *brand.font_ids) if brand else ()):
        asset = app.aws.assets.get(user_id, asset_id)
        key = Keys(user_id, job_id).brand_file(asset_id, asset.content_type)
        app.aws.objects.put(key, app.aws.objects.get(asset.key), asset.content_type)
        copied[asset_id] = BrandFile(key=key, sha256=asset.sha256, content_type=asset.content_type)
    return copied


def check_words(brief: Brief) -> None:
    """InvalidRequest for the user's own words that their brand never says, or that lack what it must say."""
    product = brief.product
    given = {
        "title": brief.title,
        "script_text": brief.script_text,
        "display_url": brief.display_url,
        "legal_line": brief.legal_line,
        "product.name": product.name if product else None,
        "caption_spellings": "\n".join(brief.caption_spellings.values()),
    }
    refuse_never_said(given, brief.brand)
    if brief.script_text:
        refuse_not_said({**given, **brand_texts(brief.brand)}, brief.brand, "script_text")


def brand_texts(brand: BrandKit | None) -> dict[str, str | None]:
    """What every video of a brand shows."""
    if brand is None:
        return {}
    return {
        "brand.tagline": brand.tagline,
        "brand.call_to_action": brand.call_to_action,
        "brand.display_url": brand.display_url,
        "brand.legal_line": brand.legal_line,
    }


def refuse_never_said(texts: Mapping[str, str | None], brand: BrandKit | None) -> None:
    """InvalidRequest, naming the field, for a text that holds what the brand never says."""
    for field, phrase in never_said(texts, brand):
        raise InvalidRequest(f"It holds {phrase!r}, which the brand never says. Reword it, or change the brand", field)


def refuse_not_said(texts: Mapping[str, str | None], brand: BrandKit | None, field: str) -> None:
    """InvalidRequest, naming `field`, where none of the texts holds what the brand must say."""
    if missing := not_said(texts.values(), brand):
        listed = ", ".join(map(repr, missing))
        raise InvalidRequest(f"The brand must say {listed}, and nothing that is said or shown does. Add it", field)


def check_kit(kit: BrandKit) -> None:
    """InvalidRequest for a brand that shows what it never says."""
    shown = {name.partition(".")[2]: text for name, text in brand_texts(kit).items()}
    refuse_never_said({"name": kit.name, **shown}, kit)


def _asset(app: AppContext, user_id: str, asset_id: str, kind: AssetKind, field: str) -> Asset:
    try:
        asset = app.aws.assets.get(user_id, asset_id)
    except NotFound as error:
        raise InvalidRequest(str(error), field) from error
    if asset.kind is not kind:
        raise InvalidRequest(f"The asset {asset_id!r} is a {asset.kind}; a {kind} is asked for here", field)
    return asset
