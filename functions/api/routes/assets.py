"""Assets: files of the user's own, checked and normalised when they are added, used in any number of videos."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.domain.asset import ASSET_ID_PATTERN, AssetKind
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.assets import add_asset
from omnigen.jobs.assets import delete_asset as delete_unused

from functions.api.auth import request_context
from functions.api.paging import Limit
from functions.api.presenters import asset_response
from functions.api.requests import AssetRequest
from functions.api.responses import AssetResponse
from functions.api.routes.router import Routes

router = Routes()

Kind = Annotated[AssetKind | None, Query(description="Of this kind only")]
After = Annotated[str | None, Query(pattern=ASSET_ID_PATTERN, description="`next_cursor` of the page before")]


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
    return Response(201, "application/json", asset_response(call.app, asset), location)


@router.get("/assets", tags=["assets"], summary="Your assets, newest first")
def list_assets(kind: Kind = None, limit: Limit = 20, cursor: After = None) -> AssetListResponse:
    """A page of assets."""
    call = request_context(router)
    page = call.app.aws.assets.of_user(call.user_id, limit=limit, after=cursor, kind=kind)
    return AssetListResponse(
        items=tuple(asset_response(call.app, asset) for asset in page.items), next_cursor=page.after
    )


@router.get("/assets/<asset_id>", tags=["assets"], summary="One asset")
def show_asset(asset_id: str) -> AssetResponse:
    """What was measured of it, and where its file is."""
    call = request_context(router)
    return asset_response(call.app, call.app.aws.assets.get(call.user_id, asset_id))


_DELETED: Any = {204: {"description": "It is gone"}}


@router.delete("/assets/<asset_id>", status_code=204, tags=["assets"], summary="Delete an asset", responses=_DELETED)
def delete_asset(asset_id: str) -> Response[None]:
    """Deletes the asset, unless something names it. Jobs that use it have their own copy and stay as they are."""
    call = request_context(router)
    delete_unused(call.app, call.user_id, asset_id)
    return Response(204)
