"""Assets of a user: an upload becomes one, and one in use is not deleted."""

from __future__ import annotations

from collections.abc import Iterator

from ulid import ULID

from omnigen.domain.asset import Asset, AssetKind, new_asset_id
from omnigen.domain.storage_keys import asset_key, digest, uploads_prefix
from omnigen.errors import Conflict, InvalidRequest, MediaRefused
from omnigen.intake.limited_process import admit
from omnigen.jobs.admission import count_today
from omnigen.runtime.context import AppContext

_PROJECTS_AT_ONCE = 100


def add_asset(app: AppContext, user_id: str, kind: AssetKind, upload: str, file_name: str, licence: str = "") -> Asset:
    """The asset that an uploaded file becomes. The upload itself is not touched; it expires.

    InvalidRequest, naming `upload`, for a file that is not there, not the caller's, or not taken.
    """
    if not upload.startswith(uploads_prefix(user_id)) or app.aws.objects.size(upload) is None:
        raise InvalidRequest(
            f"There is no upload {upload!r} of yours; upload the file first, with POST /uploads, and give its key",
            "upload",
        )
    count_today(app, user_id, "assets", app.settings.omnigen_assets_per_day)
    try:
        admitted = admit(kind, app.aws.objects.get(upload))
    except MediaRefused as error:
        raise InvalidRequest(f"The file {file_name!r} is not taken as {kind}: {error}", "upload") from error
    asset_id = new_asset_id(ULID())
    asset = Asset(
        asset_id=asset_id,
        user_id=user_id,
        kind=kind,
        file_name=file_name,
        key=asset_key(user_id, asset_id, admitted.content_type),
        sha256=digest(admitted.data),
        content_type=admitted.content_type,
        bytes=len(admitted.data),
        facts=admitted.facts,
        warnings=admitted.warnings,
        licence=licence,
        created_at=app.now(),
    )
    app.aws.objects.put(asset.key, admitted.data, asset.content_type)
    app.aws.assets.put(asset)
    return asset


def delete_asset(app: AppContext, user_id: str, asset_id: str) -> None:
    """Delete the user's asset. NotFound when there is none; Conflict, saying by what, when it is in use.

    Jobs have copies of their own, so none is in the way and none breaks.
    """
    asset = app.aws.assets.get(user_id, asset_id)
    if users := [*_users_of(app, asset)]:
        raise Conflict(f"The asset {asset_id!r} is in use by {' and '.join(users)}; change or delete that first")
    app.aws.assets.delete(user_id, asset_id)
    app.aws.objects.delete([asset.key])


def _users_of(app: AppContext, asset: Asset) -> Iterator[str]:
    """What names the asset, in words."""
    for brand in app.aws.brands.of_user(asset.user_id):
        if asset.asset_id in brand.kit.asset_ids:
            yield f"the brand {brand.kit.name!r}"
    cursor = None
    while True:
        page = app.aws.projects.of_user(asset.user_id, limit=_PROJECTS_AT_ONCE, cursor=cursor)
        for item in page.items:
            project = app.aws.projects.get(asset.user_id, item["project_id"])
            if asset.asset_id in project.model_dump_json():
                yield f"the project {project.title!r}"
        cursor = page.cursor
        if cursor is None:
            return
