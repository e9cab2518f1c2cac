"""Files of the user's own that a job shows or plays: checked when they are named, before anything is bought."""

from __future__ import annotations

from omnigen.aws.dynamodb import Update
from omnigen.domain.asset import Asset, AssetKind
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Captions, Gate, Mode, Pictures
from omnigen.domain.job import Job
from omnigen.domain.own_media import OWN_PICTURE_KINDS, OwnPicture
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.jobs.bookends import checked_bookend
from omnigen.jobs.editing import require_editable, write_edit
from omnigen.jobs.own_assets import copied_for_job, own_asset
from omnigen.media.still_image import check_image
from omnigen.purchasing.orders.speech import measure_own_recording
from omnigen.purchasing.orders.transcript import transcript_wanted
from omnigen.runtime.context import AppContext

_ASSET = "ast_"


def open_own_media(app: AppContext, user_id: str, brief: Brief) -> tuple[Asset, ...]:
    """Check that every file is the caller's own and fits the video; the assets among them, each once.

    InvalidRequest, naming the field, for a file that is not there, not the caller's, or of no use. Uploads are opened
    here; assets were opened when they were added.
    """
    found: dict[str, Asset] = {}
    for number, name in enumerate(brief.style_images, 1):
        if name.startswith(_ASSET):
            kinds = {AssetKind.STYLE_IMAGE, AssetKind.PRODUCT_IMAGE, AssetKind.STILL}
            found[name] = own_asset(app, user_id, name, kinds, "style_images")
        else:
            _check_style_image(_own_file(app, user_id, name, "style_images"), number)
    if brief.narration.upload:
        _check_words(app, brief)
        _open_recording(app, user_id, brief, found)
    if brief.music.asset:
        found[brief.music.asset] = own_asset(app, user_id, brief.music.asset, {AssetKind.MUSIC}, "music.asset")
    for field, bookend in (("intro.asset", brief.intro), ("outro.asset", brief.outro)):
        if bookend:
            found[bookend.asset] = checked_bookend(app, user_id, bookend, field)
    for picture in brief.own_pictures:
        found[picture.asset] = checked_picture(app, user_id, picture, "own_pictures")
    return tuple(found.values())


def checked_picture(app: AppContext, user_id: str, picture: OwnPicture, field: str) -> Asset:
    """The asset of an own picture; InvalidRequest when there is none, or its clip has ended where it is to begin."""
    asset = own_asset(app, user_id, picture.asset, OWN_PICTURE_KINDS, field)
    seconds = asset.facts.seconds
    if seconds is None and (picture.start_seconds or picture.keep_sound):
        raise InvalidRequest(
            f"{asset.file_name!r} is a still: start_seconds and keep_sound are for clips; leave them out", field
        )
    if seconds is not None and picture.start_seconds >= seconds:
        raise InvalidRequest(f"The clip {asset.file_name!r} lasts {seconds} s; begin before its end", field)
    if picture.keep_sound and not asset.facts.has_sound:
        raise InvalidRequest(f"The clip {asset.file_name!r} has no sound to keep", field)
    return asset


def set_picture(app: AppContext, job: Job, scene_id: str, picture: OwnPicture | None) -> Job:
    """Have a scene show a picture of the user's own, of which the job gets a copy; with None it is made again.

    Allowed at the scene's gates, before its run, or after it. Nothing is bought for a scene with an own picture.
    """
    scene = job.scene(scene_id)
    require_editable(job, Gate.SCENES, Gate.IMAGES, scene_id=scene_id, to="change the picture of its scenes")
    if picture is None and job.brief.pictures is Pictures.OWN:
        raise InvalidRequest("All pictures of this job are your own; give the scene another one instead", "asset")
    if picture == scene.own_picture:
        return job
    asset = checked_picture(app, job.user_id, picture, "asset") if picture else None
    copied = copied_for_job(app, asset, job.job_id) if asset else None
    changes = {"own_picture": picture, "own_asset": copied, "refusal": ""}
    place = f"scenes[{scene.scene_index}]"
    update = Update().when(f"<{place}.id> = :id AND <{place}.revision> = :seen", id=scene.id, seen=scene.revision)
    for name, value in changes.items():
        update.set(f"{place}.{name}", value)
    edited = scene.model_copy(update=changes)
    scenes = tuple(edited if known.id == scene.id else known for known in job.scenes)
    return write_edit(app, job, update, job.model_copy(update={"scenes": scenes}))


def _open_recording(app: AppContext, user_id: str, brief: Brief, found: dict[str, Asset]) -> None:
    name, field = brief.narration.upload or "", "narration.upload"
    if name.startswith(_ASSET):
        found[name] = own_asset(app, user_id, name, {AssetKind.NARRATION}, field)
        measure_own_recording(app.aws.objects.get(found[name].key), brief)
    else:
        measure_own_recording(_own_file(app, user_id, name, field), brief)


def _check_style_image(data: bytes, number: int) -> None:
    try:
        check_image(data)
    except MediaRefused as error:
        raise InvalidRequest(f"Style image {number} is of no use: {error}", "style_images") from error


def _check_words(app: AppContext, brief: Brief) -> None:
    """Captions show what is heard: its words are given, or written down by a model that understands the language."""
    if not brief.lacks_words:
        return
    if brief.mode is Mode.PHARMA:
        raise InvalidRequest(
            "The words of a recording are held against the label before anything is bought: send them as script_text",
            "script_text",
        )
    if brief.captions is not Captions.NONE and not transcript_wanted(app, brief):
        raise InvalidRequest(
            f"No model here writes down a recording in {brief.narration.language!r}, and captions show its words: "
            "send them as script_text, set captions to none, or use live providers (offline, English needs the extra "
            "'listen')",
            "narration.upload",
        )


def _own_file(app: AppContext, user_id: str, key: str, field: str) -> bytes:
    if not key.startswith(uploads_prefix(user_id)) or app.aws.objects.size(key) is None:
        raise InvalidRequest(
            f"There is no upload {key!r} of yours; upload the file first, with POST /uploads, and give its key", field
        )
    return app.aws.objects.get(key)
