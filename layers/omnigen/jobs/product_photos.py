"""Photos of a product: checked when a job or a project is submitted, and cut out at the start of a job's run."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.domain.asset import Asset, AssetKind
from omnigen.domain.job import Job, ProductCutout, Scene
from omnigen.domain.product_photo import ProductPhoto, ProductShown, photo_for
from omnigen.domain.storage_keys import Keys, digest
from omnigen.domain.storyboard import SceneEdit
from omnigen.errors import InvalidRequest, MediaRefused, NotFound
from omnigen.runtime.context import AppContext


def check_photos(app: AppContext, user_id: str, photos: Sequence[ProductPhoto]) -> None:
    """InvalidRequest, naming the photo, for one that is twice there, not the caller's, or no picture of a product."""
    for place, photo in enumerate(photos):
        if photo.asset in {other.asset for other in photos[:place]}:
            raise InvalidRequest(f"The photo {photo.asset!r} is there twice; name each once", _field(place))
        _asset(app, user_id, photo, place)


def cut_out_photos(app: AppContext, job: Job) -> Job:
    """The job with a cut-out of each photo; those that it has are kept as they are."""
    if not job.lacks_cutouts:
        return job
    cutouts = tuple(_cutout(app, job, photo, place) for place, photo in enumerate(job.brief.photos))
    return app.aws.artifacts.cutouts(job.job_id, cutouts)


def product_use(job: Job, scene: Scene, edit: SceneEdit) -> dict[str, object]:
    """What an edit changes about how a scene shows the product. InvalidRequest for what the brief has no photo of."""
    photos = {photo.asset: photo for photo in job.brief.photos}
    if edit.product_photo is not None and edit.product_photo not in photos:
        raise InvalidRequest(
            f"The product has no photo {edit.product_photo!r}; choose one of {', '.join(photos) or 'none'}",
            "product_photo",
        )
    shown = edit.product or scene.product
    if shown is ProductShown.NONE:
        return {"product": edit.product, "product_photo": ""} if edit.product else {}
    if not photos:
        raise InvalidRequest("There is no photo of the product in this job; only none is possible", "product")
    usual = scene.product_photo or photo_for(job.brief.photos, scene.narration, scene.visual_prompt).asset
    return {"product": edit.product, "product_photo": edit.product_photo or usual}


def _cutout(app: AppContext, job: Job, photo: ProductPhoto, place: int) -> ProductCutout:
    from omnigen.media.cutout import cut_out

    known = job.cutout(photo.asset)
    if known and app.aws.objects.is_intact(known.key, known.sha256):
        return known
    asset = _asset(app, job.user_id, photo, place)
    try:
        cut = cut_out(app.aws.objects.get(asset.key))
    except MediaRefused as error:
        raise InvalidRequest(
            f"Photo {place + 1} of the product ({asset.file_name!r}) is of no use: {error}", _field(place)
        ) from error
    png = cut.png()
    sha256 = digest(png)
    keys = Keys(job.user_id, job.job_id)
    key, photo_key = keys.cutout(sha256), keys.asset(asset.asset_id, asset.content_type)
    app.aws.objects.copy(asset.key, photo_key)  # deleting the asset breaks no job
    app.aws.objects.put(key, png, "image/png")
    width, height = cut.size
    return ProductCutout(
        asset=photo.asset,
        key=key,
        sha256=sha256,
        method=cut.method,
        width=width,
        height=height,
        photo_key=photo_key,
        photo_sha256=asset.sha256,
    )


def _asset(app: AppContext, user_id: str, photo: ProductPhoto, place: int) -> Asset:
    try:
        asset = app.aws.assets.get(user_id, photo.asset)
    except NotFound as error:
        raise InvalidRequest(str(error), _field(place)) from error
    if asset.kind is not AssetKind.PRODUCT_IMAGE:
        raise InvalidRequest(f"The asset {photo.asset!r} is a {asset.kind}; give a product_image here", _field(place))
    return asset


def _field(place: int) -> str:
    return f"product.photos.{place}.asset"
