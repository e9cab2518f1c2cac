"""Assets: an upload becomes one after it was opened; it is its owner's alone; deleting it breaks nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.errors import InvalidRequest, NotFound
from omnigen.jobs.erasure import erase_user
from omnigen.jobs.own_assets import copied_for_job, own_asset
from omnigen.runtime.context import AppContext

from tests.builders import two_colours
from tests.integration.api.conftest import Ask

Upload = Callable[..., str]
Add = Callable[..., str]


@pytest.fixture
def upload(app: AppContext) -> Upload:
    """Puts a file where a user's upload form would have put it."""

    def put(data: bytes, user: str = "ada") -> str:
        key = f"{uploads_prefix(user)}file.bin"
        app.aws.objects.put(key, data, "application/octet-stream")
        return key

    return put


@pytest.fixture
def add(upload: Upload) -> Add:
    """Adds a logo for a user; its id."""

    def make(user: str = "ada", kind: str = "logo") -> str:
        body = {"kind": kind, "upload": upload(two_colours(), user), "file_name": "our logo.png", "licence": "our own"}
        answer = Ask(user)("POST", "/assets", body)
        assert answer.status == 201, answer.text
        return str(answer.json["asset_id"])

    return make


def test_an_upload_becomes_an_asset_that_says_what_was_measured(ask: Ask, app: AppContext, upload: Upload) -> None:
    body = {"kind": "logo", "upload": upload(two_colours()), "file_name": "our logo.png", "licence": "our own"}
    answer = ask("POST", "/assets", body)
    assert (answer.status, answer.headers["Location"]) == (201, f"/api/v1/assets/{answer.json['asset_id']}")
    asset = ask("GET", f"/assets/{answer.json['asset_id']}").json
    assert asset | {"url": ""} == answer.json | {"url": ""}
    assert (asset["file_name"], asset["licence"], asset["content_type"]) == ("our logo.png", "our own", "image/png")
    assert (asset["facts"]["width"], asset["facts"]["height"], asset["facts"]["transparent"]) == (120, 80, False)
    kept = app.aws.assets.get("ada", asset["asset_id"])
    assert app.aws.objects.is_intact(kept.key, asset["sha256"])
    assert kept.key == f"assets/ada/{asset['asset_id']}.png"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<script>", "The file 'x.png' is not taken as logo: It is no picture that can be opened; bring it as PNG"),
        (two_colours()[:-30], "damaged or cut short"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_naming_the_field(
    ask: Ask, upload: Upload, data: bytes, sentence: str
) -> None:
    answer = ask("POST", "/assets", {"kind": "logo", "upload": upload(data), "file_name": "x.png"})
    assert (answer.status, answer.json["field"], answer.json["fixable_by"]) == (422, "upload", "user")
    assert sentence in answer.json["detail"]


def test_an_upload_of_somebody_else_is_no_upload(ask: Ask, upload: Upload) -> None:
    for key in (upload(two_colours(), "bob"), "users/ada/uploads/none.png"):
        answer = ask("POST", "/assets", {"kind": "logo", "upload": key, "file_name": "x.png"})
        assert (answer.status, answer.json["field"]) == (422, "upload")
        assert "There is no upload" in answer.json["detail"]


def test_another_users_asset_is_404_everywhere(add: Add, ask: Ask) -> None:
    asset_id = add("bob")
    assert ask("GET", f"/assets/{asset_id}").status == 404
    assert ask("DELETE", f"/assets/{asset_id}").status == 404
    assert asset_id not in [asset["asset_id"] for asset in ask("GET", "/assets", limit=100).json["items"]]
    assert Ask("bob")("GET", f"/assets/{asset_id}").status == 200


def test_assets_are_listed_by_kind_and_page(add: Add) -> None:
    ids = [add("cid"), add("cid", "style_image"), add("cid")]
    ask = Ask("cid")
    assert [asset["asset_id"] for asset in ask("GET", "/assets").json["items"]] == ids[::-1]
    first = ask("GET", "/assets", kind="logo", limit=1).json
    assert [asset["asset_id"] for asset in first["items"]] == [ids[2]]
    rest = ask("GET", "/assets", kind="logo", limit=1, cursor=first["next_cursor"]).json
    assert ([asset["asset_id"] for asset in rest["items"]], rest["next_cursor"]) == ([ids[0]], None)
    assert ask("GET", "/assets", cursor="nonsense").status == 422


def test_a_deleted_asset_is_gone_with_its_file(add: Add, ask: Ask, app: AppContext) -> None:
    asset_id = add()
    key = app.aws.assets.get("ada", asset_id).key
    assert ask("DELETE", f"/assets/{asset_id}").status == 204
    assert ask("GET", f"/assets/{asset_id}").status == 404
    assert app.aws.objects.size(key) is None
    assert ask("DELETE", f"/assets/{asset_id}").status == 404


def test_an_asset_in_use_says_by_what_and_stays(add: Add, ask: Ask) -> None:
    asset_id = add()
    product = {"name": "Aqua One", "description": f"The bottle of {asset_id}"}
    project = ask("POST", "/projects", {"product": product, "title": "Aqua"}).json["project_id"]
    answer = ask("DELETE", f"/assets/{asset_id}")
    assert answer.status == 409
    assert "is in use by the project 'Aqua'; change or delete that first" in answer.json["detail"]
    assert ask("DELETE", f"/projects/{project}").status == 204
    assert ask("DELETE", f"/assets/{asset_id}").status == 204


def test_a_job_keeps_its_copy_when_the_asset_is_deleted(add: Add, ask: Ask, app: AppContext) -> None:
    asset_id = add()
    copied = copied_for_job(app, app.aws.assets.get("ada", asset_id), "job_01M7YQNG5N91ZWTV4P7J6JG8BY")
    assert ask("DELETE", f"/assets/{asset_id}").status == 204
    assert copied.key == f"users/ada/jobs/job_01M7YQNG5N91ZWTV4P7J6JG8BY/assets/{asset_id}.png"
    assert app.aws.objects.is_intact(copied.key, copied.sha256)


def test_an_asset_of_another_kind_or_user_is_refused_naming_the_field(add: Add, app: AppContext) -> None:
    asset_id = add()
    assert own_asset(app, "ada", asset_id, {AssetKind.LOGO}, "brand.logo").asset_id == asset_id
    with pytest.raises(InvalidRequest, match="is a logo; give a clip or still here") as refused:
        own_asset(app, "ada", asset_id, {AssetKind.STILL, AssetKind.CLIP}, "own_pictures")
    assert refused.value.field == "own_pictures"
    with pytest.raises(InvalidRequest, match="There is no asset"):
        own_asset(app, "bob", asset_id, {AssetKind.LOGO}, "brand.logo")


def test_an_erased_users_assets_are_gone_with_every_version(add: Add, app: AppContext) -> None:
    asset_id = add("dan")
    kept = app.aws.assets.get("dan", asset_id)
    report = erase_user(app, "dan")
    assert report.assets == 1
    with pytest.raises(NotFound):
        app.aws.assets.get("dan", asset_id)
    answer = app.aws.objects.client.list_object_versions(Bucket=app.aws.objects.bucket, Prefix=kept.key)
    assert not answer.get("Versions")


def test_a_form_is_given_for_every_kind_with_its_limit(ask: Ask) -> None:
    for kind, media_type, megabytes in (
        ("clip", "video/quicktime", 100),
        ("font", "font/otf", 20),
        ("music", "audio/flac", 60),
        ("product_image", "image/heic", 30),
        ("style_image", "image/svg+xml", 10),
    ):
        answer = ask("POST", "/uploads", {"kind": kind, "media_type": media_type})
        assert (answer.status, answer.json["max_bytes"]) == (201, megabytes << 20)
    wrong = ask("POST", "/uploads", {"kind": "font", "media_type": "image/png"})
    assert (wrong.status, wrong.json["field"]) == (422, "media_type")
