"""A scene's still."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain import ids
from omnigen.domain.expected_text import expected_text
from omnigen.domain.job import ApprovalStatus, Image, Job, Scene
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, purchase_key
from omnigen.domain.storage_keys import Keys, digest
from omnigen.prompts import image_prompt, picture_prompt_version, place_prompt
from omnigen.providers.protocols import ImageProvider, ImageRequest, ImageResult
from omnigen.purchasing.downloads import check_picture, media_type_of
from omnigen.purchasing.orders.references import read_references, reference_hashes
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class ImagePurchase:
    """The still of one scene, as the job stands now; a rejected one is drawn again with the reason."""

    app: AppContext
    job: Job
    scene: Scene

    @property
    def key(self) -> PurchaseKey:
        """Hash of the prompt, the size and the number of the redraw."""
        width, height = self._size
        inputs = {"prompt": self._prompt, "size": [width, height], "seed": self._seed, "redraw": self.scene.redraws}
        inputs |= reference_hashes(self.job, self.scene)
        return purchase_key(PurchaseKind.IMAGE, inputs, self.scene.id)

    @property
    def spec(self) -> SyncSpec[ImageProvider, ImageResult]:
        """The purchase specification."""
        request = self.request()
        return SyncSpec(
            key=self.key,
            providers=self.app.providers.image_providers_for(request),
            quote=lambda provider: provider.quote(request),
            ask=lambda provider: provider.draw(request),
            find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
            keep=self.keep,
        )

    def request(self) -> ImageRequest:
        """The request to the vendor."""
        width, height = self._size
        return ImageRequest(
            order_id=self.key.id,
            job_id=self.job.job_id,
            prompt=self._prompt,
            aspect_ratio=self.job.brief.aspect_ratio,
            width=width,
            height=height,
            references=read_references(self.app, self.job, self.scene),
            empty_place=self.scene.is_hero,
            texts=expected_text(self.job, self.scene),
            seed=self._seed,
        )

    def keep(self, drawn: ImageResult) -> PurchaseResult:
        """Put the picture into the bucket, beside the earlier ones. BadOutput when it cannot be used."""
        media_type = media_type_of(drawn.data, "image/png", "image/jpeg", "image/webp")
        check_picture(drawn.data, *self._size)
        number = len(self.scene.images) + 1
        image = Image(
            id=ids.image_id(self.scene.id, number),
            number=number,
            key=Keys(self.job.user_id, self.job.job_id).image(self.scene.number, number, media_type),
            sha256=digest(drawn.data),
            input_hash=self.key.input_hash,
            model=drawn.model,
            subject_box=drawn.subject_box,
            prompt_version=picture_prompt_version("place" if self.scene.is_hero else "image"),
        )
        self.app.aws.objects.put(image.key, drawn.data, media_type)
        return PurchaseResult(facts=dict(image), usage=drawn.usage)

    @property
    def _prompt(self) -> str:
        reasons = [image.reason for image in self.scene.images if image.number == self.scene.redraws]
        script, style, says = self.job.written_script, self.job.style, "".join(reasons)
        if self.scene.is_hero:
            return place_prompt(script, self.scene, style, says, self.job.brief.aspect_ratio)
        return image_prompt(script, self.scene, style, says)

    @property
    def _size(self) -> tuple[int, int]:
        return self.app.settings.scaled(self.job.brief.size)

    @property
    def _seed(self) -> int:
        return self.job.seed_for(self.scene)


def restored_image(scene: Scene, image: Image) -> Image:
    """A picture of the scene's history as its newest one, pending review."""
    number = len(scene.images) + 1
    fresh = {"id": ids.image_id(scene.id, number), "number": number, "status": ApprovalStatus.PENDING, "reason": ""}
    return image.model_copy(update=fresh)
