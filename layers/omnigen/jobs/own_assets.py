"""Assets that a brief, a brand or a job names: looked up for their user, and copied for a job."""

from __future__ import annotations

from collections.abc import Iterable

from omnigen.domain.asset import Asset, AssetKind
from omnigen.domain.storage_keys import Keys
from omnigen.errors import InvalidRequest, NotFound
from omnigen.runtime.context import AppContext


def own_asset(app: AppContext, user_id: str, asset_id: str, kinds: Iterable[AssetKind], field: str) -> Asset:
    """The user's asset, of one of these kinds; InvalidRequest, naming the field that gave its id, otherwise."""
    wanted = sorted(kinds)
    try:
        asset = app.aws.assets.get(user_id, asset_id)
    except NotFound as error:
        raise InvalidRequest(str(error), field) from error
    if asset.kind not in wanted:
        raise InvalidRequest(f"The asset {asset_id!r} is a {asset.kind}; give a {' or '.join(wanted)} here", field)
    return asset


def copied_for_job(app: AppContext, asset: Asset, job_id: str) -> Asset:
    """The asset with a copy of its file that belongs to the job, so that deleting the asset breaks no job."""
    key = Keys(asset.user_id, job_id).asset(asset.asset_id, asset.content_type)
    app.aws.objects.copy(asset.key, key)
    return asset.model_copy(update={"key": key})
