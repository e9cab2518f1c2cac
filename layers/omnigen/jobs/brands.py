"""The brand of a job: pinned when it is submitted, its files copied."""

from __future__ import annotations

from omnigen.domain.asset import AssetKind
from omnigen.domain.bookends import BOOKEND_KINDS
from omnigen.domain.brand import BrandFile, BrandKit, PinnedBrand
from omnigen.domain.brief import Brief, MusicOptions
from omnigen.jobs.bookends import bookends_of_brand
from omnigen.jobs.own_assets import copied_for_job, own_asset
from omnigen.runtime.context import AppContext


def with_brand(app: AppContext, user_id: str, brief: Brief) -> Brief:
    """The brief with the newest version of its brand in `brand`, and with what the brand usually has.

    NotFound for a brand that is not the user's, InvalidRequest for files that are not.
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
        "music": music.model_copy(update=_music(music, brand)),
        **bookends_of_brand(brief, brand),
    }
    return brief.model_copy(update=changes)


def _music(music: MusicOptions, brand: PinnedBrand) -> dict[str, object]:
    """The brand's music where the brief names neither music nor a mood; else the mood that the brand usually has."""
    if brand.music and music.enabled and music.asset is None and music.mood is None:
        return {"asset": brand.music}
    return {"mood": music.mood or brand.music_mood}


def check_files(app: AppContext, user_id: str, brand: BrandKit, prefix: str = "") -> None:
    """InvalidRequest, naming the field, for a file that is no asset of the user's of the kind that is wanted."""
    logo, fonts = brand.logo, brand.fonts
    wanted = {
        "logo.on_light": (logo.on_light, AssetKind.LOGO),
        "logo.on_dark": (logo.on_dark, AssetKind.LOGO),
        "fonts.heading": (fonts.heading, AssetKind.FONT),
        "fonts.body": (fonts.body, AssetKind.FONT),
        "music": (brand.music, AssetKind.MUSIC),
    }
    for field, (asset_id, kind) in wanted.items():
        if asset_id:
            own_asset(app, user_id, asset_id, [kind], f"{prefix}{field}")
    for field, asset_id in (("intro", brand.intro), ("outro", brand.outro)):
        if asset_id:
            own_asset(app, user_id, asset_id, BOOKEND_KINDS, f"{prefix}{field}")


def copy_files(app: AppContext, user_id: str, job_id: str, brand: BrandKit | None) -> dict[str, BrandFile]:
    """Copy a brand's logos and fonts into the job's folder, so that nothing that happens to them changes the job."""
    copied = {}
    for asset_id in dict.fromkeys((*brand.logo_ids, *brand.font_ids) if brand else ()):
        copy = copied_for_job(app, app.aws.assets.get(user_id, asset_id), job_id)
        copied[asset_id] = BrandFile(key=copy.key, sha256=copy.sha256, content_type=copy.content_type)
    return copied
