"""Photos of the product that a scene is drawn or filmed after."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.domain.job import Job, ProductCutout, Scene
from omnigen.domain.product_photo import ProductShown
from omnigen.providers.protocols import ReferenceImage
from omnigen.runtime.context import AppContext

MAX_REFERENCES = 3
"""As many as Veo takes; more views of one thing do not make it truer."""


NO_PICTURE = ReferenceImage(data=b"")
"""Stands for a picture that was not read, where only their number matters."""


def reference_count(job: Job, scene: Scene) -> int:
    """How many photos a scene is drawn or filmed after."""
    return min(len(job.brief.photos), MAX_REFERENCES) if scene.product is ProductShown.PRESENT else 0


def references_of(job: Job, scene: Scene) -> Sequence[ProductCutout]:
    """The photos for a scene in which a model shows the product: the scene's own one first."""
    if scene.product is not ProductShown.PRESENT:
        return ()
    own = [known for known in job.cutouts if known.asset == scene.product_photo]
    return [*own, *(known for known in job.cutouts if known.asset != scene.product_photo)][:MAX_REFERENCES]


def read_references(app: AppContext, job: Job, scene: Scene) -> tuple[ReferenceImage, ...]:
    """The same as pictures for a vendor: the photos as they were taken, not their cut-outs."""
    return tuple(
        ReferenceImage(
            data=app.aws.objects.get(known.photo_key),
            media_type="image/png" if known.photo_key.endswith(".png") else "image/jpeg",
            url=app.aws.objects.url(known.photo_key),
        )
        for known in references_of(job, scene)
    )


def reference_hashes(job: Job, scene: Scene) -> dict[str, object]:
    """What tells purchases with other photos apart; nothing without photos, so that older purchases are found."""
    hashes = [known.photo_sha256 for known in references_of(job, scene)]
    return {"references": hashes} if hashes else {}
