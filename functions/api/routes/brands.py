"""Brands: how videos look and speak, kept in versions that jobs pin."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.domain import ids
from omnigen.domain.brand import Brand, BrandKit
from omnigen.domain.job_view import ViewModel
from omnigen.errors import NotFound
from omnigen.jobs.admission import count_today
from omnigen.jobs.brand_texts import check_kit
from omnigen.jobs.brands import check_files
from ulid import ULID

from functions.api.auth import RequestContext, request_context
from functions.api.requests import BrandChangeRequest, BrandRequest
from functions.api.routes.router import Routes

router = Routes()

MAX_USES_LISTED = 20
Version = Annotated[int | None, Query(ge=1, description="An earlier `rev`; by default the newest")]


class BrandResponse(ViewModel):
    """A brand. `rev` is the version shown. Times in Unix seconds; `logo_urls` are presigned, by field of the logo."""

    brand_id: str
    rev: int
    kit: BrandKit
    logo_urls: dict[str, str]
    created_at: int
    updated_at: int


class BrandUse(ViewModel):
    """A video that was made with a brand."""

    job_id: str
    title: str
    status: str


class BrandDetailResponse(BrandResponse):
    """A brand, and the newest videos that were made with it: each keeps its own copy."""

    used_by: tuple[BrandUse, ...]


class BrandListResponse(ViewModel):
    """All brands, newest first."""

    items: tuple[BrandResponse, ...]


class BrandDeletedResponse(ViewModel):
    """The brand that was deleted, and the newest videos that were made with it, which stay as they are."""

    brand_id: str
    used_by: tuple[BrandUse, ...]


@router.post("/brands", status_code=201, tags=["brands"], summary="Keep a brand")
def create_brand(request: BrandRequest) -> Response[BrandResponse]:
    """Keeps a brand, to be named by `brand_id` in briefs. Logos and fonts are assets that were added before."""
    call = request_context(router)
    kit = _checked(call, request)
    count_today(call.app, call.user_id, "brands", call.app.settings.omnigen_projects_per_day)
    now = call.app.now()
    brand = Brand(brand_id=ids.new_brand_id(ULID()), user_id=call.user_id, kit=kit, created_at=now, updated_at=now)
    call.app.aws.brands.create(brand)
    location = {"Location": f"/api/v1/brands/{brand.brand_id}"}
    return Response(201, "application/json", _shown(call, brand), location)


@router.get("/brands", tags=["brands"], summary="Your brands, newest first")
def list_brands() -> BrandListResponse:
    """All of them: a user has few."""
    call = request_context(router)
    return BrandListResponse(items=tuple(_shown(call, brand) for brand in call.app.aws.brands.of_user(call.user_id)))


@router.get("/brands/<brand_id>", tags=["brands"], summary="One brand, and what was made with it")
def show_brand(brand_id: str, version: Version = None) -> BrandDetailResponse:
    """The newest version, or an earlier one. Versions are never changed."""
    call = request_context(router)
    brand = call.app.aws.brands.get(call.user_id, brand_id, version)
    return BrandDetailResponse(**dict(_shown(call, brand)), used_by=_uses(call, brand_id))


@router.put("/brands/<brand_id>", tags=["brands"], summary="Change a brand")
def change_brand(brand_id: str, request: BrandChangeRequest) -> BrandResponse:
    """Writes the next version, if the brand is still at the `rev` that was seen.

    Jobs keep the version that they have; `PUT /jobs/{id}/drawn` gives one the newest, for nothing but a recut.
    """
    call = request_context(router)
    kit = _checked(call, request)
    before = call.app.aws.brands.get(call.user_id, brand_id)
    changes = {"kit": kit, "rev": request.rev + 1, "updated_at": call.app.now()}
    brand = before.model_copy(update=changes)
    call.app.aws.brands.replace(brand, request.rev)
    return _shown(call, brand)


@router.delete("/brands/<brand_id>", tags=["brands"], summary="Delete a brand")
def delete_brand(brand_id: str) -> BrandDeletedResponse:
    """Deletes all its versions. Jobs made with it have their own copy, with logos and fonts, and stay as they are."""
    call = request_context(router)
    uses = _uses(call, brand_id)
    call.app.aws.brands.delete(call.user_id, brand_id)
    return BrandDeletedResponse(brand_id=brand_id, used_by=uses)


def _checked(call: RequestContext, request: BrandRequest) -> BrandKit:
    kit = request.kit()
    check_files(call.app, call.user_id, kit)
    check_kit(kit)
    return kit


def _shown(call: RequestContext, brand: Brand) -> BrandResponse:
    urls = {}
    for name, asset_id in dict(brand.kit.logo).items():
        if asset_id:
            with suppress(NotFound):  # deleted since; the brand says so when it is used next
                urls[name] = call.app.aws.objects.url(call.app.aws.assets.get(call.user_id, asset_id).key)
    return BrandResponse(
        brand_id=brand.brand_id,
        rev=brand.rev,
        kit=brand.kit,
        logo_urls=urls,
        created_at=brand.created_at,
        updated_at=brand.updated_at,
    )


def _uses(call: RequestContext, brand_id: str) -> tuple[BrandUse, ...]:
    found = []
    for job_id in call.app.aws.brands.used_by(call.user_id, brand_id)[:MAX_USES_LISTED]:
        with suppress(NotFound):  # deleted since
            job = call.app.aws.jobs.get(job_id)
            found.append(BrandUse(job_id=job_id, title=job.title, status=str(job.public_status)))
    return tuple(found)
