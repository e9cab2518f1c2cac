"""The user's own stills, clips and music: nothing is bought for what they bring, and the job keeps its copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.asset import Asset, AssetFacts, AssetKind
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.own_media import OwnPicture
from omnigen.domain.storage_keys import digest
from omnigen.errors import Conflict, InvalidRequest
from omnigen.jobs import admission
from omnigen.jobs.assets import delete_asset
from omnigen.jobs.editing import preview_regeneration
from omnigen.jobs.estimate import estimate, remaining
from omnigen.jobs.own_media import set_picture
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief, an_asset
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

QUIET: dict[str, Any] = {"narration": {"enabled": False}, "music": {"enabled": False}}
WORDS = {"script": 1, "storyboard": 1}
CLIP = AssetFacts(width=320, height=240, seconds=Decimal(9), has_sound=True)
SONG = AssetFacts(seconds=Decimal(30), has_sound=True, loudness_lufs=Decimal(-18))

Own = Callable[..., Asset]


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.fixture
def own(app: AppContext) -> Own:
    """Adds an asset for ada; its file is a few bytes, since nothing is composed here."""

    def put(kind: AssetKind, facts: AssetFacts | None = None, **changes: Any) -> Asset:
        data = str(kind).encode()
        asset = an_asset(kind, sha256=digest(data), **({"facts": facts} if facts else {}), **changes)
        app.aws.objects.put(asset.key, data, asset.content_type)
        app.aws.assets.put(asset)
        return asset

    return put


def submitted(cloud: LocalCloud, app: AppContext, **brief: Any) -> Drive:
    return Drive(cloud, app, admission.submit_once(app, "ada", a_brief(**brief)).job_id)


def files_of(job: Job) -> list[str]:
    return [scene.own_asset.key for scene in job.scenes if scene.own_asset]


def test_a_video_of_own_pictures_and_music_buys_words_alone(cloud: LocalCloud, app: AppContext, own: Own) -> None:
    clip, song = own(AssetKind.CLIP, CLIP, content_type="video/mp4"), own(AssetKind.MUSIC, SONG)
    brief = {"pictures": "own", "own_pictures": [{"asset": clip.asset_id, "keep_sound": True}]}
    music = {"narration": {"enabled": False}, "music": {"asset": song.asset_id}}
    planned = estimate(app, "ada", a_brief(**brief, **music))
    assert {item.kind for item in planned.items} == {"script", "storyboard"}
    drive = submitted(cloud, app, **brief, **music)
    for asset in (clip, song):  # the job has copies of its own
        delete_asset(app, "ada", asset.asset_id)
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.bought() == WORDS
    copy = f"users/ada/jobs/{job.job_id}/assets/{clip.asset_id}.mp4"
    assert files_of(job) == [copy] * len(job.scenes)
    assert job.music
    assert job.music.key == f"users/ada/jobs/{job.job_id}/assets/{song.asset_id}.png"
    assert job.music.seconds == 30
    assert remaining(app, job).items == ()


def test_what_is_not_brought_is_made(cloud: LocalCloud, app: AppContext, own: Own) -> None:
    still = own(AssetKind.STILL)
    brief = {"own_pictures": [{"asset": still.asset_id}], **QUIET}
    assert [item.scene for item in estimate(app, "ada", a_brief(**brief)).items if item.kind == "clip"] == [2]
    drive = submitted(cloud, app, **brief)
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.bought() == WORDS | {"clip": 1}
    assert [bool(scene.own_picture) for scene in job.scenes] == [True, False]
    assert job.scenes[1].clip


def test_a_scene_between_keyframes_needs_no_picture_of_a_scene_that_was_brought(
    cloud: LocalCloud, app: AppContext, own: Own
) -> None:
    still = own(AssetKind.STILL)
    drive = submitted(cloud, app, continuity="keyframes", own_pictures=[{"asset": still.asset_id, "scene": 2}], **QUIET)
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.bought() == WORDS | {"image": 1, "clip": 1}


def test_at_the_gate_of_an_image_an_own_picture_takes_its_place(cloud: LocalCloud, app: AppContext, own: Own) -> None:
    drive = submitted(cloud, app, pictures="stills", review=("images",), **QUIET)
    drive.gates("images-s01", "images-s02")
    job, still = drive.job, own(AssetKind.STILL)
    set_picture(app, job, job.scenes[0].id, OwnPicture(asset=still.asset_id))
    drive.decide("images-s01")
    drive.decide("images-s02")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert [bool(scene.own_picture) for scene in job.scenes] == [True, False]
    assert drive.bought() == WORDS | {"image": 2}


def test_a_finished_video_gets_an_own_picture_for_nothing_and_can_give_it_back(
    cloud: LocalCloud, app: AppContext, own: Own
) -> None:
    drive = submitted(cloud, app, pictures="stills", review=("images",), **QUIET)
    for name in ("images-s01", "images-s02"):
        drive.decide(name)
    job, still = drive.end(), own(AssetKind.STILL)
    edited = set_picture(app, job, job.scenes[0].id, OwnPicture(asset=still.asset_id))
    assert edited.scenes[0].content_hash != job.made_from[job.scenes[0].id]
    assert remaining(app, preview_regeneration(edited, (), "")).items == ()
    admission.regenerate(app, edited, (), "")
    again = drive.end()  # the gate of the image does not open for a picture that its owner chose
    assert (again.status, len(again.videos)) == (JobStatus.COMPLETED, 2)
    assert drive.bought() == WORDS | {"image": 2}
    back = set_picture(app, again, again.scenes[0].id, None)
    assert (back.scenes[0].own_picture, back.scenes[0].own_asset) == (None, None)
    assert back.scenes[0].content_hash == job.made_from[job.scenes[0].id]


def test_own_media_of_no_use_is_refused_before_anything_is_bought(app: AppContext, own: Own) -> None:
    clip = own(AssetKind.CLIP, CLIP.model_copy(update={"has_sound": False}))
    still, song, theirs = own(AssetKind.STILL), own(AssetKind.MUSIC, SONG), own(AssetKind.STILL, user_id="bob")
    for brief, field, sentence in (
        ({"own_pictures": [{"asset": song.asset_id}]}, "own_pictures", "is a music; give a clip or product_image"),
        ({"own_pictures": [{"asset": theirs.asset_id}]}, "own_pictures", "There is no asset"),
        ({"own_pictures": [{"asset": clip.asset_id, "start_seconds": 9}]}, "own_pictures", "lasts 9 s; begin before"),
        ({"own_pictures": [{"asset": clip.asset_id, "keep_sound": True}]}, "own_pictures", "has no sound to keep"),
        ({"own_pictures": [{"asset": still.asset_id, "start_seconds": 1}]}, "own_pictures", "is a still"),
        ({"music": {"asset": still.asset_id}}, "music.asset", "is a still; give a music here"),
        ({"style_images": [clip.asset_id]}, "style_images", "is a clip; give a"),
        ({"narration": {"upload": song.asset_id}, "captions": "none"}, "narration.upload", "is a music"),
    ):
        with pytest.raises(InvalidRequest, match=sentence) as refused:
            admission.submit_once(app, "ada", a_brief(**brief))
        assert refused.value.field == field


def test_a_picture_cannot_be_changed_while_its_scene_is_made(cloud: LocalCloud, app: AppContext, own: Own) -> None:
    drive = submitted(cloud, app, pictures="stills", review=("spend",), **QUIET)
    drive.gates("spend")
    job, still = drive.job, own(AssetKind.STILL)
    with pytest.raises(Conflict, match="change the picture of its scenes outside its gate"):
        set_picture(app, job, job.scenes[0].id, OwnPicture(asset=still.asset_id))
    drive.decide("spend")
    drive.end()
