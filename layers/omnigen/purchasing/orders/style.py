"""The style description of the caller's pictures, which every visual prompt includes."""

from __future__ import annotations

from omnigen.domain.job import Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.domain.storage_keys import digest
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.media.still_image import check_image
from omnigen.prompts import style_prompt
from omnigen.providers.protocols import ReferenceImage, StyleDescription, StyleRequest
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext

MAX_STYLE_CHARACTERS = 2_000
"""A longer description is cut: it is part of every prompt and of the record."""


def read_style(app: AppContext, ref: JobRef, job: Job) -> Job:
    """The job with its style described, if it brings style images; they are looked at once."""
    if not job.brief.style_images or job.style:
        return job
    pictures = tuple(_picture(app, job.file_key(name)) for name in job.brief.style_images)
    asked = {"prompt": style_prompt(), "pictures": [digest(picture.data) for picture in pictures]}
    key = purchase_key(PurchaseKind.STYLE, asked)
    request = StyleRequest(order_id=key.id, job_id=job.job_id, pictures=pictures)
    spec = SyncSpec(
        key=key,
        providers=app.providers.vision_providers,
        quote=lambda provider: provider.quote(request),
        ask=lambda provider: provider.describe(request),
        find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
        keep=_keep,
    )
    result = buy(app, ref, spec)
    return app.aws.artifacts.style(job.job_id, str(result["text"]))


def _keep(description: StyleDescription) -> PurchaseResult:
    return PurchaseResult(
        facts={"text": description.text[:MAX_STYLE_CHARACTERS], "model": description.model}, usage=description.usage
    )


def _picture(app: AppContext, key: str) -> ReferenceImage:
    data = app.aws.objects.get(key)
    try:
        facts = check_image(data)  # again: an upload form may be used again after the job was submitted
    except MediaRefused as error:
        name = key.rpartition("/")[2]
        raise InvalidRequest(f"The style image {name!r} is of no use: {error}", "style_images") from error
    return ReferenceImage(data=data, media_type=facts.media_type, url=app.aws.objects.url(key))
