"""How a job shows its product: the photos cut out, and the product laid into the pictures of empty places."""

from __future__ import annotations

from omnigen.domain.job import Image, Job, Scene
from omnigen.domain.job_view import ViewModel
from omnigen.runtime.context import AppContext


class CutoutResponse(ViewModel):
    """A photo of the product without its background. `asset` is the photo's id; sizes in pixels; URLs last an hour.

    `method` says by what it was cut out: the photo's own transparency (`alpha`), or its plain background.
    """

    asset: str
    method: str
    width: int
    height: int
    url: str
    photo_url: str


def cutout_responses(app: AppContext, job: Job) -> tuple[CutoutResponse, ...]:
    """The job's photos that were cut out so far, in the order of its brief."""
    url = app.aws.objects.url
    return tuple(
        CutoutResponse(
            **{name: getattr(made, name) for name in ("asset", "method", "width", "height")},
            url=url(made.key),
            photo_url=url(made.photo_key),
        )
        for made in job.cutouts
    )


def composite_url(app: AppContext, scene: Scene, image: Image) -> str | None:
    """Where to see the picture with the product in it; None where that shows another photo than the scene's."""
    made = image.composite
    if made is None or not scene.is_hero or made.photo != scene.product_photo:
        return None
    return app.aws.objects.url(made.key)
