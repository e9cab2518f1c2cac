"""The table of the users' own files: everybody sees their own, newest first, and nobody else's."""

from __future__ import annotations

import pytest
from omnigen.domain.asset import Asset, AssetFacts, AssetKind, new_asset_id
from omnigen.errors import NotFound
from omnigen.runtime.context import AppContext
from ulid import ULID


def asset(user: str = "ann", kind: AssetKind = AssetKind.LOGO, second: int = 0) -> Asset:
    asset_id = new_asset_id(ULID.from_timestamp(1_700_000_000 + second))
    return Asset(
        asset_id=asset_id,
        user_id=user,
        kind=kind,
        file_name="logo.png",
        key=f"users/{user}/assets/{asset_id}.png",
        sha256="0" * 64,
        content_type="image/png",
        bytes=99,
        facts=AssetFacts(width=64, height=64, transparent=False),
        created_at=1_700_000_000 + second,
    )


def test_an_asset_is_read_as_it_was_written(app: AppContext) -> None:
    written = asset()
    app.aws.assets.put(written)
    assert app.aws.assets.get("ann", written.asset_id) == written


def test_another_users_asset_is_absent(app: AppContext) -> None:
    written = asset()
    app.aws.assets.put(written)
    with pytest.raises(NotFound, match="There is no asset"):
        app.aws.assets.get("bob", written.asset_id)
    app.aws.assets.delete("bob", written.asset_id)
    assert app.aws.assets.get("ann", written.asset_id) == written
    assert not app.aws.assets.of_user("bob", limit=10).items


def test_pages_hold_one_kind_newest_first_and_end(app: AppContext) -> None:
    logos = [asset("cid", second=second) for second in range(5)]
    for written in (*logos, *(asset("cid", kind=AssetKind.FONT, second=second) for second in range(5))):
        app.aws.assets.put(written)
    first = app.aws.assets.of_user("cid", limit=3, kind=AssetKind.LOGO)
    assert list(first.items) == logos[:1:-1]
    second = app.aws.assets.of_user("cid", limit=3, kind=AssetKind.LOGO, after=first.after)
    assert (list(second.items), second.after) == (logos[1::-1], None)
    assert len(app.aws.assets.of_user("cid", limit=10).items) == 10


def test_all_of_a_user_are_deleted_and_no_others(app: AppContext) -> None:
    kept = asset(user="bob")
    for written in (asset("dan", second=1), asset("dan", second=2), kept):
        app.aws.assets.put(written)
    assert app.aws.assets.delete_all("dan") == 2
    assert not app.aws.assets.of_user("dan", limit=10).items
    assert app.aws.assets.get("bob", kept.asset_id) == kept
