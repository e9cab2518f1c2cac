"""Assets: files of the user's own, checked and normalised when they are added, used in any number of videos."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.domain.asset import ASSET_ID_PATTERN, Asset, AssetFacts, AssetKind
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.assets import add_asset
from omnigen.jobs.assets import delete_asset as delete_unused
from omnigen.runtime.context import AppContext

from functions.api.auth import request_context
from functions.api.paging import Limit
from functions.api.requests import AssetRequest
from functions.api.responses import Number
from functions.api.routes.router import Routes

router = Routes()

Kind = Annotated[AssetKind | None, Query(description="Of this kind only")]
After = Annotated[str | None, Query(pattern=ASSET_ID_PATTERN, description="`next_cursor` of the page before")]


class FactsResponse(AssetFacts):
    """What was measured of the normalised file; what does not apply to its kind is null."""

    seconds: Number | None = None
    frame_rate: Number | None = None
    loudness_lufs: Number | None = None
    peak_dbfs: Number | None = None


class AssetResponse(ViewModel):
    """An asset. `url` leads to the normalised file and is valid for an hour; `created_at` in Unix seconds."""

    asset_id: str
    kind: AssetKind
    file_name: str
    content_type: str
    bytes: int
    sha256: str
    facts: FactsResponse
    warnings: tuple[str, ...]
    licence: str
    created_at: int
    url: str


class AssetListResponse(ViewModel):
    """Some assets, newest first."""

    items: tuple[AssetResponse, ...]
    next_cursor: str | None


@router.post("/assets", status_code=201, tags=["assets"], summary="Make an uploaded file an asset")
def create_asset(request: AssetRequest) -> Response[AssetResponse]:
    """Opens, measures and normalises a file that was uploaded with a form of `POST /uploads`, and keeps the result."""
    call = request_context(router)
    asset = add_asset(call.app, call.user_id, request.kind, request.upload, request.file_name, request.licence)
    location = {"Location": f"/api/v1/assets/{asset.asset_id}"}
    return Response(201, "application/json", _response(call.app, asset), location)


@router.get("/assets", tags=["assets"], summary="Your assets, newest first")
def list_assets(kind: Kind = None, limit: Limit = 20, cursor: After = None) -> AssetListResponse:
    """A page of assets."""
    call = request_context(router)
    page = call.app.aws.assets.of_user(call.user_id, limit=limit, after=cursor, kind=kind)
    return AssetListResponse(items=tuple(_response(call.app, asset) for asset in page.items), next_cursor=page.after)


@router.get("/assets/<asset_id>", tags=["assets"], summary="One asset")
def show_asset(asset_id: str) -> AssetResponse:
    """What was measured of it, and where its file is."""
    call = request_context(router)
    return _response(call.app, call.app.aws.assets.get(call.user_id, asset_id))


_DELETED: Any = {204: {"description": "It is gone"}}


@router.delete("/assets/<asset_id>", status_code=204, tags=["assets"], summary="Delete an asset", responses=_DELETED)
def delete_asset(asset_id: str) -> Response[None]:
    """Deletes the asset, unless something names it. Jobs that use it have their own copy and stay as they are."""
    call = request_context(router)
    delete_unused(call.app, call.user_id, asset_id)
    return Response(204)


def _response(app: AppContext, asset: Asset) -> AssetResponse:
    known = {name: getattr(asset, name) for name in AssetResponse.model_fields if name not in {"facts", "url"}}
    facts = FactsResponse.model_validate(asset.facts.model_dump())
    return AssetResponse(**known, facts=facts, url=app.aws.objects.url(asset.key))
