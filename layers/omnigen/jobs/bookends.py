"""The intro and the outro of a job: measured when they are named, exchanged when the job's brand changes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from omnigen.domain.asset import Asset
from omnigen.domain.bookends import BOOKEND_KINDS, MIN_STORY_SECONDS, Bookend, bookend_seconds
from omnigen.domain.brand import PinnedBrand
from omnigen.domain.brief import NO_BOOKENDS, Brief
from omnigen.domain.brief_options import Mode
from omnigen.domain.job import Job
from omnigen.errors import InvalidRequest
from omnigen.jobs.own_assets import copied_for_job, own_asset
from omnigen.runtime.context import AppContext

Place = Literal["intro", "outro"]
PLACES: tuple[Place, ...] = ("intro", "outro")

MAX_HELD_SECONDS = Decimal(1)
"""Another clip may be so much shorter than the one whose place it takes: its last frame is held."""


def bookends_of_brand(brief: Brief, brand: PinnedBrand) -> dict[str, Bookend | None]:
    """The brief's intro and outro, with the brand's where it names none and does not refuse them."""
    named: dict[str, Bookend | None] = {place: getattr(brief, place) for place in PLACES}
    if not brief.brand_clips:
        return named
    usual = {place: asset for place in PLACES if (asset := getattr(brand, place)) and named[place] is None}
    if usual and brief.mode is Mode.PHARMA:
        raise InvalidRequest(
            f"The brand {brand.name!r} has an {' and an '.join(usual)}, and in mode pharma there is none: "
            f"{NO_BOOKENDS}. Send brand_clips false",
            "brand_clips",
        )
    return named | {place: Bookend(asset=asset) for place, asset in usual.items()}


def with_bookends_measured(app: AppContext, user_id: str, brief: Brief) -> Brief:
    """The brief with the seconds that its intro and outro take.

    InvalidRequest for a clip that is not the user's, or for so short a video that too little is left of it.
    """
    changes: dict[str, Bookend] = {}
    for place in PLACES:
        bookend: Bookend | None = getattr(brief, place)
        if bookend:
            changes[place] = _measured(app, user_id, bookend, f"{place}.asset")
    brief = brief.model_copy(update=changes)
    if changes and brief.story_seconds < MIN_STORY_SECONDS:
        parts = " and ".join(f"the {place} {one.seconds} s" for place, one in changes.items())
        least = MIN_STORY_SECONDS + brief.bookends_length
        raise InvalidRequest(
            f"Of {brief.duration} s {parts} leave {brief.story_length} s, and at least {MIN_STORY_SECONDS} s are "
            f"needed between them. Make the video at least {least} s long, or bring a shorter clip",
            "duration",
        )
    return brief


def _measured(app: AppContext, user_id: str, bookend: Bookend, field: str) -> Bookend:
    try:
        asset = own_asset(app, user_id, bookend.asset, BOOKEND_KINDS, field)
    except InvalidRequest:
        if bookend.seconds is None:
            raise
        return bookend  # of a job, which has a copy; a new brief is refused when its files are opened
    return bookend.model_copy(update={"seconds": _seconds(asset)})


def checked_bookend(app: AppContext, user_id: str, bookend: Bookend, field: str) -> Asset:
    """The asset of an intro or outro. InvalidRequest for one that is not the user's."""
    return own_asset(app, user_id, bookend.asset, BOOKEND_KINDS, field)


def exchanged(app: AppContext, job: Job, brand: PinnedBrand) -> dict[str, Bookend]:
    """The job's intro and outro after a change of its brand; those that the brief itself named stay, and none is added.

    InvalidRequest where the brand's clip does not fit in the seconds that the video has for it.
    """
    before = job.brief.brand
    found: dict[str, Bookend] = {}
    for place in PLACES:
        shown: Bookend | None = getattr(job.brief, place)
        if shown is None or before is None or getattr(before, place) != shown.asset:
            continue
        asset_id = getattr(brand, place)
        if asset_id == shown.asset:
            continue
        has = f"The video has {shown.seconds} s for its {place}"
        keep = "send brand_clips false to keep the one it has, or submit the brief anew"
        if asset_id is None:
            raise InvalidRequest(f"{has}, and the brand has none any more: {keep}", "brand_id")
        seconds = _seconds(own_asset(app, job.user_id, asset_id, BOOKEND_KINDS, "brand_id"))
        room = shown.seconds or Decimal(0)
        if not room - MAX_HELD_SECONDS <= seconds <= room:
            least = max(room - MAX_HELD_SECONDS, Decimal(1))
            raise InvalidRequest(
                f"{has}, and the brand's takes {seconds} s: give it one of {least} to {room} s, {keep}",
                "brand_id",
            )
        found[place] = shown.model_copy(update={"asset": asset_id})
    return found


def exchanged_assets(app: AppContext, job: Job, after: Brief) -> tuple[Asset, ...]:
    """The job's assets with copies of the clips that are new in the brief, in place of those that are gone."""
    gone, new = set(_assets(job.brief)) - set(_assets(after)), set(_assets(after)) - set(_assets(job.brief))
    copied = (copied_for_job(app, app.aws.assets.get(job.user_id, one), job.job_id) for one in sorted(new))
    return (*(asset for asset in job.assets if asset.asset_id not in gone), *copied)


def _assets(brief: Brief) -> Iterator[str]:
    return (one.asset for one in (brief.intro, brief.outro) if one)


def _seconds(asset: Asset) -> Decimal:
    return bookend_seconds(asset.facts.seconds or Decimal(0))
